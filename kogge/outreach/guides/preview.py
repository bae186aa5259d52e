"""A guide as people see it: its questions in one language, with what a writer of guides wants to know of each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from . import conditions
from .definition import SILENT, Definition, Question, code_of, text_in
from .handbook import label_of

RTL = frozenset({"ar", "fa", "he", "ur", "ps", "ckb", "dv", "yi", "ug"})


@dataclass(frozen=True)
class Language:
    """A language of a guide: `code` for links and the attribute lang, `name` as the sheet calls it."""

    code: str
    name: str

    @property
    def direction(self) -> str:
        return direction(self.code)


@dataclass(frozen=True)
class Answer:
    """A choice: what people read, and what it means to Kogge."""

    name: str
    label: str
    meaning: str


@dataclass(frozen=True)
class Line:
    """A line of the preview. `kind`: group, repeat, note, choices or field; `number` counts the questions."""

    kind: str
    label: str
    hint: str
    number: int
    depth: int
    required: bool
    several: bool
    asks: str
    condition: str  # in words, "" if it cannot be said
    expression: str  # as the sheet says it
    meaning: str
    answers: tuple[Answer, ...]
    missing: bool  # has no text in this language: the default language stands in


def direction(language: str) -> str:
    """ "rtl" for languages written from right to left.

    >>> direction("ar"), direction("de")
    ('rtl', 'ltr')
    """
    return "rtl" if code_of(language).split("-")[0] in RTL else "ltr"


def languages(definition: Definition) -> list[Language]:
    """The guide's languages, its own default first."""
    found = [Language(code_of(name), name.rpartition(" (")[0] or name) for name in definition.languages]
    default = code_of(definition.default_language)
    return sorted(found, key=lambda language: language.code != default)


def best_language(definition: Definition, *wanted: str) -> str:
    """The first wanted language that the guide has, else its default, else its first."""
    codes = [code_of(name) for name in definition.languages]
    default = code_of(definition.default_language)
    return next((code for code in (*wanted, default) if code in codes), codes[0] if codes else default)


def asks(question: Question) -> str:
    """What kind of answer a question wants, in words."""
    words = {
        "text": _("text"),
        "string": _("text"),
        "integer": _("whole number"),
        "int": _("whole number"),
        "decimal": pgettext("kind of answer", "number"),
        "range": _("number on a scale"),
        "date": _("day"),
        "time": _("time"),
        "dateTime": _("day and time"),
        "geopoint": _("place"),
        "geotrace": _("way"),
        "geoshape": _("area on the map"),
        "photo": _("photo"),
        "image": _("photo"),
        "audio": _("recording"),
        "video": _("film"),
        "file": _("file"),
        "barcode": _("bar code"),
        "acknowledge": _("tick"),
        "trigger": _("tick"),
        "select one": _("one answer"),
        "select all that apply": _("several answers"),
        "rank": _("an order"),
    }
    return words.get(question.type, question.type)


def lines(definition: Definition, language: str, reader: str) -> Iterator[Line]:
    """The guide in a language. `reader`: the language of the page, for conditions, where the guide has it."""
    default = definition.default_language
    by_name = {question.name: question for question in definition.questions}
    quoted = best_language(definition, reader, language)
    number = 0
    for question in definition.questions:
        group = question.is_group or question.is_repeat
        note = question.type == "note"
        if question.type in SILENT and not note:
            continue
        label = text_in(question.label, language, default)
        if group and not label and not question.relevant:
            continue
        number += not group and not note
        yield Line(
            kind="repeat" if question.is_repeat else "group" if group else "note" if note else _kind(question),
            label=label or question.name,
            hint=text_in(question.hint, language, default),
            number=0 if group or note else number,
            depth=question.path.count("/"),
            required=question.required,
            several=question.takes_several,
            asks="" if group or note else asks(question),
            condition=conditions.in_words(question.relevant, by_name, quoted, default),
            expression=question.relevant,
            meaning=label_of(question.kogge) if question.kogge else "",
            answers=tuple(
                Answer(choice.name, text_in(choice.label, language, default) or choice.name, choice.kogge)
                for choice in question.choices
            ),
            missing=bool(language) and bool(label) and language not in {code_of(name) for name in question.label},
        )


def _kind(question: Question) -> str:
    return "choices" if question.choices else "field"
