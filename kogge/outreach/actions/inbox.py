"""What becomes of a filled guide: filed to an organisation, discarded, taken back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.outreach import filing
from kogge.outreach.models import Interview, Submission
from kogge.outreach.queries.inbox import day_of, open_visits


class AlreadyDone(Exception):
    """Somebody else filed or discarded it at the same time."""


OPEN = (Submission.Status.RECEIVED, Submission.Status.INCOMPLETE)


def _locked(submission: Submission) -> Submission:
    """The submission as it is now, held until the change ends. Raises `AlreadyDone`."""
    row = Submission.objects.select_for_update().get(pk=submission.pk)
    if row.status not in OPEN:
        raise AlreadyDone
    return row


def file_submission(
    submission: Submission, *, organisation: Organisation, by: Any, date: dt.date | None = None, language: str = ""
) -> tuple[Interview, Any]:
    """File it: the visit of that day at that organisation is taken where there is one. Returns interview and Change."""
    label = _("Interview filed: %(organisation)s") % {"organisation": organisation.name}
    with change(label, by=by, area=submission.area) as made:
        row = _locked(submission)
        day = date or day_of(row)
        visit = open_visits(by, row).filter(organisation=organisation, date=day).first()
        interview = filing.file(row, organisation=organisation, by=by, visit=visit, date=day, language=language)
    return interview, made


def discard(submission: Submission, *, by: Any) -> Any:
    """Nobody needs it: a test, or sent twice by hand. It stays, and can be taken back. Returns the Change."""
    label = _("Form discarded: %(guide)s") % {"guide": submission.version.guide.name}
    with change(label, by=by, area=submission.area) as made:
        row = _locked(submission)
        row.status = Submission.Status.DISCARDED
        row.save()
    return made


def take_back(submission: Submission, *, by: Any) -> Any:
    """A discarded form waits again. Returns the Change."""
    label = _("Form taken back: %(guide)s") % {"guide": submission.version.guide.name}
    with change(label, by=by, area=submission.area) as made:
        row = Submission.objects.select_for_update().get(pk=submission.pk)
        if row.status != Submission.Status.DISCARDED:
            raise AlreadyDone
        row.status = Submission.Status.RECEIVED
        row.save()
    return made
