"""The list of agreements with its figures, and what one agreement becomes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.accounts.models import User
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions, queries
from kogge.exchange.models import Agreement, Contribution
from kogge.places.models import Area

Make = Callable[..., Any]


def url(area: Area, name: str, *args: Any) -> str:
    return reverse(f"exchange:{name}", args=[area.slug, *args])


def answer(agreement: Agreement, *answers: tuple[str, str], by: Any = None) -> Change:
    keys = agreement.contributions.values_list("pk", flat=True)
    return actions.record_redemption(agreement=agreement, answers=dict(zip(keys, answers, strict=True)), by=by)


def test_figures_follow_their_rules(area: Area, org: Make, agree: Make) -> None:
    one, two, three = org("Eins"), org("Zwei"), org("Drei")
    mutual = [(one, two), (two, one)]
    answer(agree(*mutual), ("yes", ""), ("yes", ""))
    answer(agree(*mutual), ("yes", ""), ("no", "krank"))
    answer(agree((one, three)), ("no", "zu weit"))
    agree((one, two), due=-3)  # overdue: counts as due, not redeemed
    agree((one, two), (two, three), (three, one), due=20)  # a ring, not due yet
    agree((one, two), due=-3, is_practice=True)
    off = agree((one, two), due=-3)
    actions.cancel_agreement(agreement=off, reason="beide wollen nicht mehr", by=None)

    rate, mutual_rate = queries.redemption_rate(area), queries.reciprocity(area)

    assert rate.numbers == {"redeemed": 1, "partly": 1, "failed": 1, "overdue": 1}
    assert rate.value == pytest.approx(1.5 / 4)
    assert (mutual_rate.part, mutual_rate.whole) == (3, 5)


def test_figures_without_agreements_are_not_guessed(area: Area) -> None:
    assert queries.redemption_rate(area).value is None
    assert queries.reciprocity(area).value is None


def test_the_records_behind_a_figure_are_those_it_counts(area: Area, org: Make, agree: Make) -> None:
    one, two = org("Eins"), org("Zwei")
    counted = agree((one, two), due=-1)
    mutual = agree((one, two), (two, one), due=9)
    rows = Agreement.objects.in_area(area)

    assert list(queries.in_state(rows, "counted")) == [counted]
    assert list(queries.in_state(rows, "mutual")) == [mutual]
    assert set(queries.in_state(rows, "lasting")) == {counted, mutual}


def test_list_says_what_is_open_and_filters(
    area: Area, org: Make, agree: Make, vera: User, login: Callable[[User], Client]
) -> None:
    one, two = org("Bäckerei Sturm"), org("Kita Möwe")
    agree((one, two), title="Brot fürs Fest", due=-2)
    agree((two, one), title="Tische leihen", due=20)
    client = login(vera)

    page = client.get(url(area, "agreements")).content.decode()
    assert "2 agreements are open, 1 of them overdue." in page
    assert "Write an agreement down" not in page  # a viewer only looks

    rows = client.get(url(area, "agreements"), {"state": "overdue"}, headers={"hx-request": "true"}).content.decode()
    assert "Brot fürs Fest" in rows
    assert "Tische leihen" not in rows
    assert "<html" not in rows
    found = client.get(url(area, "agreements"), {"q": "Kita Tische"}).content.decode()
    assert "Tische leihen" in found
    assert "Brot fürs Fest" not in found


@pytest.mark.parametrize("name", ["agreements", "organisation_panel", "agreement"])
def test_queries_do_not_grow_with_the_rows(
    name: str, area: Area, org: Make, agree: Make, alice: User, login: Callable[[User], Client]
) -> None:
    one, two = org("Eins"), org("Zwei")
    client = login(alice)
    first = agree((one, two), (two, one))
    args = {"agreements": [], "organisation_panel": [one.pk], "agreement": [first.pk]}[name]
    counts = []
    for more in (0, 2):
        for _index in range(more):
            agree((one, two), (two, one))
        if more and name == "agreement":
            for side in ((one, two), (two, one)):
                Contribution.objects.create(agreement=first, giver=side[0], receiver=side[1], text="mehr")
        client.get(url(area, name, *args))
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url(area, name, *args)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_redeeming_settles_need_and_offer_and_a_correction_opens_them_again(
    area: Area, org: Make, need: Make, offer: Make, agree: Make, alice: User
) -> None:
    one, two = org("Eins"), org("Zwei")
    wanted, given = need(two, "holz"), offer(one, "holz", capacity=1)
    found = agree((one, two, given, wanted))

    made = answer(found, ("yes", ""), by=alice)
    for row in (found, wanted, given):
        row.refresh_from_db()
    assert (found.status, found.closed_on) == ("redeemed", dt.date.today())
    assert (wanted.status, given.status) == ("met", "met")

    answer(found, ("no", "Holz war nass"), by=alice)
    for row in (found, wanted, given):
        row.refresh_from_db()
    assert found.status == "failed"
    assert (wanted.status, given.status) == ("open", "open")
    assert found.contributions.get().why_not == "Holz war nass"

    answer(found, ("open", ""), by=alice)
    found.refresh_from_db()
    assert (found.status, found.closed_on) == ("agreed", None)
    assert made.by == alice


def test_partly_leaves_the_need_open_and_uses_the_offer_up(org: Make, need: Make, offer: Make, agree: Make) -> None:
    one, two = org("Eins"), org("Zwei")
    wanted, given, twice = need(two, "holz"), offer(one, "holz"), offer(one, "farbe", capacity=2)
    answer(agree((one, two, given, wanted), (one, two, twice)), ("partly", "nur die Hälfte"), ("yes", ""))
    for row in (wanted, given, twice):
        row.refresh_from_db()
    assert (wanted.status, given.status, twice.status) == ("open", "met", "open")


def test_an_offer_settled_by_hand_stays_settled(org: Make, offer: Make, agree: Make) -> None:
    one, two = org("Eins"), org("Zwei")
    given = offer(one, "holz", status="met")
    answer(agree((one, two, given)), ("no", "zu spät"))
    given.refresh_from_db()
    assert given.status == "met"


def test_redemption_is_undone_as_a_whole(org: Make, need: Make, offer: Make, agree: Make, alice: User) -> None:
    one, two = org("Eins"), org("Zwei")
    wanted, given = need(two, "holz"), offer(one, "holz")
    found = agree((one, two, given, wanted))
    undo(answer(found, ("yes", ""), by=alice), by=alice)
    for row in (found, wanted, given):
        row.refresh_from_db()
    assert (found.status, wanted.status, given.status) == ("agreed", "open", "open")
    assert found.contributions.get().redeemed == "open"


def test_recording_from_the_page_asks_why_not_and_keeps_what_was_typed(
    area: Area, org: Make, agree: Make, alice: User, login: Callable[[User], Client]
) -> None:
    found = agree((org("Eins"), org("Zwei")))
    key = found.contributions.get().pk
    client = login(alice)
    data = {f"redeemed_{key}": "no", f"why_not_{key}": "", "result": "Schade drum"}

    refused = client.post(url(area, "redeem", found.pk), data)
    assert refused.status_code == 422
    assert "Say in a few words why not" in refused.content.decode()
    assert "Schade drum" in refused.content.decode()
    found.refresh_from_db()
    assert found.status == "agreed"

    client.post(url(area, "redeem", found.pk), {**data, f"why_not_{key}": "krank"})
    found.refresh_from_db()
    assert (found.status, found.result) == ("failed", "Schade drum")
    page = client.get(url(area, "agreement", found.pk)).content.decode()
    assert "not redeemed" in page
    assert "Why: krank" in page


def test_cancelling_frees_and_can_be_taken_back(
    area: Area, org: Make, agree: Make, alice: User, login: Callable[[User], Client]
) -> None:
    found = agree((org("Eins"), org("Zwei")))
    client = login(alice)
    client.post(url(area, "cancel", found.pk), {"reason": "Umzug"})
    found.refresh_from_db()
    assert (found.status, found.result) == ("cancelled", "Umzug")
    assert not Contribution.objects.binding().exists()
    client.post(url(area, "reopen", found.pk))
    found.refresh_from_db()
    assert (found.status, found.closed_on) == ("agreed", None)


def test_what_was_redeemed_in_part_cannot_be_cancelled(org: Make, agree: Make) -> None:
    one, two = org("Eins"), org("Zwei")
    found = agree((one, two), (two, one))
    answer(found, ("yes", ""), ("open", ""))
    with pytest.raises(actions.Refused):
        actions.cancel_agreement(agreement=found, reason="doch nicht", by=None)
    found.refresh_from_db()
    assert found.status == "agreed"


def test_editing_words_and_day(
    area: Area, org: Make, agree: Make, alice: User, login: Callable[[User], Client]
) -> None:
    found = agree((org("Eins"), org("Zwei")))
    key = found.contributions.get().pk
    data = {"title": "Neu", "due": "2027-01-31", f"text_{key}": "Zwei Tische", f"hours_{key}": "2"}
    login(alice).post(url(area, "agreement_edit", found.pk), data)
    found.refresh_from_db()
    assert (found.title, found.due, found.contributions.get().text) == (
        "Neu",
        dt.date(2027, 1, 31),
        "Zwei Tische",
    )


def test_the_day_cannot_lie_before_the_agreement(
    area: Area, org: Make, agree: Make, alice: User, login: Callable[[User], Client]
) -> None:
    found = agree((org("Eins"), org("Zwei")))
    data = {"title": "Neu", "due": "2020-01-31", f"text_{found.contributions.get().pk}": "Zwei Tische"}
    refused = login(alice).post(url(area, "agreement_edit", found.pk), data)
    assert refused.status_code == 422
    assert "This day lies before the day of the agreement." in refused.content.decode()
    assert Agreement.objects.get().title == "Abrede"


def test_due_for_today(area: Area, org: Make, agree: Make, alice: User, charlie: User) -> None:
    one, two = org("Eins"), org("Zwei")
    late, soon = agree((one, two), due=-1), agree((one, two), due=7)
    agree((one, two), due=8)
    answer(agree((one, two), due=-1), ("yes", ""))
    assert list(queries.agreements_due(alice, area)) == [late, soon]
    assert list(queries.agreements_due(charlie, area)) == []


def test_ties_for_the_network(area: Area, org: Make, agree: Make) -> None:
    one, two, three = org("Eins"), org("Zwei"), org("Drei")
    agree((one, two), (two, one))
    answer(agree((two, three)), ("no", "krank"))
    actions.cancel_agreement(agreement=agree((one, three)), reason="doch nicht", by=None)
    agree((one, three), is_practice=True)
    assert queries.agreement_ties(area) == [(one.pk, two.pk, 2)]
    assert queries.agreement_ties(area, practice=True) == [(one.pk, two.pk, 2), (one.pk, three.pk, 1)]


def test_quick_search_finds_agreements(area: Area, org: Make, agree: Make, vera: User, charlie: User) -> None:
    found = agree((org("Bäckerei Sturm"), org("Kita Möwe")), title="Brot fürs Fest")
    (hit,) = queries.find_agreements(vera, area, "kita brot", 8)
    assert (hit.title, hit.url) == ("Brot fürs Fest", url(area, "agreement", found.pk))
    assert queries.find_agreements(charlie, area, "kita brot", 8) == []
