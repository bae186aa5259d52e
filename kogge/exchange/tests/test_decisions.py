"""Deciding on a proposal: accept, change, reject; undo; two people at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Consent, Relation
from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.exchange import actions
from kogge.exchange.models import Agreement, Proposal, Rejection
from kogge.places.models import Area

Make = Callable[..., Any]


def url(area: Area, name: str, *args: Any) -> str:
    return reverse(f"exchange:{name}", args=[area.slug, *args])


def accept(proposal: Proposal, by: Any = None) -> tuple[Agreement, Change]:
    due = dt.date.today() + dt.timedelta(42)
    return actions.accept(proposal=proposal, title="Ring", due=due, texts={}, by=by)


def test_accepting_from_the_page_makes_an_agreement_with_the_words_written(
    area: Area, proposal: Proposal, alice: User, login: Callable[[User], Client]
) -> None:
    client = login(alice)
    page = client.get(url(area, "accept", proposal.pk)).content.decode()
    assert "What exactly is agreed?" in page
    assert "Bäckerei Sturm bietet brot" in page
    assert (dt.date.today() + dt.timedelta(weeks=6)).isoformat() in page

    arrows = list(proposal.transfers.all())
    data: dict[str, Any] = {"title": "Brot gegen Farbe", "due": "2027-05-01"}
    for arrow in arrows:
        data |= {f"text_{arrow.pk}": f"Wort {arrow.order}", f"hours_{arrow.pk}": "3"}
    response = client.post(url(area, "accept", proposal.pk), data, follow=True)

    agreement = Agreement.objects.get()
    assert "Accepted: it is an agreement now." in response.content.decode()
    assert (agreement.title, agreement.due, agreement.proposal) == (
        "Brot gegen Farbe",
        dt.date(2027, 5, 1),
        proposal,
    )
    assert [c.text for c in agreement.contributions.all()] == ["Wort 0", "Wort 1", "Wort 2"]
    assert [(c.offer_id, c.need_id) for c in agreement.contributions.all()] == [(t.offer_id, t.need_id) for t in arrows]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == ("accepted", alice)


def test_a_form_that_fails_keeps_its_text(
    area: Area, proposal: Proposal, alice: User, login: Callable[[User], Client]
) -> None:
    data = {f"text_{t.pk}": "Drei Bleche Kuchen" for t in proposal.transfers.all()}
    response = login(alice).post(url(area, "accept", proposal.pk), {**data, "title": ""})
    assert response.status_code == 422
    assert response.content.decode().count("Drei Bleche Kuchen") == 3
    assert not Agreement.objects.exists()


def test_accepting_is_undone_as_a_whole(proposal: Proposal, alice: User) -> None:
    _agreement, made = accept(proposal, alice)
    undo(made, by=alice)
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == ("proposed", None)
    assert not Agreement.objects.exists()
    accept(proposal, alice)


def test_of_two_who_decide_one_wins_and_the_other_is_told(
    area: Area, proposal: Proposal, alice: User, stella: User, login: Callable[[User], Client]
) -> None:
    """Both opened the page while it was undecided; their forms arrive one after the other."""
    form = {"title": "Ring", "due": "2027-05-01"} | {f"text_{t.pk}": "x" for t in proposal.transfers.all()}
    login(stella).post(url(area, "accept", proposal.pk), form)
    late = login(alice)
    for name, data in (
        ("accept", form),
        ("reject", {"all": "time"}),
        ("change", {"option": "drop.1.2-3"}),
    ):
        page = late.post(url(area, name, proposal.pk), data, follow=True).content.decode()
        assert "Stella was quicker: this proposal is already accepted." in page
    assert Agreement.objects.count() == 1
    assert not Rejection.objects.exists()
    with pytest.raises(actions.AlreadyDecided):  # with a row read before the decision, too
        accept(proposal, alice)


@pytest.mark.parametrize("cause", ["offer", "need", "consent", "rift", "closed"])
def test_what_no_longer_holds_is_not_accepted(
    cause: str,
    area: Area,
    orgs: list[Any],
    proposal: Proposal,
    agree: Make,
    org: Make,
    alice: User,
    login: Callable[[User], Client],
) -> None:
    match cause:
        case "offer":
            agree((orgs[0], org("Fremde"), orgs[0].offers.get()))
        case "need":
            orgs[1].needs.update(status="withdrawn")
        case "consent":
            Consent.objects.filter(organisation=orgs[2]).update(withdrawn_on=dt.date.today())
        case "rift":
            Relation.objects.create(area=area, source=orgs[0], target=orgs[2], type="rift")
        case "closed":
            type(orgs[0]).objects.filter(pk=orgs[0].pk).update(closed_on=dt.date.today())
    with pytest.raises(actions.Refused):
        accept(proposal, alice)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    page = login(alice).get(url(area, "plan")).content.decode()
    assert "As things stand this cannot be accepted:" in page
    assert url(area, "accept", proposal.pk) not in page


@pytest.mark.parametrize("gone", [1, 3])
def test_who_is_no_longer_in_the_register_breaks_a_proposal(
    gone: int, area: Area, orgs: list[Any], proposal: Proposal, alice: User, login: Callable[[User], Client]
) -> None:
    """One of the ring is deleted, or all of them: the pages say so, and nothing is agreed with those left."""
    for organisation in orgs[:gone]:
        organisation.delete()
    with pytest.raises(actions.Refused):
        accept(proposal, alice)
    assert not Agreement.objects.exists()
    client = login(alice)
    for name, args in (
        ("plan", ()),
        ("proposal", (proposal.pk,)),
        ("reject", (proposal.pk,)),
        ("change", (proposal.pk,)),
    ):
        page = client.get(url(area, name, *args), follow=True)
        assert page.status_code == 200, name
    page = client.get(url(area, "plan")).content.decode()
    assert "Somebody of this proposal is no longer in the register, or their offer or need is gone." in page
    assert url(area, "accept", proposal.pk) not in page
    Proposal.objects.update(kind="chain")
    assert client.get(url(area, "plan")).status_code == 200
    client.post(url(area, "reject", proposal.pk), {"all": "time"})
    proposal.refresh_from_db()
    assert proposal.status == ("rejected" if gone == 1 else proposal.status)


def test_the_names_lead_to_the_organisations(
    area: Area, orgs: list[Any], proposal: Proposal, alice: User, login: Callable[[User], Client]
) -> None:
    page = login(alice).get(url(area, "proposal", proposal.pk)).content.decode()
    for organisation in orgs:
        assert reverse("actors:detail", args=[area.slug, organisation.pk]) in page


def test_rejecting_one_part_remembers_only_that_pair(
    area: Area, proposal: Proposal, alice: User, login: Callable[[User], Client]
) -> None:
    client = login(alice)
    nothing = client.post(url(area, "reject", proposal.pk), {"note": "na ja"})
    assert nothing.status_code == 422
    assert "na ja" in nothing.content.decode()
    arrow = proposal.transfers.all()[1]
    page = client.post(
        url(area, "reject", proposal.pk),
        {f"reason_{arrow.pk}": "not_suitable", "note": "Raum zu klein"},
        follow=True,
    )
    assert "Rejected. The next plan does not propose it again." in page.content.decode()
    only = Rejection.objects.get()
    assert (only.offer_id, only.need_id, only.reason) == (arrow.offer_id, arrow.need_id, "not_suitable")

    listed = client.get(url(area, "rejections")).content.decode()
    assert "Raum zu klein" in listed
    client.post(url(area, "forget", only.pk))
    assert not Rejection.objects.exists()


def test_rejecting_all_of_it_and_taking_that_back(proposal: Proposal, alice: User) -> None:
    reasons = {t.pk: ("not_wanted", "") for t in proposal.transfers.all()}
    made = actions.reject(proposal=proposal, reasons=reasons, by=alice)
    assert Rejection.objects.count() == 3
    undo(made, by=alice)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"
    assert not Rejection.objects.exists()
