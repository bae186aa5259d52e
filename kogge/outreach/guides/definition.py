"""What a guide is, once it was read: languages, questions in their order, choices, and what they mean to Kogge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

# A text by language; "" is the language of a guide that names none.
Texts = dict[str, str]


@dataclass(frozen=True)
class Choice:
    """One answer of a list: its name in the data, its label, and its meaning (column `kogge` of the sheet choices)."""

    name: str
    label: Texts
    kogge: str = ""


@dataclass(frozen=True)
class Question:
    """A question, note or group. `path` is its place in the data: names from the root, joined by "/"."""

    path: str
    type: str
    label: Texts = field(default_factory=dict)
    hint: Texts = field(default_factory=dict)
    kogge: str = ""
    choices: tuple[Choice, ...] = ()
    is_group: bool = False
    is_repeat: bool = False
    required: bool = False
    relevant: str = ""  # when it is asked, as the sheet says it: "${keep} = 'yes'"

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def takes_several(self) -> bool:
        return self.type in {"select all that apply", "rank"}


@dataclass(frozen=True)
class Definition:
    """A guide version as it was read. `xform` is what a field client opens; `warnings` are pyxform's own words."""

    code: str
    title: str
    version: str
    languages: tuple[str, ...]
    default_language: str
    questions: tuple[Question, ...]
    xform: str
    itemsets: str = ""
    warnings: tuple[str, ...] = ()

    def answerable(self) -> Iterator[Question]:
        """The questions somebody answers, in their order: no notes, groups or hidden calculations."""
        return (q for q in self.questions if not q.is_group and not q.is_repeat and q.type not in SILENT)

    def by_path(self) -> dict[str, Question]:
        return {question.path: question for question in self.questions}

    def as_json(self) -> dict[str, Any]:
        """Everything but the XForm and the item sets, for a column of the database."""
        found = asdict(self)
        for name in ("xform", "itemsets"):
            found.pop(name)
        return found

    @classmethod
    def from_json(cls, stored: dict[str, Any], xform: str = "", itemsets: str = "") -> Definition:
        questions = tuple(
            Question(**question | {"choices": tuple(Choice(**choice) for choice in question["choices"])})
            for question in stored["questions"]
        )
        lists = {name: tuple(stored[name]) for name in ("languages", "warnings")}
        return cls(**stored | lists | {"questions": questions, "xform": xform, "itemsets": itemsets})


# pyxform's names of what asks nothing of anybody.
SILENT = frozenset(
    {
        "note",
        "calculate",
        "hidden",
        "start",
        "end",
        "today",
        "deviceid",
        "device id",
        "username",
        "phonenumber",
        "email",
        "audit",
        "xml-external",
        "csv-external",
        "background-audio",
        "start-geopoint",
        "background-geopoint",
    }
)


def text_in(texts: Texts, language: str, default: str = "") -> str:
    """A text in a language, else in the guide's default language, else in any.

    Languages are matched by their code: "Deutsch (de)" is "de".

    >>> text_in({"Deutsch (de)": "Raum", "English (en)": "room"}, "en")
    'room'
    >>> text_in({"Deutsch (de)": "Raum"}, "tr", default="de")
    'Raum'
    """
    by_code = {code_of(name): text for name, text in texts.items() if text}
    for wanted in (language, code_of(default)):
        if wanted in by_code:
            return by_code[wanted]
    return next(iter(by_code.values()), "")


def code_of(language: str) -> str:
    """The code of a language's name in a sheet.

    >>> code_of("العربية (ar)"), code_of("de"), code_of("Deutsch")
    ('ar', 'de', 'Deutsch')
    """
    if language.endswith(")") and "(" in language:
        return language[language.rindex("(") + 1 : -1].strip()
    return language
