"""Guides of an area: a new version of one, and those that come with Kogge."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.outreach.guides import Definition, Problem, Unusable, read
from kogge.outreach.models import Guide, GuideVersion
from kogge.places.models import Area

SHIPPED = Path(__file__).resolve().parent.parent / "guides" / "shipped"


# How long a talk by a guide that comes with Kogge takes, in minutes.
MINUTES = {"first-visit": 5, "common-good": 15, "in-depth": 20}


def add_version(
    area: Area,
    *,
    content: bytes,
    name: str,
    by: Any,
    guide: Guide | None = None,
    code: str = "",
    minutes: int | None = None,
) -> GuideVersion:
    """Store an XLSForm as the newest version of a guide; raises `Unusable` with everything that is wrong.

    The guide is the one given, else the area's guide with the code of the sheet, else a new one. A version whose name
    is taken is refused when its content differs: answers would no longer tell what was asked. The same content again
    gives the version that is there. `code`: of a guide whose sheet is known to carry it (reading it once is enough).
    """
    code = guide.code if guide else code or slugify(read(content, name).code)[:60] or "guide"
    definition, digest = _convert(content, name, area, code)
    label = _("Guide uploaded: %(name)s") % {"name": definition.title}
    with change(label, by=by, area=area):
        found = guide or Guide.objects.filter(area=area, code=code).first()
        if found is None:
            found = Guide.objects.create(area=area, code=code, name=definition.title[:160], minutes=minutes)
        newest = found.versions.order_by("-number").first()
        number = newest.number + 1 if newest else 1
        version = (definition.version or str(number))[:60]
        same = found.versions.filter(version=version).first()
        if same is not None:
            if same.md5 == digest:
                return same
            raise Unusable([Problem(
                _("The version “%(version)s” of this guide is there already, with other questions.")
                % {"version": version},
                _("Write a new version into the sheet settings, for example “%(next)s”.") % {"next": f"{version}.1"},
                "settings", 2, "version",
            )])  # fmt: skip
        return GuideVersion.objects.create(
            guide=found,
            number=number,
            version=version,
            file=ContentFile(content, name=f"{area.pk}-{code}-{number}.{name.rpartition('.')[2].lower()[:4]}"),
            file_name=name[:200],
            definition=definition.as_json(),
            xform=definition.xform,
            itemsets=definition.itemsets,
            md5=digest,
        )


def _convert(content: bytes, name: str, area: Area, code: str) -> tuple[Definition, str]:
    """The guide and the checksum of its form; a sheet without a version is given the next number for one.

    When nothing else is new it is the newest version again.
    """
    newest = GuideVersion.objects.filter(guide__area=area, guide__code=code).order_by("-number").first()
    form_id = f"{area.slug}.{code}"

    def convert(version: str) -> tuple[Definition, str]:
        found = read(content, name, form_id=form_id, version=version)
        return found, hashlib.md5(found.xform.encode(), usedforsecurity=False).hexdigest()

    definition, digest = convert(newest.version if newest else "1")
    if newest and digest != newest.md5 and definition.version == newest.version:
        return convert(str(newest.number + 1))
    return definition, digest


def missing_shipped(area: Area) -> list[Path]:
    """Files of the guides that come with Kogge and that an area lacks."""
    known = set(Guide.objects.filter(area=area).values_list("code", flat=True))
    return [file for file in sorted(SHIPPED.glob("*.xlsx")) if file.stem not in known]


def install_shipped(area: Area, *, by: Any) -> list[GuideVersion]:
    """The guides that come with Kogge, for an area; those it has already are left as they are."""
    with change(_("Guides set up"), by=by, area=area):
        return [
            add_version(
                area,
                content=file.read_bytes(),
                name=file.name,
                by=by,
                code=file.stem,
                minutes=MINUTES.get(file.stem),
            )
            for file in missing_shipped(area)
        ]
