"""What a form answers to: its XML read, the guide version that asked, the paths one must know of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from xml.etree.ElementTree import tostring

from defusedxml.ElementTree import fromstring

from kogge.accounts.roles import Permission
from kogge.core.prepared import Prepared
from kogge.outreach.guides.answers import FILES, Instance, Unreadable, parse
from kogge.outreach.models import GuideVersion
from kogge.places.models import Area

from .refusals import Broken, UnknownForm

LONGEST_ID = 200


@dataclass(frozen=True)
class Shape:
    """What one must know of a guide version to receive its forms: the paths of some questions."""

    files: frozenset[str]
    visit: str
    organisation: str


@dataclass(frozen=True)
class Asked:
    """The guide version that a form answers to. Read as bare values: every form that comes in asks for it."""

    area: Area
    version: int
    guide: int
    name: str
    md5: str
    made: dt.datetime

    @property
    def shape(self) -> Shape:
        return _shape(self.version, self.md5, self.made)


def _versions(area: int, code: str, **version: str) -> Any:
    found = GuideVersion.objects.filter(guide__area=area, guide__code=code, **version).order_by("-number")
    return found.values_list("pk", "guide_id", "guide__name", "md5", "created_at")[:1]


_VERSION, _NEWEST = Prepared(_versions), Prepared(_versions)


@lru_cache(maxsize=256)
def _shape(version: int, md5: str, made: dt.datetime) -> Shape:
    """Versions never change: each process reads one once."""
    questions = GuideVersion.objects.only("definition").get(pk=version).read().questions
    means = {question.kogge: question.path for question in questions if question.kogge}
    files = frozenset(question.path for question in questions if question.type in FILES)
    return Shape(files, means.get("visit", ""), means.get("organisation:id", ""))


def parsed(xml: bytes) -> Instance:
    """The filled form; raises `Broken`."""
    try:
        instance = parse(xml)
    except Unreadable as error:
        raise Broken from error
    if len(instance.instance_id) > LONGEST_ID or "\x00" in instance.instance_id:
        raise Broken
    return instance


def asked_by(instance: Instance, by: Any, area: Area | None) -> Asked:
    """The version that asked, also an old one; the newest when the form names none."""
    slug, _dot, code = instance.form_id.partition(".")
    where = area or Area.objects.filter(slug=slug).first()
    if where is None or where.slug != slug or Permission.EDIT_VISITS not in where.permissions_of(by):
        raise UnknownForm
    values = {"area": where.pk, "code": code}
    if wanted := instance.version.strip():
        found = _VERSION(**values, version=wanted[:60])
    else:
        found = _NEWEST(**values)
    if not found:
        raise UnknownForm
    return Asked(where, *found[0])


def text_of(xml: bytes) -> str:
    """The XML as text; an encoding other than UTF-8 is written anew, so that the text says what it is."""
    start = xml[:100].partition(b"?>")[0].lower()
    if b"encoding" not in start or b"utf-8" in start:
        try:
            return xml.decode("utf-8-sig")
        except UnicodeDecodeError:  # UTF-16 needs no declaration
            return tostring(fromstring(xml, forbid_dtd=True), encoding="unicode")
    return tostring(fromstring(xml, forbid_dtd=True), encoding="unicode")
