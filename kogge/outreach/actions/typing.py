"""A sheet that was typed in becomes a filled form, filed to its visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kogge.core.history import change
from kogge.outreach.models import GuideVersion, Interview, Submission, Visit
from kogge.outreach.paper.numbers import SheetNumber
from kogge.outreach.paper.typing import form_xml, instance_id
from kogge.outreach.receiving import receive

from .records import record_visit


def typed_before(visit: Visit, number: SheetNumber) -> Submission | None:
    """The form that this sheet became already."""
    return Submission.objects.filter(area=visit.area, instance_id=instance_id(visit.area_id, number)).first()


def file_sheet(
    visit: Visit,
    version: GuideVersion,
    answers: Mapping[str, str],
    *,
    day: dt.date,
    language: str,
    by: Any,
    minutes: int | None = None,
) -> Any:
    """Store the answers of a sheet as a form and make its records; returns the Change. Raises receiving.Refused."""
    number = SheetNumber(visit.pk, version.pk)
    xml = form_xml(version, answers, number=number, day=day)
    label = _("Sheet typed in: %(organisation)s") % {"organisation": visit.organisation.name}
    with change(label, by=by, area=visit.area) as made:
        if visit.status == Visit.Status.PLANNED or minutes:
            visit.date = day if visit.status == Visit.Status.PLANNED else visit.date
            visit.minutes = minutes or visit.minutes
            visit.save()
        received = receive(xml=xml, by=by, area=visit.area, device=_("paper"), visit=visit.pk)
        interview = Interview.objects.filter(submission=received.submission).first()
        if interview is not None and language and interview.language != language[:5]:
            interview.language = language[:5]
            interview.save()
    return made


def record_outcome(visit: Visit, outcome: str, *, day: dt.date, come_back_on: dt.date | None, by: Any) -> Any:
    """Nobody there, come back, or no, as ticked on the sheet; returns the Change."""
    visit.outcome, visit.date = outcome, day
    return record_visit(visit, by=by, come_back_on=come_back_on)
