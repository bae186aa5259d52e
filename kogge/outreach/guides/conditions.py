"""When a question is asked, in words: "only if “May we write this down?” is “yes”"."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from .definition import Question, text_in

NAME = r"\$\{\s*(?P<name>[^}\s]+)\s*\}"
VALUE = r"(?:'(?P<one>[^']*)'|\"(?P<two>[^\"]*)\"|(?P<number>-?\d+(?:\.\d+)?))"
COMPARED = re.compile(rf"{NAME}\s*(?P<sign>!=|>=|<=|=|>|<)\s*{VALUE}")
SELECTED = re.compile(rf"(?P<no>not\s*\(\s*)?selected\s*\(\s*{NAME}\s*,\s*{VALUE}\s*\)(?(no)\s*\))")
JOINED = re.compile(r"\s+(and|or)\s+")


def in_words(expression: str, questions: Mapping[str, Question], language: str, default: str = "") -> str:
    """A condition as people say it; "" where it is more than comparisons joined by `and` or by `or`.

    `questions` by their name. Texts come in `language`, else in the guide's `default`.
    """
    if not expression:
        return ""
    parts = JOINED.split(expression.strip())
    joints = set(parts[1::2])
    if len(joints) > 1:
        return ""
    said = [_part(part.strip(), questions, language, default) for part in parts[::2]]
    if not all(said):
        return ""
    return (_(" or ") if joints == {"or"} else _(" and ")).join(said)


def _part(part: str, questions: Mapping[str, Question], language: str, default: str) -> str:
    while part.startswith("(") and part.endswith(")") and not SELECTED.fullmatch(part):
        part = part[1:-1].strip()
    if found := SELECTED.fullmatch(part):
        sign = "!=" if found["no"] else "="
    elif found := COMPARED.fullmatch(part):
        sign = found["sign"]
    else:
        return ""
    question = questions.get(found["name"])
    if question is None:
        return ""
    value = found["one"] if found["one"] is not None else found["two"] if found["two"] is not None else found["number"]
    labels = {choice.name: text_in(choice.label, language, default) for choice in question.choices}
    words = {
        "label": text_in(question.label, language, default) or question.name,
        "value": labels.get(value) or value,
    }
    if not value:
        empty = {"=": _("“%(label)s” was left empty"), "!=": _("“%(label)s” was answered")}
        return empty[sign] % words if sign in empty else ""
    return {
        "=": _("“%(label)s”: “%(value)s”"),
        "!=": _("“%(label)s”: not “%(value)s”"),
        ">": _("“%(label)s”: more than %(value)s"),
        ">=": _("“%(label)s”: at least %(value)s"),
        "<": _("“%(label)s”: less than %(value)s"),
        "<=": _("“%(label)s”: at most %(value)s"),
    }[sign] % words
