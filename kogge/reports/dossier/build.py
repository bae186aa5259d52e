"""Typesets the dossier: contents and pictures into Typst, a tagged PDF (PDF/UA-1) out of it."""

from __future__ import annotations

import os
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.core.jobs import JobFailed, Progress
from kogge.core.typeset import typeset
from kogge.places.models import Area

from .contents import gather
from .pictures import area_map, network_picture, trend_picture
from .words import words

DOCUMENT = Path(__file__).with_name("dossier.typ")


def build_dossier(area: Area, *, named: bool = True, progress: Progress | None = None) -> bytes:
    """The dossier of an area as PDF, in the active language. `named`: name persons.

    Raises Cancelled when the person who waits no longer wants it.
    """
    progress = progress or Progress()
    progress.say(_("Reading the records"), 10)
    contents = gather(area, named=named)
    data = contents.data | {"words": words(), "language": (get_language() or "de")[:2]}
    progress.say(_("Drawing map and network"), 50)
    pictures = {
        "map": area_map(area, str(data["words"]["maptitle"])),
        "network": network_picture(
            contents.outlook.network,
            str(data["words"]["nettitle"]),
            contents.outlook.leavers,
            contents.net.communities,
            contents.weightiest,
        ),
        "trend": trend_picture(
            [row["after"] for row in data["trend"]],
            str(data["words"]["trendtitle"]),
            [row["week"] for row in data["trend"]],
        ),
    }
    progress.say(_("Typesetting"), 75)
    return typeset(DOCUMENT, data, pictures=pictures)


def _folder() -> Path:
    path = Path(settings.MEDIA_ROOT) / "dossiers"
    path.mkdir(parents=True, exist_ok=True)
    return path


def dossier_file(job_id: uuid.UUID) -> Path:
    """Where the dossier that a job made lies."""
    return _folder() / f"{job_id}.pdf"


def make_dossier(progress: Progress, area_id: int, user_id: int) -> dict[str, Any]:
    """The job behind the page: builds, stores under the job's id, forgets this person's older ones."""
    area, user = Area.objects.get(pk=area_id), User.objects.get(pk=user_id)
    permissions = area.permissions_of(user)
    if Permission.VIEW_REPORTS not in permissions:
        raise JobFailed(_("You may not make a dossier of this area."))
    pdf = build_dossier(area, named=Permission.VIEW_PERSONS in permissions, progress=progress)
    target = dossier_file(progress.job_id)
    unfinished = target.with_suffix(".part")
    unfinished.write_bytes(pdf)
    os.replace(unfinished, target)
    return {"url": reverse("reports:dossier", args=[area.slug]), "bytes": len(pdf)}
