"""What was said word for word and may be published."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from kogge.actors.models import Consent
from kogge.outreach.guides.definition import text_in
from kogge.outreach.models import GuideVersion


@dataclass(frozen=True)
class Quote:
    """Word for word what may be published: where, when it was said, since when there is consent."""

    text: str
    question: str
    interview: int
    organisation: Any
    date: dt.date
    consent_on: dt.date


def quotes(interviews: Any, area: Any, language: str) -> list[Quote]:
    """Answers to the questions marked `quote`, of organisations whose consent to publication holds today.

    The newest first. Two queries: the versions, then the interviews. Practice records are no quotes.
    """
    asked: dict[int, list[tuple[str, str]]] = {}
    for version in GuideVersion.objects.filter(guide__area=area).only("pk", "guide", "definition").order_by():
        stored = version.definition
        marked = [row for row in stored.get("questions", ()) if row.get("kogge") == "quote"]
        if marked:
            default = stored.get("default_language", "")
            asked[version.pk] = [(row["path"], text_in(row["label"], language, default)) for row in marked]
    if not asked:
        return []
    consents = Consent.objects.filter(
        organisation=OuterRef("organisation"), person__isnull=True, purpose=Consent.Purpose.PUBLICATION
    ).valid()
    rows = (
        interviews.filter(guide_version__in=list(asked), is_practice=False)
        .annotate(consent_on=Subquery(consents.order_by("-given_on").values("given_on")[:1]))
        .filter(consent_on__isnull=False)
        .select_related("organisation__district")
        .order_by("-date", "-pk")
    )
    found = []
    for row in rows:
        for path, label in asked[row.guide_version_id]:
            said = row.answers.get(path)
            for text in said if isinstance(said, list) else [said]:
                if text and str(text).strip():
                    found.append(Quote(str(text).strip(), label, row.pk, row.organisation, row.date, row.consent_on))
    return found
