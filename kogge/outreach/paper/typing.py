"""What somebody typed from a sheet: short answers are understood, conditions are watched, a filled form is made of it.

The form is the same XML that a field app sends, so that paper and telephone end in the same records.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.outreach.guides import Choice, Definition, Question
from kogge.outreach.guides.conditions import COMPARED, JOINED, SELECTED
from kogge.outreach.guides.definition import text_in
from kogge.outreach.models import GuideVersion

from .guide import UNWRITABLE, is_known
from .numbers import SheetNumber

WHOLE = frozenset({"integer", "int"})
NUMBERS = WHOLE | {"decimal", "range"}
TICKS = frozenset({"acknowledge", "trigger"})
XFORMS = "{http://www.w3.org/2002/xforms}"
NAMESPACE = uuid.UUID("6f3a4ab6-7c6e-4d5a-9a38-0c9f4f2b7f11")  # of the numbers of forms that were typed in


class NotUnderstood(Exception):
    """An answer that cannot be meant; the message says what is possible."""


def questions(definition: Definition) -> list[Question]:
    """The questions that a sheet asks: no photos and places, not what the visited shop's page knows."""
    return [
        question for question in definition.answerable() if question.type not in UNWRITABLE and not is_known(question)
    ]


def understood(question: Question, typed: str, language: str, default: str) -> str:
    """The answer as a form holds it. Choices are meant by their number or by how they begin; several by spaces.

    Raises `NotUnderstood`.
    """
    text = typed.strip()
    if not text:
        return ""
    if question.choices:
        return _choices(question, text, language, default)
    if question.type in NUMBERS:
        return _number(question, text)
    if question.type in TICKS:
        return "OK"
    if question.type in {"date", "dateTime"}:
        return _date(text)
    return text


def _choices(question: Question, text: str, language: str, default: str) -> str:
    labels = {choice.name: (text_in(choice.label, language, default) or choice.name) for choice in question.choices}
    if not question.takes_several:
        return _choice(question.choices, labels, text).name
    whole = [name for name, label in labels.items() if label.casefold() == text.casefold()]
    parts = [part for part in re.split(r"[\s,;.+]+", text) if part]
    found = whole or [_choice(question.choices, labels, part).name for part in parts]
    return " ".join(dict.fromkeys(found))


def _choice(choices: tuple[Choice, ...], labels: Mapping[str, str], text: str) -> Choice:
    if text.isdigit():
        if 1 <= int(text[:9]) <= len(choices):
            return choices[int(text) - 1]
        raise NotUnderstood(
            _("There are the answers 1 to %(most)s, not %(typed)s.") % {"most": len(choices), "typed": text[:20]}
        )
    wanted = text.casefold()
    exact = [choice for choice in choices if wanted in {choice.name.casefold(), labels[choice.name].casefold()}]
    found = exact or [choice for choice in choices if labels[choice.name].casefold().startswith(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(labels[choice.name] for choice in found[:4])
        raise NotUnderstood(
            _("“%(typed)s” may be: %(names)s. Type one letter more.") % {"typed": text[:20], "names": names}
        )
    raise NotUnderstood(
        _("No answer begins with “%(typed)s”. Type its number or its first letters.") % {"typed": text[:20]}
    )


def _number(question: Question, text: str) -> str:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= 10**12:
        raise NotUnderstood(_("A number is asked for, such as 3."))
    if question.type in WHOLE and number != number.to_integral_value():
        raise NotUnderstood(_("A whole number is asked for."))
    return f"{number.normalize():f}"


def _date(text: str) -> str:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"):
        try:
            return dt.datetime.strptime(text, pattern).date().isoformat()
        except ValueError:
            continue
    raise NotUnderstood(_("Type the day like 31.12.2026."))


def not_asked(definition: Definition, values: Mapping[str, str]) -> list[str]:
    """Paths of answers to questions that the answers before them rule out ("only if …")."""
    by_name = {question.name: values.get(question.path, "") for question in definition.questions}
    conditions = {question.path: question.relevant for question in definition.questions if question.relevant}
    found = []
    for path, value in values.items():
        parts = path.split("/")
        above = ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]
        if value and not all(holds(conditions[place], by_name) for place in above if place in conditions):
            found.append(path)
    return found


def holds(expression: str, by_name: Mapping[str, str]) -> bool:
    """Whether a condition holds; one that is more than comparisons joined by `and` or by `or` is taken to hold.

    >>> holds("${keep} = 'yes' and selected(${needs}, 'room')", {"keep": "yes", "needs": "car room"})
    True
    >>> holds("${keep} = 'yes'", {"keep": ""}), holds("count(${a}) > 2", {"a": ""})
    (False, True)
    """
    parts = JOINED.split(expression.strip())
    joints = set(parts[1::2])
    if len(joints) > 1:
        return True
    found = [_holds(part.strip(), by_name) for part in parts[::2]]
    return any(found) if joints == {"or"} else all(found)


def _holds(part: str, by_name: Mapping[str, str]) -> bool:
    while part.startswith("(") and part.endswith(")"):
        part = part[1:-1].strip()
    if found := SELECTED.fullmatch(part):
        wanted = next(value for value in (found["one"], found["two"], found["number"]) if value is not None)
        inside = wanted in by_name.get(found["name"], "").split()
        return not inside if found["no"] else inside
    found = COMPARED.fullmatch(part)
    if found is None or found["name"] not in by_name:
        return True
    value = by_name[found["name"]]
    wanted = next(value for value in (found["one"], found["two"], found["number"]) if value is not None)
    if found["sign"] == "=":
        return value == wanted
    if found["sign"] == "!=":
        return value != wanted
    try:
        left, right = Decimal(value), Decimal(wanted)
    except InvalidOperation:
        return False
    return {">": left > right, ">=": left >= right, "<": left < right, "<=": left <= right}[found["sign"]]


def instance_id(area_id: int, number: SheetNumber) -> str:
    """The number of the form that a sheet becomes: the same sheet is never stored twice."""
    return f"uuid:{uuid.uuid5(NAMESPACE, f'{area_id}/{number}')}"


def form_xml(version: GuideVersion, values: Mapping[str, str], *, number: SheetNumber, day: dt.date) -> bytes:
    """The filled form as a field app would send it. `values`: path → answer."""
    shape = fromstring(version.xform.encode(), forbid_dtd=True).find(f".//{XFORMS}instance")
    template = next(iter(shape), None) if shape is not None else None
    tag = template.tag.rpartition("}")[2] if template is not None else "data"
    root = Element(tag, {"id": version.guide.form_id, "version": version.version})
    nodes: dict[str, Element] = {"": root}
    for path, value in values.items():
        if not value:
            continue
        above = ""
        for name in path.split("/"):
            here = f"{above}/{name}" if above else name
            if here not in nodes:
                nodes[here] = SubElement(nodes[above], name)
            above = here
        nodes[path].text = "".join(letter for letter in value if letter >= " " or letter in "\n\t")
    meta = SubElement(root, "meta")
    SubElement(meta, "instanceID").text = instance_id(version.guide.area_id, number)
    noon = timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
    SubElement(meta, "timeStart").text = noon.isoformat()
    return tostring(root, encoding="utf-8")
