"""A filled form (OpenRosa XML instance) as answers by the path of the question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from .definition import Definition, Question

FILES = frozenset({"image", "photo", "audio", "video", "file", "binary"})
DEEPEST = 30


class Unreadable(Exception):
    """The XML is no filled form: broken, hostile, or without the id that every instance carries."""


@dataclass(frozen=True)
class Instance:
    """One filled form. `values`: path of the question → what was entered, in the order of repeats; no empty ones."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    values: dict[str, list[str]] = field(default_factory=dict)
    started_at: dt.datetime | None = None

    def first(self, path: str) -> str:
        return next(iter(self.values.get(path, ())), "")

    def files(self, definition: Definition) -> list[str]:
        """Names of the files that the answers speak of."""
        kinds = {question.path for question in definition.questions if question.type in FILES}
        return sorted({name for path in kinds for name in self.values.get(path, ())})


def parse(xml: bytes) -> Instance:
    """Read an instance. Raises `Unreadable`; entities, DTDs and nesting beyond reason are refused."""
    try:
        root = fromstring(xml, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise Unreadable(str(error)) from error
    form_id = root.get("id") or ""
    meta = _meta(root)
    instance_id = (meta.get("instanceID") or root.get("instanceID") or "").strip()
    if not form_id or not instance_id:
        raise Unreadable("id")
    values: dict[str, list[str]] = {}
    _collect(root, "", values, 0)
    start = values.get("start", [""])[0] or meta.get("timeStart", "")
    return Instance(
        form_id, root.get("version") or "", instance_id, meta.get("deprecatedID", "").strip(), values, _moment(start)
    )


def _name(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _meta(root: Element) -> dict[str, str]:
    for child in root:
        if _name(child) == "meta":
            return {_name(entry): entry.text or "" for entry in child}
    return {}


def _collect(element: Element, above: str, values: dict[str, list[str]], depth: int) -> None:
    if depth > DEEPEST:
        raise Unreadable("depth")
    for child in element:
        name = _name(child)
        if name == "meta" and not above:
            continue
        path = f"{above}/{name}" if above else name
        if len(child):
            _collect(child, path, values, depth + 1)
        elif text := (child.text or "").strip():
            values.setdefault(path, []).append(text.replace("\x00", ""))


def _moment(text: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def chosen(question: Question, values: list[str]) -> list[str]:
    """The names of the choices made; several stand in one text, separated by spaces."""
    if question.takes_several:
        return [name for value in values for name in value.split()]
    return list(values)


def shown(question: Question, values: list[str], language: str) -> str:
    """The answer as people read it: labels for choices, the text itself for all else."""
    from .definition import text_in

    if not question.choices:
        return "; ".join(values)
    labels = {choice.name: text_in(choice.label, language) or choice.name for choice in question.choices}
    return ", ".join(labels.get(name, name) for name in chosen(question, values))


def as_stored(instance: Instance) -> dict[str, Any]:
    """The values for a column of the database: one text, or a list of them where a question was repeated."""
    return {path: found[0] if len(found) == 1 else found for path, found in instance.values.items()}


def from_stored(values: dict[str, Any]) -> Instance:
    """What `as_stored` made, as an instance again (without its ids)."""
    found = {path: value if isinstance(value, list) else [value] for path, value in values.items()}
    return Instance("", "", "", "", {path: [str(text) for text in texts] for path, texts in found.items()})
