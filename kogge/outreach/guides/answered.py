"""A filled guide as people read it: each question in the words of the version that asked, with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .answers import FILES, Instance, chosen
from .definition import SILENT, Definition, Question, text_in
from .handbook import label_of
from .preview import best_language, direction


@dataclass(frozen=True)
class Answered:
    """One question that was answered. `values` in words, in the order of repeats; of a file its names."""

    label: str
    values: tuple[str, ...]
    part: str = ""  # the heading of its group where a new one begins
    meaning: str = ""
    is_file: bool = False
    language: str = ""

    @property
    def direction(self) -> str:
        return direction(self.language)


def answered(definition: Definition, instance: Instance, reader: str) -> list[Answered]:
    """The answers in the guide's order, in the reader's language where the guide has it.

    What the form carries beyond the questions of this version comes last, by its name: nothing is hidden.
    """
    language = best_language(definition, reader)
    default = definition.default_language
    headings = {
        question.path: text_in(question.label, language, default)
        for question in definition.questions
        if question.is_group or question.is_repeat
    }
    found, part = [], ""
    for question in definition.questions:
        values = instance.values.get(question.path)
        if not values or question.is_group or question.is_repeat or question.type in SILENT:
            continue
        heading = headings.get(question.path.rpartition("/")[0], "")
        found.append(
            Answered(
                label=text_in(question.label, language, default) or question.name,
                values=tuple(_in_words(question, value, language, default) for value in values),
                part=heading if heading != part else "",
                meaning=label_of(question.kogge) if question.kogge else "",
                is_file=question.type in FILES,
                language=language,
            )
        )
        part = heading
    return found + _beyond(definition.by_path(), instance)


def _in_words(question: Question, value: str, language: str, default: str) -> str:
    if not question.choices:
        return value
    labels = {choice.name: text_in(choice.label, language, default) or choice.name for choice in question.choices}
    return "; ".join(labels.get(name, name) for name in chosen(question, [value]))


def _beyond(known: Mapping[str, Question], instance: Instance) -> list[Answered]:
    own = {"start", "end", "today", "deviceid", "username", "phonenumber", "email", "audit"}
    return [
        Answered(label=path, values=tuple(values))
        for path, values in instance.values.items()
        if path not in known and path not in own
    ]
