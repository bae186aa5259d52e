"""What follows in outreach from a consent that was withdrawn."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.actors import wording
from kogge.actors.actions import withdraw
from kogge.actors.models import Consent
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.actions.flags import NotAgreed, involve
from kogge.outreach.queries import briefing, refusals

from .factories import days, make_flag, make_organisation, make_visit


def agree(organisation, purpose):
    return Consent.objects.create(
        area=organisation.area, organisation=organisation, purpose=purpose, channel="spoken", given_on=days(-30)
    )


def test_contact_calls_planned_visits_off_and_nobody_writes(area, alice, bob, organisation, english):
    consent = agree(organisation, "contact")
    planned, made = make_visit(organisation, 3), make_visit(organisation, -3, "met")
    withdraw(consent, by=alice, area=area)
    planned.refresh_from_db()
    made.refresh_from_db()
    assert (planned.status, made.status) == ("cancelled", "done")
    assert refusals([organisation.pk]) == {organisation.pk: days(0)}
    assert briefing(alice, area, organisation).refused_on == days(0)
    data = {"organisation": organisation.pk, "date": days(4).isoformat(), "channel": "visit"}
    answer = english(bob).post(reverse("outreach:plan", args=[area.slug]), data)
    assert answer.status_code == 422
    assert "do not want visits" in answer.content.decode()
    undo(Change.objects.latest("at"), by=alice)
    planned.refresh_from_db()
    assert planned.status == "planned"
    assert refusals([organisation.pk]) == {}


def test_contact_given_anew_opens_the_door_again(area, alice, organisation):
    withdraw(agree(organisation, "contact"), by=alice, area=area)
    agree(organisation, "contact")
    assert refusals([organisation.pk]) == {}
    assert briefing(alice, area, organisation).refused_on is None


def test_sharing_blocks_referrals(area, alice, organisation):
    consent = agree(organisation, "sharing")
    chamber = make_organisation(area, "Kammer")
    flag = make_flag(organisation, consent="agreed", consent_on=days(-2), consent_by="Frau Sturm")
    withdraw(consent, by=alice, area=area)
    flag.refresh_from_db()
    assert (flag.consent, flag.consent_on) == ("declined", days(0))
    with pytest.raises(NotAgreed):
        involve(flag, helper=chamber, told_on=days(0), by=alice)
    undo(Change.objects.latest("at"), by=alice)
    flag.refresh_from_db()
    assert (flag.consent, flag.consent_by) == ("agreed", "Frau Sturm")


def test_other_purposes_leave_visits_and_flags_alone(area, alice, organisation):
    planned = make_visit(organisation, 3)
    flag = make_flag(organisation, consent="agreed", consent_on=days(-2))
    withdraw(agree(organisation, "matching"), by=alice, area=area)
    withdraw(agree(organisation, "publication"), by=alice, area=area)
    planned.refresh_from_db()
    flag.refresh_from_db()
    assert (planned.status, flag.consent) == ("planned", "agreed")


def test_a_no_in_the_talk_withdraws_with_all_that_follows(area, bob, organisation, english):
    agree(organisation, "contact")
    visit, planned = make_visit(organisation, 0, "met"), make_visit(organisation, 9)
    url = reverse("outreach:interview_edit", args=[area.slug, visit.pk])
    client = english(bob)
    page = client.get(url).content.decode()
    assert f"Wording {wording.version()}" in page
    client.post(url, {"language": "de", "consent_contact": "", "consent_matching": "signed"})
    planned.refresh_from_db()
    assert planned.status == "cancelled"
    given = Consent.objects.valid().get()
    assert (given.purpose, given.wording_version) == ("matching", wording.version())
