"""Storing what came: once, with its files, then filing what says where it belongs."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.history import change
from kogge.core.prepared import Prepared
from kogge.outreach import filing
from kogge.outreach.attachments import Incoming, clean_name, drop, keep
from kogge.outreach.guides.answers import Instance
from kogge.outreach.models import Submission, SubmissionFile, Visit
from kogge.places.models import Area

from .asked import Asked, asked_by, parsed, text_of
from .refusals import LARGEST_XML, MOST_FILES, OtherContent, TooLarge

log = logging.getLogger(__name__)


class Outcome(StrEnum):
    """What became of it. Whether files are still missing says `submission.status`."""

    STORED = "stored"
    COMPLETED = "completed"  # further files of a form that was there
    AGAIN = "again"  # an identical resend: stored once


@dataclass(frozen=True)
class Received:
    """A submission that is safe in the database."""

    submission: Submission
    status: Outcome


def receive(
    *,
    xml: bytes,
    by: Any,
    files: Iterable[UploadedFile] = (),
    area: Area | None = None,
    device: str = "",
    more_to_come: bool = False,
    visit: int | None = None,
    organisation: int | None = None,
) -> Received:
    """Store a filled form, or the files that were missing of one; raises `Refused`.

    `area`: take forms of this area only. `more_to_come`: the device sends the rest later, or the upload broke off.
    `visit`, `organisation`: keys of what the form belongs to, when the request says so; what `by` may not write is
    not used. The form then waits with the others for a person.
    """
    if len(xml) > LARGEST_XML:
        raise TooLarge
    instance = parsed(xml)
    asked = asked_by(instance, by, area)
    incoming = [Incoming.of(upload) for upload in files]
    _check_size(xml, incoming)
    digest = hashlib.sha256(xml).hexdigest()
    # Looked for before anything is written: a form sent again waits for no other writer.
    found = _known(asked.area, instance.instance_id)
    kept: list[dict[str, Any]] = []
    try:
        if found is None:
            try:
                received = _first(instance, asked, xml, digest, incoming, kept, by, device, more_to_come)
            except IntegrityError:  # it is there, perhaps since a moment ago: the same form came twice at once
                drop(kept)
                kept.clear()
                found = _found(asked.area, instance.instance_id)
                if found is None:
                    raise
        if found is not None:
            received = _again(found, digest, incoming, kept, by, more_to_come)
    except BaseException:
        drop(kept)
        raise
    if received.submission.status == Submission.Status.RECEIVED and received.status != Outcome.AGAIN:
        _file(received.submission, instance, asked, by, visit, organisation)
    return received


def _found(area: Area, instance_id: str) -> Submission | None:
    return Submission.objects.filter(area=area, instance_id=instance_id).first()


OF_KNOWN = ("id", "area_id", "instance_id", "digest", "status")
_KNOWN = Prepared(
    lambda area, instance: Submission.objects.filter(area=area, instance_id=instance).values_list(*OF_KNOWN)[:1]
)


def _known(area: Area, instance_id: str) -> Submission | None:
    """As `_found`, with what tells a form sent again; its other fields are read when asked for."""
    for row in _KNOWN(area=area.pk, instance=instance_id):
        return Submission.from_db(DEFAULT_DB_ALIAS, OF_KNOWN, row)
    return None


def _check_size(xml: bytes, incoming: list[Incoming]) -> None:
    if len(xml) + sum(file.content.size for file in incoming) > settings.MAX_SUBMISSION_BYTES:
        raise TooLarge
    if len(incoming) > MOST_FILES:
        raise TooLarge


def _first(
    instance: Instance,
    asked: Asked,
    xml: bytes,
    digest: str,
    incoming: list[Incoming],
    kept: list[dict[str, Any]],
    by: Any,
    device: str,
    more_to_come: bool,
) -> Received:
    """A form that was not there: its row and the rows of its files, in one change."""
    area = asked.area
    expected = sorted({clean_name(name) for path in asked.shape.files for name in instance.values.get(path, ())})
    submission = Submission(
        area=area,
        version_id=asked.version,
        instance_id=instance.instance_id,
        xml=text_of(xml),
        digest=digest,
        expected_files=expected,
        device=device[:120],
        started_at=instance.started_at,
        by=by,
    )
    kept += (keep(file, folder=f"submissions/{area.pk}") for file in _one_of_a_name(incoming, {}))
    _settle(submission, {fields["name"] for fields in kept}, more_to_come)
    label = _("Form received: %(guide)s") % {"guide": asked.name}
    with change(label, by=by, area=area):
        if instance.deprecated_id:
            _correct(submission, instance.deprecated_id, asked.guide)
        submission.save(force_insert=True)
        for fields in kept:
            SubmissionFile.objects.create(submission=submission, **fields)
    return Received(submission, Outcome.STORED)


def _again(
    found: Submission, digest: str, incoming: list[Incoming], kept: list[dict[str, Any]], by: Any, more_to_come: bool
) -> Received:
    """A form that is there: the same again, perhaps with files that were missing."""
    if found.digest != digest:
        raise OtherContent
    new = _one_of_a_name(incoming, dict(found.files.values_list("name", "digest"))) if incoming else []
    if not new and (found.status != Submission.Status.INCOMPLETE or more_to_come):
        return Received(found, Outcome.AGAIN)
    kept += (keep(file, folder=f"submissions/{found.area_id}") for file in new)
    with change(_("Attachments received"), by=by, area=found.area):
        submission = Submission.objects.select_for_update(of=("self",)).get(pk=found.pk)
        there = dict(submission.files.values_list("name", "digest"))
        if len(there) + len(kept) > MOST_FILES:
            raise TooLarge
        for fields in [fields for fields in kept if fields["name"] in there]:
            if there[fields["name"]] != fields["digest"]:
                raise OtherContent(_("Another file named “%(name)s” was sent before.") % {"name": fields["name"]})
            drop([fields])  # the same files came twice at once
            kept.remove(fields)
        for fields in kept:
            SubmissionFile.objects.create(submission=submission, **fields)
        before = submission.status
        if before == Submission.Status.INCOMPLETE:
            _settle(submission, {*there, *(fields["name"] for fields in kept)}, more_to_come)
            submission.save()
    same = not kept and submission.status == before
    return Received(submission, Outcome.AGAIN if same else Outcome.COMPLETED)


def _one_of_a_name(incoming: list[Incoming], there: dict[str, str]) -> list[Incoming]:
    """Those files that are not there yet; two files of one name must be the same."""
    known = dict(there)
    new: list[Incoming] = []
    for file in incoming:
        if file.name not in known:
            new.append(file)
        elif known[file.name] != file.digest:
            raise OtherContent(_("Another file named “%(name)s” was sent before.") % {"name": file.name})
        known[file.name] = file.digest
    return new


def _settle(submission: Submission, there: set[str], more_to_come: bool) -> None:
    """Whole, or which files are missing."""
    missing = [name for name in submission.expected_files if name not in there]
    submission.status = Submission.Status.INCOMPLETE if missing or more_to_come else Submission.Status.RECEIVED
    text = ""
    if missing:
        text = _("Missing: %(names)s") % {"names": ", ".join(missing)}
    elif more_to_come:
        text = _("The device has not sent everything yet.")
    submission.problem = Truncator(text).chars(250)


def _correct(submission: Submission, earlier_id: str, guide: int) -> None:
    """A form that was changed on the device and sent anew replaces the earlier one, unless that one is filed."""
    earlier = _found(submission.area, earlier_id)
    if earlier is None or earlier.version.guide_id != guide:
        return
    if earlier.status == Submission.Status.FILED:
        submission.problem = _("Corrects a form that is filed already.")
    elif earlier.instance_id != submission.instance_id:
        earlier.status = Submission.Status.DISCARDED
        earlier.problem = _("Replaced by a correction.")
        earlier.save()


def _corrects_filed(submission: Submission, instance: Instance) -> bool:
    """What was filed is corrected by a person who sees both."""
    earlier = Submission.objects.filter(area=submission.area_id, status=Submission.Status.FILED)
    return bool(instance.deprecated_id) and earlier.filter(instance_id=instance.deprecated_id).exists()


def _file(
    submission: Submission,
    instance: Instance,
    asked: Asked,
    by: Any,
    visit_key: int | None,
    organisation_key: int | None,
) -> None:
    """Make the records of it, when the request or the answers say where it belongs; else it waits for a person."""
    visit_key = visit_key or number(instance.first(asked.shape.visit))
    organisation_key = organisation_key or number(instance.first(asked.shape.organisation))
    if not (visit_key or organisation_key) or _corrects_filed(submission, instance):
        return
    visit = organisation = None
    area = asked.area
    if visit_key:
        visits = Visit.objects.visible_to(by).in_area(area).select_related("organisation")
        visit = visits.filter(pk=visit_key).first()
    if visit is not None:
        organisation = visit.organisation
    elif organisation_key:
        organisation = Organisation.objects.visible_to(by).in_area(area).filter(pk=organisation_key).first()
    if organisation is None:
        return
    try:
        filing.file(submission, organisation=organisation, by=by, visit=visit)
    except (DatabaseError, ValidationError, ValueError, ArithmeticError):
        # It is stored and waits with the others: the device need not send it again.
        log.exception("Submission %s could not be filed by itself", submission.pk)
        submission.refresh_from_db()
