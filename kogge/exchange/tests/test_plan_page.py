"""Who can help whom? What the page says, to whom, and what it teaches when there is nothing yet."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.accounts.models import User
from kogge.accounts.roles import PERMISSIONS, Permission, Role
from kogge.conftest import make_user
from kogge.core.models import Job
from kogge.exchange import actions
from kogge.exchange.models import Proposal, Rejection, RingPlan
from kogge.places.models import Area, District, Project

Make = Callable[..., Any]


def url(area: Area, name: str, *args: Any) -> str:
    return reverse(f"exchange:{name}", args=[area.slug, *args])


def swap(org: Make, need: Make, offer: Make, one: str, two: str, **fields: Any) -> None:
    """Two organisations that can help each other, with topics of their own."""
    first, second = org(one, **fields), org(two, **fields)
    offer(first, f"{one.split()[0].lower()}-gabe"), need(second, f"{one.split()[0].lower()}-gabe")
    offer(second, f"{two.split()[0].lower()}-gabe"), need(first, f"{two.split()[0].lower()}-gabe")


def page(client: Client, area: Area, **params: str) -> str:
    return client.get(url(area, "plan"), params).content.decode()


def test_the_answer_stands_on_top(
    area: Area, org: Make, need: Make, offer: Make, vera: User, login: Callable[[User], Client]
) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    actions.make_plan(area=area)
    text = page(login(vera), area)
    assert "One proposal could help 2 organisations." in text
    assert "The plan is proven to be the best possible." in text
    assert "Swap between Bäckerei Sturm and Kita Möwe" in text
    assert "Need and offer are both about" in text
    assert "All of it happens with a chance of 49 %" in text
    assert 'role="img" aria-label="Bäckerei Sturm gives to Kita Möwe, Kita Möwe gives to' in text
    assert "Accept" not in text  # a viewer only looks


def test_a_plan_without_proof_says_how_far_it_may_be_off(
    area: Area, org: Make, need: Make, offer: Make, vera: User, login: Callable[[User], Client]
) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    plan = actions.make_plan(area=area)
    RingPlan.objects.filter(pk=plan.pk).update(is_optimal=False, bound=plan.objective / 0.9755)
    assert "The plan is at most 2.5 % below the best possible." in page(login(vera), area)


def test_empty_pages_teach_what_is_missing(
    area: Area, org: Make, need: Make, offer: Make, alice: User, login: Callable[[User], Client]
) -> None:
    client = login(alice)
    assert "Needs and offers come first" in page(client, area)
    one, two = org("Eins", consent=False), org("Zwei", consent=False)
    offer(one, "brot"), need(two, "brot")
    text = page(client, area)
    assert "What is missing is consent" in text
    assert "needs: 1, offers: 1; organisations behind them: 2, of which have agreed to matching: 0." in text
    for three in (org("Drei"), org("Vier")):
        need(three, "musik")
    assert "Ready for the first plan" in page(client, area)
    actions.make_plan(area=area)
    text = page(client, area)
    assert "No ring closes yet" in text
    assert "2 organisations were left out because they have not agreed to matching." in text


def test_filters(area: Area, org: Make, need: Make, offer: Make, vera: User, login: Callable[[User], Client]) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    west = District.objects.create(area=area, name="Weststadt")
    swap(org, need, offer, "Gärtnerei Grün", "Schule Nord", district=west)
    actions.make_plan(area=area)
    client = login(vera)
    assert "Schule Nord" in page(client, area)
    for params in ({"q": "sturm"}, {"district": str(area.districts.get(name="Fischerviertel").pk)}):
        text = page(client, area, **params)
        assert "Kita Möwe" in text
        assert "Schule Nord" not in text
    assert "No proposal fits these filters." in page(client, area, kind="chain")
    Proposal.objects.filter(transfers__giver__name="Schule Nord").update(status="rejected")
    assert "Schule Nord" not in page(client, area)
    assert "Kita Möwe" not in page(client, area, status="rejected")
    assert "Schule Nord" in page(client, area, status="rejected")
    part = client.get(url(area, "plan"), {"q": "sturm"}, headers={"hx-request": "true"}).content.decode()
    assert "Kita Möwe" in part
    assert "<html" not in part


def test_earlier_plans_stay(
    area: Area, org: Make, need: Make, offer: Make, alice: User, login: Callable[[User], Client]
) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    old = actions.make_plan(area=area, by=alice)
    actions.make_plan(area=area, by=alice)
    client = login(alice)
    assert "2 plans have been computed." in client.get(url(area, "plans")).content.decode()
    text = client.get(url(area, "earlier_plan", old.pk)).content.decode()
    assert "An earlier plan" in text
    assert "superseded" in text


def test_practice_is_labelled(
    area: Area, org: Make, need: Make, offer: Make, vera: User, login: Callable[[User], Client]
) -> None:
    one, two = org("Eins", consent=False), org("Zwei", consent=False)
    for giver, receiver, about in ((one, two, "brot"), (two, one, "raum")):
        offer(giver, about, is_practice=True), need(receiver, about, is_practice=True)
    actions.make_plan(area=area)
    assert "Practice" in page(login(vera), area)


def test_computing_starts_a_job(area: Area, alice: User, login: Callable[[User], Client]) -> None:
    response = login(alice).post(url(area, "compute"))
    job = Job.objects.get()
    assert response["location"] == reverse("core:job", args=[job.pk])
    assert (job.work, job.by, job.arguments) == (
        "kogge.exchange.actions.run_plan",
        alice,
        {"area": area.pk, "by": alice.pk},
    )


@pytest.mark.parametrize("name", ["plan", "proposal", "plans", "rejections", "change"])
def test_queries_do_not_grow_with_the_proposals(
    name: str, area: Area, org: Make, need: Make, offer: Make, alice: User, login: Callable[[User], Client]
) -> None:
    client = login(alice)
    counts = []
    for names in (["Aa Bb", "Xx Yy"], ["Cc Dd", "Ee Ff", "Gg Hh"]):
        for pair in names:
            swap(org, need, offer, *pair.split())
        plan = actions.make_plan(area=area)
        first = plan.proposals.first()
        assert first is not None
        if name == "rejections":
            for transfer in first.transfers.all():
                Rejection.objects.create(area=area, offer=transfer.offer, need=transfer.need, reason="other")
        args = [first.pk] if name in {"proposal", "change"} else []
        client.get(url(area, name, *args))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(url(area, name, *args)).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


PAGES = ["plan", "plans", "proposal", "agreements", "agreement", "organisation_panel"]
DECIDING = [
    "compute",
    "accept",
    "reject",
    "change",
    "rejections",
    "agreement_new",
    "agreement_edit",
    "redeem",
    "cancel",
    "reopen",
    "forget",
    "organisation_options",
]


@pytest.mark.parametrize("role", list(Role))
def test_who_may_see_and_who_may_decide(
    role: Role,
    area: Area,
    project: Project,
    charlie: User,
    org: Make,
    need: Make,
    offer: Make,
    agree: Make,
    login: Callable[[User], Client],
) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    proposal = actions.make_plan(area=area).proposals.get()
    arrow = proposal.transfers.all()[0]
    agreement = agree((arrow.giver, arrow.receiver))
    rejection = Rejection.objects.create(area=area, offer=arrow.offer, need=arrow.need, reason="other")
    keys = {
        "proposal": proposal.pk,
        "accept": proposal.pk,
        "reject": proposal.pk,
        "change": proposal.pk,
        "agreement": agreement.pk,
        "agreement_edit": agreement.pk,
        "redeem": agreement.pk,
        "cancel": agreement.pk,
        "reopen": agreement.pk,
        "organisation_panel": arrow.giver_id,
        "forget": rejection.pk,
    }
    posts = {"compute", "redeem", "cancel", "reopen", "forget"}

    def status(client: Client, name: str) -> int:
        address = url(area, name, *([keys[name]] if name in keys else []))
        return (client.post(address, {}) if name in posts else client.get(address)).status_code

    staff = project if role in {Role.COORDINATOR, Role.FIELD_WORKER} else None
    client = login(make_user(area, role, "Pia", staff))
    sees = Permission.VIEW_EXCHANGE in PERMISSIONS[role]
    decides = Permission.DECIDE_EXCHANGE in PERMISSIONS[role]
    assert {status(client, name) for name in PAGES} == ({200} if sees else {403})
    found = {name: status(client, name) for name in DECIDING}
    if decides:
        assert set(found.values()) <= {200, 302, 422}
    else:
        assert set(found.values()) == {403}
    stranger = login(charlie)
    assert {status(stranger, name) for name in (*PAGES, *DECIDING)} == {404}


def test_records_of_another_area_are_not_found_here(
    area: Area,
    other_area: Area,
    org: Make,
    need: Make,
    offer: Make,
    alice: User,
    agree: Make,
    login: Callable[[User], Client],
) -> None:
    swap(org, need, offer, "Bäckerei Sturm", "Kita Möwe")
    plan = actions.make_plan(area=area)
    proposal = plan.proposals.get()
    RingPlan.objects.filter(pk=plan.pk).update(area=other_area)
    client = login(alice)
    for name, pk in (("proposal", proposal.pk), ("accept", proposal.pk), ("earlier_plan", plan.pk)):
        assert client.get(url(area, name, pk)).status_code == 404
