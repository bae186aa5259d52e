"""Take a record from the field: an interview, a new organisation, how a visit went. Each is stored once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.actors.forms import OrganisationForm
from kogge.actors.models import Organisation
from kogge.actors.queries import similar
from kogge.core.history import change
from kogge.engine import linkage
from kogge.outreach import receiving
from kogge.outreach.filing import file
from kogge.outreach.guides.definition import code_of
from kogge.outreach.models import FieldRecord, Interview, Submission, Visit
from kogge.outreach.queries import person_of
from kogge.outreach.queries.field import state_of
from kogge.places.models import Area

from .field_answers import Conflict, Refused
from .records import record_visit

Answer = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A record as it came: `said` is what FieldRecordForm cleaned, `shop` the head data of a new organisation."""

    area: Area
    by: Any
    permissions: frozenset[Permission]
    said: Mapping[str, Any]
    shop: Mapping[str, str] = field(default_factory=dict)
    xml: bytes = b""
    files: tuple[Any, ...] = ()
    device: str = ""

    @property
    def resolution(self) -> str:
        return str(self.said.get("resolution") or "")

    @property
    def day(self) -> dt.date:
        """The day it was made; a device whose clock is ahead does not write the future."""
        made = self.said.get("made_at") or timezone.now()
        return min(timezone.localdate(made), timezone.localdate())

    def need(self, permission: Permission) -> None:
        if permission not in self.permissions:
            raise Refused(403, "forbidden", _("Your role here does not allow this."))


def receive(sent: Sent) -> Answer:
    """Store a record and say what became of it; the same record again gives the same answer.

    Raises `Refused` and `Conflict`. Status "incomplete" in the answer: a photo is missing, send it again.
    """
    if sent.said["owner"] != sent.by.pk:
        raise Refused(
            403, "other_person", _("This record was made by somebody else. Sign in as that person to send it.")
        )
    with transaction.atomic():
        # One record of an area after the other: the same one sent twice at once finds the first.
        Area.objects.select_for_update().get(pk=sent.area.pk)
        receipts = FieldRecord.objects.filter(area=sent.area, uuid=sent.said["uuid"])
        if known := receipts.first():
            return dict(known.answer)
        answer = HANDLERS[sent.said["kind"]](sent)
        answer["uuid"] = str(sent.said["uuid"])
        if answer["status"] != "incomplete":
            _receipt(sent, answer).save()
    return answer


def _receipt(sent: Sent, answer: Answer) -> FieldRecord:
    """What is kept of a record: words only where no other record holds them, so that erasing one erases all."""
    names = ["visit", "organisation", "organisation_record", "outcome", "resolution"]
    payload: Answer = {}
    if answer["status"] == "aside" or sent.resolution == "same":
        names += ["come_back_on", "note", "next_step", "next_step_due"]
        payload |= sent.shop
    payload |= {name: sent.said[name] for name in names}
    return FieldRecord(
        area=sent.area,
        uuid=sent.said["uuid"],
        kind=sent.said["kind"],
        payload={name: value if isinstance(value, int) else str(value) for name, value in payload.items() if value},
        answer=answer,
        is_aside=answer["status"] == "aside",
        made_at=sent.said.get("made_at"),
        lat=sent.said.get("lat"),
        lon=sent.said.get("lon"),
        accuracy=sent.said.get("accuracy"),
        by=sent.by,
    )


def _where(sent: Sent) -> tuple[Organisation | None, Visit | None]:
    """The organisation a record belongs to (None: gone), and its visit while it stands as the device saw it.

    Raises `Conflict` when the visit changed meanwhile, unless the person has seen that and decided.
    """
    if pk := sent.said.get("visit"):
        rows = Visit.objects.visible_to(sent.by).in_area(sent.area).select_related("organisation", "visitor")
        visit = rows.filter(pk=pk).first()
        if visit is not None and state_of(visit) == sent.said.get("state"):
            return visit.organisation, visit
        organisation = visit.organisation if visit else _organisation(sent)
        if not sent.resolution:
            raise Conflict("visit_changed" if visit else "visit_gone", _theirs(visit, organisation))
        return organisation, None
    organisation = _organisation(sent)
    if organisation is None and not sent.resolution:
        raise Conflict("organisation_gone", _theirs(None, None))
    return organisation, None


def _organisation(sent: Sent) -> Organisation | None:
    pk = sent.said.get("organisation")
    if record := sent.said.get("organisation_record"):
        receipt = FieldRecord.objects.filter(area=sent.area, uuid=record).first()
        if receipt is None:
            raise Refused(409, "waits", _("The new organisation must be sent first."))
        pk = receipt.answer.get("organisation")
    rows = Organisation.objects.visible_to(sent.by).in_area(sent.area)
    return rows.filter(pk=pk).first() if pk else None


def _theirs(visit: Visit | None, organisation: Organisation | None) -> Answer:
    """What stands on the server now, as lines for a person, and whether mine can be added beside it."""
    lines: list[tuple[str, str]] = []
    if visit is not None:
        done = visit.status == Visit.Status.DONE and visit.outcome
        lines = [
            (_("Day"), date_format(visit.date, "SHORT_DATE_FORMAT")),
            (_("Who"), str(visit.visitor or _("nobody yet"))),
            (_("How it went"), visit.get_outcome_display() if done else visit.get_status_display()),
            (_("Note"), visit.note),
            (_("Next step"), visit.next_step),
        ]
    return {
        "organisation": organisation.name if organisation else "",
        "lines": [{"label": str(label), "text": str(text)} for label, text in lines if text],
        "can_add": organisation is not None,
    }


