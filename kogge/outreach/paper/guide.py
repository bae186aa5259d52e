"""A guide as it stands on paper: the preview's lines, with boxes to tick, lines to write on, and times as a table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from kogge.outreach.guides import Definition, Question
from kogge.outreach.guides.conditions import in_words
from kogge.outreach.guides.definition import SILENT, code_of, text_in
from kogge.outreach.guides.preview import best_language, direction

SHORT = frozenset({"integer", "int", "decimal", "range", "date", "time", "dateTime"})
UNWRITABLE = frozenset({"image", "photo", "audio", "video", "file", "geopoint", "geotrace", "geoshape", "barcode"})
LEAST_TABLE = 12  # answers that are worth a table
COMMAS = (", ", "، ", ",", "،")


def is_known(question: Question) -> bool:
    """Whether a sheet knows the answer by itself: it belongs to a visit, and so to an organisation."""
    return question.kogge == "visit" or question.kogge.startswith("organisation:")


def numbered(definition: Definition) -> dict[str, int]:
    """Path of a question → its number, the same on paper and where the paper is typed in."""
    return {question.path: index for index, question in enumerate(definition.answerable(), start=1)}


def condition(question: Question, definition: Definition, language: str, numbers: dict[str, int]) -> str:
    """When it is asked, in words that name questions by their number; "" where it is always asked."""
    if not question.relevant:
        return ""
    named = {
        other.name: replace(other, label={"": _("question %(number)s") % {"number": numbers[other.path]}})
        for other in definition.questions
        if other.path in numbers
    }
    words = in_words(question.relevant, named, language, definition.default_language)
    return _("only if %(condition)s") % {"condition": words} if words else _("not always asked")


def on_paper(definition: Definition, language: str, reader: str) -> dict[str, Any]:
    """The guide for a sheet: `language` is spoken, `reader` reads the conditions.

    What a shop's page knows already (name, address) is not asked again; photos and places need a telephone.
    """
    numbers = numbered(definition)
    lines: list[dict[str, Any]] = []
    quoted = best_language(definition, reader, language)
    rtl = direction(language) == "rtl"
    for question in definition.questions:
        group = question.is_group or question.is_repeat
        note = question.type == "note"
        skipped = is_known(question) or question.type in UNWRITABLE
        if skipped or (question.type in SILENT and not note):
            continue
        label = text_in(question.label, language, definition.default_language)
        if group and not label:
            continue
        table = None if group or note else _table(question, language, definition.default_language)
        lines.append(
            {
                "kind": "group" if group else "note" if note else "choices" if question.choices else "field",
                "path": question.path,
                "number": numbers.get(question.path, 0),
                "label": label or question.name,
                "hint": text_in(question.hint, language, definition.default_language),
                "condition": condition(question, definition, quoted, numbers),
                "rtl": rtl,
                "short": question.type in SHORT,
                "table": table,
                "answers": []
                if table
                else [
                    text_in(choice.label, language, definition.default_language) or choice.name
                    for choice in question.choices
                ],
            }
        )
    return {
        "title": definition.title,
        "language": language or code_of(definition.default_language) or "de",
        "rtl": rtl,
        "lines": _without_empty_groups(lines),
    }


def _without_empty_groups(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    paths = [line["path"] for line in lines if line["kind"] != "group"]
    return [
        line for line in lines if line["kind"] != "group" or any(path.startswith(f"{line['path']}/") for path in paths)
    ]


def _table(question: Question, language: str, default: str) -> dict[str, list[str]] | None:
    """Days by times, when the answers are "Monday, 9 to 12" and so on without a gap; else None."""
    if len(question.choices) < LEAST_TABLE:
        return None
    pairs = []
    for choice in question.choices:
        label = text_in(choice.label, language, default)
        comma = next((comma for comma in COMMAS if comma in label), None)
        if comma is None:
            return None
        column, _comma, row = label.partition(comma)
        pairs.append((column.strip(), row.strip()))
    columns, rows = list(dict.fromkeys(pair[0] for pair in pairs)), list(dict.fromkeys(pair[1] for pair in pairs))
    whole = [(column, row) for column in columns for row in rows]
    return {"columns": columns, "rows": rows} if pairs == whole and 1 < len(columns) <= 7 else None
