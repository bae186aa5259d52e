"""What the tests of paper share."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader

from kogge.outreach.actions.guides import SHIPPED, add_version
from kogge.outreach.models import GuideVersion

ARABIC = re.compile(r"[\u0600-\u06ff]")
MARKS = re.compile(r"[\u064b-\u0652\u200b-\u200f\u202a-\u202e]")  # vowel signs and signs of direction


def shipped(area: Any, user: Any, name: str) -> GuideVersion:
    """A guide that comes with Kogge, of an area."""
    file = SHIPPED / f"{name}.xlsx"
    return add_version(area, content=file.read_bytes(), name=file.name, by=user)


def first_visit(area: Any, user: Any) -> GuideVersion:
    """The shipped guide "Erstbesuch" of an area."""
    return shipped(area, user, "first-visit")


def root_of(pdf: bytes) -> Any:
    return PdfReader(io.BytesIO(pdf)).trailer["/Root"]


def pages(pdf: bytes) -> list[str]:
    """The text of each page, spaces and line breaks as one space."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def is_tagged(pdf: bytes) -> bool:
    root = root_of(pdf)
    return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root


def language_of(pdf: bytes) -> str:
    """The language of a document as a whole."""
    return str(root_of(pdf)["/Lang"])


def languages_of(pdf: bytes) -> set[str]:
    """The languages that parts of a document are marked with, and its own."""
    content = b"".join(page.get_contents().get_data() for page in PdfReader(io.BytesIO(pdf)).pages)  # type: ignore[union-attr]
    found = {str(tag["/Lang"]) for tag in tags(root_of(pdf)["/StructTreeRoot"]) if "/Lang" in tag}
    return found | {match.decode() for match in re.findall(rb"/Lang ?\((\w+)\)", content)} | {language_of(pdf)}


def tags(element: Any) -> Iterator[Any]:
    """The structure of a document: an element and all below it."""
    element = element.get_object()
    if isinstance(element, list):
        for child in element:
            yield from tags(child)
    elif isinstance(element, dict):
        yield element
        if "/K" in element:
            yield from tags(element["/K"])


def letters_are_shown(pdf: bytes) -> Iterator[bool]:
    """Of each typeface: it is inside, says which letters it shows, and none of them is the box of a missing one."""
    for page in PdfReader(io.BytesIO(pdf)).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            inside = font.get_object()
            (descendant,) = inside["/DescendantFonts"]
            descriptor = descendant.get_object()["/FontDescriptor"].get_object()
            yield "/ToUnicode" in inside and bool({"/FontFile2", "/FontFile3"} & set(descriptor))
        yield "▯" not in page.extract_text()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", MARKS.sub("", unicodedata.normalize("NFKC", text)))


def stands(words: str, text: str) -> bool:
    """Whether words stand on a page. Lines of Arabic are taken out in the order they are drawn in: word by word."""
    if not ARABIC.search(words):
        return unicodedata.normalize("NFC", words) in unicodedata.normalize("NFC", text)
    found = "".join(_words(text))
    # A vowel sign is drawn apart from its letter: the word is torn where it is taken out, and so may be one beside it.
    whole = [word for part in words.split() if not MARKS.search(part) for word in _words(part)]
    letters = {letter for word in _words(words) for letter in word}
    there = [word for word in whole if word in found or word[::-1] in found]
    return letters <= set(found) and len(there) * 3 >= len(whole) * 2