def _interview(sent: Sent) -> Answer:
    sent.need(Permission.VIEW_INTERVIEWS)
    organisation, visit = _where(sent)
    submission = _submission(sent)
    if submission.status == Submission.Status.INCOMPLETE:
        return {"status": "incomplete", "message": submission.problem}
    if submission.status == Submission.Status.FILED:  # by its own answers, or by hand meanwhile
        return _filed(Interview.objects.get(submission=submission))
    if sent.resolution == "aside":
        submission.status = Submission.Status.DISCARDED
        submission.problem = _("Somebody else had recorded the visit.")[:250]
        submission.save()
        return {"status": "aside"}
    if organisation is None:
        return {"status": "unfiled", "message": _("Stored. Somebody must say to which organisation it belongs.")}
    language = code_of(sent.said.get("language") or "")[:5]
    interview = file(submission, organisation=organisation, by=sent.by, visit=visit, date=sent.day, language=language)
    return _filed(interview)


def _filed(interview: Interview) -> Answer:
    visit = Visit.objects.filter(pk=interview.visit_id).first()
    return {
        "status": "stored",
        "interview": interview.pk,
        "organisation": interview.organisation_id,
        "visit": visit.pk if visit else None,
        "state": state_of(visit) if visit else "",
    }


def _submission(sent: Sent) -> Submission:
    """The answers as they came, stored once like those of any field app."""
    try:
        found = receiving.receive(xml=sent.xml, by=sent.by, files=sent.files, area=sent.area, device=sent.device)
    except receiving.OtherContent as refused:  # 409 asks the person to decide; here there is nothing to decide
        raise Refused(422, "other_content", str(refused)) from refused
    except receiving.Refused as refused:
        raise Refused(refused.status, "refused", str(refused)) from refused
    return found.submission


def _outcome(sent: Sent) -> Answer:
    organisation, visit = _where(sent)
    if sent.resolution == "aside":
        return {"status": "aside"}
    if organisation is None:
        raise Conflict("organisation_gone", _theirs(None, None))
    if visit is None:
        visit = Visit(area=sent.area, organisation=organisation, visitor=person_of(sent.by, sent.area))
    said = sent.said
    visit.outcome, visit.date = said["outcome"], sent.day
    visit.note = "\n".join(filter(None, (visit.note, said["note"])))
    if said["next_step"]:
        visit.next_step, visit.next_step_due = said["next_step"], said["next_step_due"]
    record_visit(visit, by=sent.by, come_back_on=said["come_back_on"])
    visit.refresh_from_db()
    return {"status": "stored", "visit": visit.pk, "organisation": organisation.pk, "state": state_of(visit)}


def _new_organisation(sent: Sent) -> Answer:
    sent.need(Permission.EDIT_REGISTER)
    lat, lon = sent.said.get("lat"), sent.said.get("lon")
    values = {name: value.strip() for name, value in sent.shop.items()}
    form = OrganisationForm({**values, "lat": lat, "lon": lon}, area=sent.area)
    if not form.is_valid():
        raise Refused(422, "refused", " ".join(str(error) for errors in form.errors.values() for error in errors))
    if sent.resolution != "add" and (found := _similar(sent.area, sent.by, values, lat, lon)):
        match = found[0]
        if sent.resolution == "same":
            return {"status": "stored", "organisation": match.organisation.pk, "name": match.organisation.name}
        raise Conflict("organisation_known", _known(match))
    with change(_("New: %(name)s") % {"name": form.cleaned_data["name"]}, by=sent.by, area=sent.area):
        form.instance.source = _("met in the field")
        organisation = form.save()
    return {"status": "stored", "organisation": organisation.pk, "name": organisation.name}


def _similar(
    area: Area, by: Any, values: Mapping[str, str], lat: float | None, lon: float | None
) -> list[similar.Match]:
    known = {name: values.get(name, "") for name in ("name", "street", "housenumber", "postcode", "city", "phone")}
    found = similar.to_record(area, linkage.Record(id="", lat=lat, lon=lon, **known))
    rows = Organisation.objects.visible_to(by).filter(pk__in=[match.organisation.pk for match in found])
    seen = set(rows.values_list("pk", flat=True))
    return [match for match in found if match.organisation.pk in seen]


def _known(match: similar.Match) -> Answer:
    row = match.organisation
    lines = [(_("Address"), row.address_line), (_("Phone"), row.phone), (_("What speaks for it"), ", ".join(match.pro))]
    return {
        "organisation": row.name,
        "lines": [{"label": str(label), "text": str(text)} for label, text in lines if text],
        "can_add": True,
    }


HANDLERS = {
    FieldRecord.Kind.INTERVIEW: _interview,
    FieldRecord.Kind.OUTCOME: _outcome,
    FieldRecord.Kind.ORGANISATION: _new_organisation,
}
