"""Reads about guides: which there are, their versions with who made them and how many answers they have."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from kogge.outreach.models import Guide, GuideVersion, Interview, Submission
from kogge.places.models import Area


def _count(rows: Any, key: str) -> Any:
    """How many rows share a key, as a sub-query."""
    counted = rows.order_by().values(key).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _with_answers(versions: Any) -> Any:
    """Versions with `answers`: what was sent and not discarded, and talks that were typed in."""
    sent = Submission.objects.filter(version=OuterRef("pk")).exclude(status=Submission.Status.DISCARDED)
    typed = Interview.objects.filter(guide_version=OuterRef("pk"), submission__isnull=True)
    return versions.annotate(answers=_count(sent, "version") + _count(typed, "guide_version"))


def guides(user: Any, area: Area) -> list[Guide]:
    """The area's guides, those in use first, each with its newest version as `newest` (`languages`, `answers`).

    `answers` of the guide itself counts all its versions. Two statements, whatever their number.
    """
    found = list(Guide.objects.visible_to(user).in_area(area).order_by("-is_active", "minutes", "name"))
    versions = _with_answers(GuideVersion.objects.filter(guide__in=found)).annotate(
        languages=F("definition__languages")
    )
    per_guide: dict[int, list[GuideVersion]] = {}
    for version in versions.defer("definition", "xform", "itemsets").order_by("-number"):
        per_guide.setdefault(version.guide_id, []).append(version)
    for guide in found:
        rows = per_guide.get(guide.pk, [])
        guide.newest = rows[0] if rows else None
        guide.answers = sum(version.answers for version in rows)
    return found


def versions(guide: Guide) -> list[GuideVersion]:
    """The versions of a guide, newest first, with `answers` and `uploaded_by` (a user or None). Two statements."""
    rows = list(_with_answers(guide.versions.defer("definition", "xform", "itemsets")).order_by("-number"))
    made = GuideVersion.history.filter(id__in=[row.pk for row in rows], history_type="+")
    people = {entry.id: entry.history_user for entry in made.select_related("history_user").only("id", "history_user")}
    for row in rows:
        row.uploaded_by = people.get(row.pk)
    return rows
