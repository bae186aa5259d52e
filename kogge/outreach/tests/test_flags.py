"""Flags: who sees them, how they are raised, who may be told, how they are closed."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.actors.models import Person
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Flag, Referral

from .factories import days, make_flag, make_interview, make_organisation, make_visit


@pytest.fixture
def flags(area):
    return reverse("outreach:flags", args=[area.slug])


@pytest.fixture
def chamber(area):
    return make_organisation(area, "Handwerkskammer", kind="public")


def to(name, area, pk):
    return reverse(f"outreach:{name}", args=[area.slug, pk])


def agreed(flag):
    flag.consent, flag.consent_on, flag.consent_by = "agreed", days(-1), "Frau Sturm"
    flag.save()
    return flag


def test_the_list_says_what_burns_and_puts_it_on_top(area, bob, organisation, english, flags):
    far = make_organisation(area, "Fernes Café")
    make_flag(far, 20, level="yellow", kind="staff")
    make_flag(organisation, 2, kind="eviction")
    make_flag(far, -4, kind="closing")
    make_flag(far, -9, kind="money", closed_on=days(-1), result="Kredit bekommen")
    client = english(bob)
    answer = client.get(flags)
    assert [row.kind for row in answer.context["page"]] == ["closing", "eviction", "staff"]
    body = answer.content.decode()
    assert "<strong>2</strong> red flags are open" in body
    assert "<strong>1</strong> is overdue" in body

    def found(**query):
        return [row.kind for row in client.get(flags, query, headers={"hx-request": "1"}).context["page"]]

    assert found(status="overdue") == ["closing"]
    assert found(status="closed") == ["money"]
    assert found(status="unheard") == ["money"]
    assert found(level="yellow") == ["staff"]
    assert found(kind="eviction") == ["eviction"]
    assert found(q="sturm") == ["eviction"]
    assert found(sort="-due") == ["staff", "eviction", "closing"]
    assert found(status="all", sort="organisation")[0] == "eviction"


def test_the_empty_list_teaches(area, bob, english, flags):
    assert "the landlord has given notice" in english(bob).get(flags).content.decode()


def test_who_may_not_read_talks_sees_no_flag_anywhere(area, stella, organisation, login, flags):
    flag = make_flag(organisation, kind="closing", text="Gibt auf")
    client = login(stella)
    assert client.get(flags).status_code == 403
    assert client.get(to("flag", area, flag.pk)).status_code == 403
    for page in (
        reverse("actors:detail", args=[area.slug, organisation.pk]),
        reverse("reports:today", args=[area.slug]),
        reverse("outreach:visits", args=[area.slug]),
        f"{reverse('outreach:record_new', args=[area.slug])}?organisation={organisation.pk}",
    ):
        body = client.get(page).content.decode()
        assert "Gibt auf" not in body
        assert flags not in body
    assert client.get(reverse("core:history", args=[area.slug, "outreach.flag", flag.pk])).status_code == 404


def test_the_area_s_changes_do_not_tell_whose_flag_it_is(area, bob, stella, organisation, login):
    login(bob).post(reverse("outreach:flag_new", args=[area.slug]), filled(organisation))
    body = login(stella).get(reverse("core:changes", args=[area.slug])).content.decode()
    assert "Warnzeichen" in body
    assert "Bäckerei Sturm" not in body


def filled(organisation, **other):
    data = {"organisation": organisation.pk, "level": "red", "kind": "closing", "text": "Gibt auf"}
    return data | {"opened_on": days(0).isoformat(), "due": ""} | other


@pytest.mark.parametrize(("level", "later"), [("red", 2), ("yellow", 42)])
def test_raised_by_hand_with_the_area_s_days(area, bob, organisation, english, level, later):
    me = Person.objects.get(user=bob)
    client = english(bob)
    new = reverse("outreach:flag_new", args=[area.slug])
    assert client.get(new).context["form"].initial["owner"] == me.pk
    client.post(new, filled(organisation, level=level, owner=me.pk))
    flag = Flag.objects.get()
    assert (flag.due, flag.owner, flag.organisation) == (days(later), me, organisation)
    area.red_flag_days, area.yellow_flag_days = 5, 50
    area.save()
    Flag.objects.all().delete()
    client.post(new, filled(organisation, level=level, text="Anders"))
    assert Flag.objects.get().due == days(later + (3 if level == "red" else 8))


def test_raised_from_a_visit_and_from_a_talk(area, bob, organisation, english):
    visit = make_visit(organisation, 0, "met")
    talk = make_interview(organisation, 0, visit=visit)
    client = english(bob)
    new = reverse("outreach:flag_new", args=[area.slug])
    for query in (f"visit={visit.pk}", f"interview={talk.pk}"):
        assert (
            f"{new}?{query}"
            in client.get(
                to("visit" if "visit" in query else "interview", area, visit.pk if "visit" in query else talk.pk)
            ).content.decode()
        )
        client.post(f"{new}?{query}", filled(organisation, text=query))
        flag = Flag.objects.get(text=query)
        assert (flag.organisation, flag.visit, flag.interview) == (organisation, visit, talk)


def test_changed_given_away_and_taken_back(area, bob, alice, organisation, english):
    flag = make_flag(organisation, 2)
    other = Person.objects.get(user=alice)
    data = {"level": "yellow", "kind": "staff", "text": "", "owner": other.pk}
    data |= {"opened_on": days(0).isoformat(), "due": days(9).isoformat()}
    answer = english(bob).post(to("flag_edit", area, flag.pk), data)
    assert answer["Location"] == to("flag", area, flag.pk)
    flag.refresh_from_db()
    assert (flag.level, flag.owner, flag.due) == ("yellow", other, days(9))
    undo(Change.objects.latest("at"), by=bob)
    flag.refresh_from_db()
    assert (flag.level, flag.owner, flag.due) == ("red", None, days(2))


@pytest.mark.parametrize("consent", ["not_asked", "declined"])
def test_nobody_is_told_before_the_business_agreed(area, bob, organisation, chamber, english, consent):
    flag = make_flag(organisation, consent=consent, consent_on=days(0) if consent != "not_asked" else None)
    client = english(bob)
    page = client.get(to("flag", area, flag.pk)).content.decode()
    assert "Involve a helper" not in page
    data = {"involve-helper": chamber.pk, "involve-told_on": days(0).isoformat()}
    answer = client.post(to("flag_involve", area, flag.pk), data)
    assert answer.status_code == 422
    words = "Ask the business first" if consent == "not_asked" else "That is respected"
    assert words in answer.content.decode()
    assert not Referral.objects.exists()


def test_asked_involved_result_and_undo(area, bob, organisation, chamber, english):
    flag = make_flag(organisation, opened_on=days(-3))
    client = english(bob)
    ask = to("flag_ask", area, flag.pk)
    answer = client.post(ask, {"ask-answer": "agreed", "ask-said_by": "", "ask-said_on": ""})
    assert answer.status_code == 422
    assert "Who of the business said so?" in answer.content.decode()
    client.post(ask, {"ask-answer": "agreed", "ask-said_by": "Frau Sturm", "ask-said_on": days(-1).isoformat()})
    flag.refresh_from_db()
    assert (flag.consent, flag.consent_by, flag.consent_on) == ("agreed", "Frau Sturm", days(-1))
    involve = to("flag_involve", area, flag.pk)
    too_early = {"involve-helper": chamber.pk, "involve-told_on": days(-2).isoformat()}
    assert "had not agreed yet" in client.post(involve, too_early).content.decode()
    client.post(involve, {"involve-helper": chamber.pk, "involve-told_on": days(0).isoformat()})
    referral = Referral.objects.get()
    assert (referral.helper, referral.told_on) == (chamber, days(0))
    result = {"result-result": "Beratung am Montag", "result-result_on": days(0).isoformat()}
    client.post(to("referral_result", area, referral.pk), result)
    referral.refresh_from_db()
    assert (referral.result, referral.result_on) == ("Beratung am Montag", days(0))
    assert "Beratung am Montag" in client.get(to("flag", area, flag.pk)).content.decode()
    undo(Change.objects.latest("at"), by=bob)
    referral.refresh_from_db()
    assert referral.result == ""
    client.post(to("referral_delete", area, referral.pk))
    assert not Referral.objects.exists()
    undo(Change.objects.latest("at"), by=bob)
    assert Referral.objects.exists()


def test_closing_needs_a_result_and_says_whether_they_heard(area, bob, organisation, english):
    flag = make_flag(organisation, opened_on=days(-3))
    client = english(bob)
    close = to("flag_close", area, flag.pk)
    today = days(0).isoformat()
    answer = client.post(close, {"close-result": "", "close-closed_on": today, "close-heard": "yes"})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "On which day did the business hear of it?" in body
    assert (
        "Why not?"
        in client.post(close, {"close-result": "x", "close-closed_on": today, "close-heard": "no"}).content.decode()
    )
    before = {
        "close-result": "x",
        "close-closed_on": days(-9).isoformat(),
        "close-heard": "no",
        "close-no_feedback": "y",
    }
    assert "before the day it was raised" in client.post(close, before).content.decode()
    flag.refresh_from_db()
    assert flag.closed_on is None
    client.post(close, {"close-result": "Neue Räume", "close-closed_on": today, "close-heard": "yes",
                        "close-feedback_on": today})  # fmt: skip
    flag.refresh_from_db()
    assert (flag.closed_on, flag.result, flag.feedback_on) == (days(0), "Neue Räume", days(0))
    client.post(to("flag_reopen", area, flag.pk))
    flag.refresh_from_db()
    assert flag.closed_on is None
    undo(Change.objects.latest("at"), by=bob)
    flag.refresh_from_db()
    assert flag.closed_on == days(0)


def test_on_the_organisation_s_page_today_and_before_a_visit(area, bob, organisation, english):
    make_flag(organisation, 1, kind="eviction", text="Kündigung zum März")
    client = english(bob)
    panel = to("flags_panel", area, organisation.pk)
    assert panel in client.get(reverse("actors:detail", args=[area.slug, organisation.pk])).content.decode()
    assert "notice for the premises" in client.get(panel).content.decode()
    assert "notice for the premises" in client.get(reverse("reports:today", args=[area.slug])).content.decode()
    record = f"{reverse('outreach:record_new', args=[area.slug])}?organisation={organisation.pk}"
    assert "Kündigung zum März" in client.get(record).content.decode()


def test_the_export_holds_what_is_filtered(area, bob, organisation, english):
    make_flag(organisation, kind="eviction", text="=1+1")
    make_flag(organisation, 30, level="yellow", kind="staff")
    url = reverse("outreach:flags_export", args=[area.slug, "csv"])
    lines = english(bob).get(url, {"level": "red"}).content.decode("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "'=1+1" in lines[1]
    assert english(bob).get(reverse("outreach:flags_export", args=[area.slug, "xlsx"])).content[:2] == b"PK"


def test_queries_do_not_grow(area, bob, organisation, chamber, english, flags):
    client, counts = english(bob), []
    for times in (1, 2):
        for number in range(times):
            flag = agreed(make_flag(organisation, number, kind="other"))
            Referral.objects.create(flag=flag, helper=chamber)
        client.get(flags)
        with CaptureQueriesContext(connection) as captured:
            client.get(flags)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_other_needs_a_word_of_what_it_is(area, bob, organisation, english):
    client, new = english(bob), reverse("outreach:flag_new", args=[area.slug])
    answer = client.post(new, filled(organisation, kind="other", text=" "))
    assert answer.status_code == 422
    assert "Say in a few words what it is about." in answer.content.decode()
    client.post(new, filled(organisation, kind="other", text="Wasser im Keller"))
    assert Flag.objects.get().text == "Wasser im Keller"


def test_the_form_speaks_of_the_choices_by_their_names(area, bob, login):
    body = login(bob).get(reverse("outreach:flag_new", args=[area.slug])).content.decode()
    assert "Leer: bei „sofort handeln“ in 2 Tagen, bei „beobachten“ in 42." in body
    assert "In ihren Worten" in body


def test_agreeing_is_not_arranging(area, bob, organisation, login):
    body = login(bob).get(to("flag", area, make_flag(organisation).pk)).content.decode()
    assert "einverstanden" in body
    assert "vereinbart" not in body


def test_the_page_says_what_is_known_of_helpers(area, bob, organisation, english):
    client = english(bob)
    closed = make_flag(organisation, -2, closed_on=days(-1), result="Erledigt", no_feedback="weggezogen")
    body = client.get(to("flag", area, closed.pk)).content.decode()
    assert "First ask the business" not in body
    assert "Nobody else was told." in body
    body = client.get(to("flag", area, agreed(make_flag(organisation)).pk)).content.decode()
    assert "What the business said about helpers" in body
