"""A telephone takes its own visits along and sends records back: each is stored once, nothing is overwritten unseen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from kogge.actors.models import Organisation
from kogge.core.undo import undo
from kogge.outreach.models import FieldRecord, GuideVersion, Interview, Submission, SubmissionFile, Visit
from kogge.outreach.queries import person_of

from .device import answers, at_visit, cases, record, send
from .factories import days, make_interview, make_organisation, make_promise, make_visit

PHOTO = b"\xff\xd8\xff\xe0 ein Foto"

pytestmark = pytest.mark.usefixtures("files")


def test_a_device_gets_its_own_visits_and_what_one_must_know(area: Any, planned: Visit, bob: Any, login: Any) -> None:
    make_promise(planned.organisation, due=-3, what="Flyer bringen")
    make_visit(planned.organisation, day=-20, outcome="met", note="Die Miete steigt")
    make_interview(planned.organisation, day=-20, would_join="maybe", slots=["tu-morning"], max_fee="5.00")
    planned.organisation.languages = ["ar"]
    planned.organisation.save()
    answer = cases(login(bob), area)
    assert answer.headers["Cache-Control"] == "no-store"
    [case] = answer.json()["cases"]
    assert case["organisation"]["name"] == "Bäckerei Sturm"
    told = case["told"]
    assert told["spoken"] == ["Arabisch"]
    assert told["open_promises"][0]["what"] == "Flyer bringen"
    assert told["owes_an_apology"] is True
    assert told["last_talk"]["note"] == "Die Miete steigt"
    assert [line["text"] for line in told["conditions"]] == ["unter Bedingungen", "Dienstag 9 bis 12 Uhr", "5"]


def test_it_holds_nobody_elses_visits_and_none_of_next_month(area: Any, bob: Any, alice: Any, login: Any) -> None:
    mine, hers = person_of(bob, area), person_of(alice, area)
    make_visit(make_organisation(area, "Heute"), visitor=mine)
    make_visit(make_organisation(area, "Gestern"), day=-1, visitor=mine)
    make_visit(make_organisation(area, "In sieben Tagen"), day=7, visitor=mine)
    make_visit(make_organisation(area, "Nächsten Monat"), day=30, visitor=mine)
    make_visit(make_organisation(area, "Ihrer"), visitor=hers)
    make_visit(make_organisation(area, "Niemandes"))
    make_visit(make_organisation(area, "Erledigt"), outcome="met", visitor=mine)
    found = cases(login(bob), area).json()["cases"]
    assert [case["organisation"]["name"] for case in found] == ["Gestern", "Heute", "In sieben Tagen"]


def test_the_number_of_queries_does_not_grow(
    area: Any, bob: Any, login: Any, django_assert_num_queries: Any, short_guide: GuideVersion
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, counts = login(bob), []
    for number in range(3):
        visit = make_visit(make_organisation(area, f"Laden {number}"), visitor=person_of(bob, area))
        make_promise(visit.organisation)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            cases(client, area)
        counts.append(len(caught))
    assert counts[0] == counts[2]


def test_guides_come_once(area: Any, short_guide: GuideVersion, bob: Any, login: Any) -> None:
    client = login(bob)
    [guide] = cases(client, area).json()["guides"]
    assert "<h:html" in guide["xform"]
    [again] = cases(client, area, have=f"x,{short_guide.md5}").json()["guides"]
    assert "xform" not in again
    short_guide.guide.is_active = False
    short_guide.guide.save()
    assert cases(client, area).json()["guides"] == []


def test_who_may_not_read_talks_gets_no_guide_and_sends_no_talk(
    area: Any, short_guide: GuideVersion, stella: Any, organisation: Any, login: Any
) -> None:
    visit = make_visit(organisation, visitor=person_of(stella, area))
    make_interview(organisation, would_join="yes")
    client = login(stella)
    found = cases(client, area).json()
    assert found["guides"] == []
    assert found["cases"][0]["told"]["conditions"] == []
    assert send(client, area, at_visit(stella, visit, "interview"), answers(short_guide)).status_code == 403
    assert send(client, area, at_visit(stella, visit, outcome="away")).status_code == 201


def test_an_interview_is_stored_once_however_often_it_is_sent(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    sent = at_visit(bob, planned, "interview", language="العربية (ar)")
    first = send(client, area, sent, answers(short_guide, "viel zu tun", photo="photo.jpg"), photo=PHOTO)
    again = send(client, area, sent, answers(short_guide, "viel zu tun", photo="photo.jpg"), photo=PHOTO)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    interview = Interview.objects.get()
    assert (interview.situation, interview.language, interview.visit) == ("viel zu tun", "ar", planned)
    assert Visit.objects.get().status == Visit.Status.DONE
    assert SubmissionFile.objects.get().content_type == "image/jpeg"
    assert FieldRecord.objects.count() == 1


def test_an_undone_interview_does_not_come_back_with_a_late_resend(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    sent = at_visit(bob, planned, "interview")
    send(client, area, sent, answers(short_guide))
    undo(Interview.objects.get().history.first().change, by=bob)
    assert send(client, area, sent, answers(short_guide)).status_code == 201
    assert not Interview.objects.exists()


def test_what_is_cut_off_waits_for_its_photo(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    sent = at_visit(bob, planned, "interview")
    cut = send(client, area, sent, answers(short_guide, photo="photo.jpg"))
    assert (cut.status_code, cut.json()["status"]) == (202, "incomplete")
    assert Submission.objects.get().status == Submission.Status.INCOMPLETE
    assert not Interview.objects.exists()
    whole = send(client, area, sent, answers(short_guide, photo="photo.jpg"), photo=PHOTO)
    assert (whole.status_code, whole.json()["status"]) == (201, "stored")
    assert Submission.objects.get().status == Submission.Status.FILED


def test_a_visit_recorded_by_somebody_else_is_not_overwritten(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    sent = at_visit(bob, planned, "interview")
    planned.status, planned.outcome, planned.note = "done", "refused", "Bitte nicht mehr kommen"
    planned.save()
    answer = send(client, area, sent, answers(short_guide))
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_changed")
    theirs = answer.json()["theirs"]
    assert {"label": "Notiz", "text": "Bitte nicht mehr kommen"} in theirs["lines"]
    assert not Interview.objects.exists()
    assert not Submission.objects.exists()  # the device still holds it, and its owner decides

    added = send(client, area, sent | {"resolution": "add"}, answers(short_guide))
    assert added.status_code == 201
    planned.refresh_from_db()
    assert (planned.outcome, planned.note) == ("refused", "Bitte nicht mehr kommen")
    assert Interview.objects.get().visit != planned


def test_mine_put_aside_stays_readable(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    sent = at_visit(bob, planned, "interview", resolution="aside")
    planned.note = "anders"
    planned.save()
    assert send(login(bob), area, sent, answers(short_guide)).json()["status"] == "aside"
    assert Submission.objects.get().status == Submission.Status.DISCARDED
    assert FieldRecord.objects.get().is_aside
    assert not Interview.objects.exists()


def test_a_receipt_repeats_no_words_that_stand_elsewhere(area: Any, planned: Visit, bob: Any, login: Any) -> None:
    """Erasing a note from the visit must not leave a copy; only what nobody else holds is kept."""
    client, note = login(bob), "Ruft seine Frau an"
    sent = at_visit(bob, planned, outcome="met", note=note)
    aside = at_visit(bob, planned, outcome="met", note=note, resolution="aside") | {"state": "other"}
    assert send(client, area, sent).status_code == send(client, area, aside).status_code == 201
    kept = {row.is_aside: str(row.payload) for row in FieldRecord.objects.all()}
    assert note not in kept[False]
    assert note in kept[True]
    planned.refresh_from_db()
    assert planned.note == note


@pytest.mark.parametrize("outcome", ["away", "refused", "met"])
def test_how_a_visit_went_is_one_gesture(area: Any, planned: Visit, bob: Any, login: Any, outcome: str) -> None:
    place = {"lat": 54.12, "lon": 12.16, "accuracy": 8}
    assert send(login(bob), area, at_visit(bob, planned, outcome=outcome, **place)).status_code == 201
    planned.refresh_from_db()
    assert (planned.status, planned.outcome, planned.date) == ("done", outcome, dt.date.today())
    assert FieldRecord.objects.get().lat == 54.12


def test_come_back_plans_the_next_visit(area: Any, planned: Visit, bob: Any, login: Any) -> None:
    client = login(bob)
    assert send(client, area, at_visit(bob, planned, outcome="later")).status_code == 400
    sent = at_visit(bob, planned, outcome="later", come_back_on=days(9).isoformat())
    assert send(client, area, sent).status_code == 201
    assert Visit.objects.planned().get().date == days(9)


def test_a_talk_after_nobody_was_there_is_no_conflict_with_oneself(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    state = send(client, area, at_visit(bob, planned, outcome="away")).json()["state"]
    later = at_visit(bob, planned, "interview") | {"state": state}
    assert send(client, area, later, answers(short_guide)).status_code == 201
    assert Visit.objects.get().outcome == "met"


def test_a_shop_met_by_chance_and_the_talk_there(area: Any, short_guide: GuideVersion, bob: Any, login: Any) -> None:
    client = login(bob)
    shop = record(bob, "organisation", shop={"name": "Blumen Voss", "kind": "business", "street": "Kaistraße"})
    talk = record(bob, "interview", organisation_record=shop["uuid"])
    assert send(client, area, talk, answers(short_guide)).json()["code"] == "waits"
    assert send(client, area, shop).status_code == 201
    assert send(client, area, shop).json()["organisation"] == Organisation.objects.get().pk
    assert send(client, area, talk, answers(short_guide)).status_code == 201
    assert Interview.objects.get().organisation.name == "Blumen Voss"


def test_a_shop_that_is_known_is_asked_about(area: Any, organisation: Any, bob: Any, login: Any) -> None:
    client = login(bob)
    known = {
        "name": "Baeckerei Sturm",
        "kind": "business",
        "street": "Kaistr.",
        "housenumber": "3",
        "postcode": "18146",
    }
    shop = record(bob, "organisation", shop=known)
    answer = send(client, area, shop)
    assert (answer.status_code, answer.json()["code"]) == (409, "organisation_known")
    assert answer.json()["theirs"]["organisation"] == "Bäckerei Sturm"
    assert send(client, area, shop | {"resolution": "same"}).json()["organisation"] == organisation.pk
    assert Organisation.objects.count() == 1
    other = record(bob, "organisation", shop=known, resolution="add")
    assert send(client, area, other).status_code == 201
    assert Organisation.objects.count() == 2


def test_a_record_of_somebody_else_is_not_sent_in_my_name(
    area: Any, planned: Visit, bob: Any, alice: Any, login: Any
) -> None:
    sent = at_visit(bob, planned, outcome="away")
    answer = send(login(alice), area, sent)
    assert (answer.status_code, answer.json()["code"]) == (403, "other_person")
    planned.refresh_from_db()
    assert planned.status == "planned"


def test_what_is_gone_can_still_be_said(
    area: Any, short_guide: GuideVersion, planned: Visit, bob: Any, login: Any
) -> None:
    client = login(bob)
    sent = at_visit(bob, planned, "interview")
    planned.organisation.delete()
    answer = send(client, area, sent, answers(short_guide))
    assert (answer.status_code, answer.json()["code"]) == (409, "visit_gone")
    assert answer.json()["theirs"]["can_add"] is False
    assert send(client, area, sent | {"resolution": "add"}, answers(short_guide)).json()["status"] == "unfiled"
    assert Submission.objects.unfiled().count() == 1


def test_visits_of_another_area_are_out_of_reach(
    area: Any, other_area: Any, short_guide: GuideVersion, bob: Any, login: Any
) -> None:
    stranger = make_visit(make_organisation(other_area, "Fremd"))
    answer = send(login(bob), area, at_visit(bob, stranger, "interview", resolution="add"), answers(short_guide))
    assert answer.json()["status"] == "unfiled"
    assert not Interview.objects.exists()
    stranger.refresh_from_db()
    assert stranger.status == "planned"
