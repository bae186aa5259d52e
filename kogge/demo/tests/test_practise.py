"""Practice talks: marked, repeatable, and gone without a trace in the area's real records."""

from __future__ import annotations

import pytest

from kogge.accounts.roles import Role
from kogge.actors.models import Organisation, Person
from kogge.conftest import make_user
from kogge.demo.practise import PROGRAMME, practise, remove_practice, speaker
from kogge.exchange.models import Agreement, Contribution, Proposal, RingPlan, Transfer
from kogge.needs.models import Need, Offer
from kogge.outreach.models import Interview, Promise, Visit
from kogge.places.models import Project

MARKED = (Visit, Interview, Need, Offer, Promise)


@pytest.fixture
def register(area):
    codes = ["10.71.0", "47.24", "96.02.1", "43.21.0", "88.99", "", "47.76.1", "56.10.3"]
    rows = [
        Organisation(area=area, name=f"Betrieb {number}", wz_code=codes[number % len(codes)]) for number in range(40)
    ]
    return Organisation.objects.bulk_create(rows)


def told(area):
    return list(area.needs.order_by("pk").values_list("organisation__name", "topic__code", "text", "urgency"))


def test_every_record_is_marked_as_practice(area, register):
    made = practise(area, interviews=30)
    assert made.interviews == made.visits == 30
    assert made.needs >= 30
    assert made.offers > 15
    for model in MARKED:
        rows = model.objects.filter(area=area)
        assert rows.exists()
        assert all(row.is_practice for row in rows)
    assert all(visit.note.startswith("Übung: ") for visit in Visit.objects.filter(area=area))
    assert all(talk.situation.startswith("Übung: ") for talk in Interview.objects.filter(area=area))


def test_the_same_seed_gives_the_same_talks(area, register):
    practise(area, interviews=25, seed=4)
    first = told(area)
    remove_practice(area)
    practise(area, interviews=25, seed=4)
    assert told(area) == first
    remove_practice(area)
    practise(area, interviews=25, seed=5)
    assert told(area) != first


def test_not_more_talks_than_organisations_and_none_twice(area, register):
    assert practise(area, interviews=30).interviews == 30
    assert practise(area, interviews=30).interviews == 10
    assert practise(area, interviews=30).interviews == 0
    organisations = Interview.objects.filter(area=area).values_list("organisation", flat=True)
    assert len(set(organisations)) == len(organisations) == 40


def test_removing_leaves_what_is_real(area, register):
    alice = make_user(area, Role.STEWARD, "Greta")
    shop = register[0]
    real = Interview.objects.create(area=area, organisation=shop, situation="Läuft")
    practise(area, interviews=40)
    mine = Need.objects.create(area=area, organisation=shop, topic=area.topics.first(), text="Ein Raum", interview=real)
    removed = remove_practice(area, by=alice)
    assert removed.interviews == 40
    for model in MARKED:
        assert not model.objects.filter(area=area, is_practice=True).exists()
    assert list(Interview.objects.filter(area=area)) == [real]
    assert list(Need.objects.filter(area=area)) == [mine]
    assert Person.objects.filter(area=area).get().name == "Greta"
    assert not Project.objects.filter(area=area).exists()
    assert Organisation.objects.filter(area=area).count() == 40


def test_proposals_and_agreements_of_practice_go_too(area, register):
    practise(area, interviews=10)
    offer, need = Offer.objects.filter(area=area).first(), Need.objects.filter(area=area).last()
    plan = RingPlan.objects.create(area=area, objective=1, bound=1, is_optimal=True, seconds=0)
    proposal = Proposal.objects.create(plan=plan, kind="ring", score=1, probability=0.5)
    Transfer.objects.create(
        proposal=proposal,
        order=0,
        giver=offer.organisation,
        receiver=need.organisation,
        offer=offer,
        need=need,
        score=1,
    )
    agreement = Agreement.objects.create(
        area=area, title="Übung", due="2030-01-01", is_practice=True, proposal=proposal
    )
    Contribution.objects.create(
        agreement=agreement, giver=offer.organisation, receiver=need.organisation, text="Zwei Stunden"
    )
    remove_practice(area)
    assert not Proposal.objects.exists()
    assert not Agreement.objects.exists()
    assert RingPlan.objects.exists()


def test_workers_of_a_running_project_make_the_visits(area, register, alice):
    practise(area, interviews=5)
    assert set(Visit.objects.filter(area=area).values_list("visitor__name", flat=True)) == {"Alice"}
    assert not Project.objects.filter(programme=PROGRAMME).exists()


def test_without_staff_a_practice_project_has_somebody_to_lose(area, register):
    practise(area, interviews=5)
    project = Project.objects.get(programme=PROGRAMME)
    assert project.is_running
    assert project.staff.count() == 2
    remove_practice(area)
    assert not Person.objects.filter(area=area).exists()


def test_bad_wishes_are_refused(area):
    with pytest.raises(ValueError, match="no organisations"):
        practise(area)
    with pytest.raises(ValueError, match="negative"):
        practise(area, interviews=-1)


@pytest.mark.parametrize(
    ("kind", "code", "sector"),
    [
        ("business", "96.02.1", "K"),
        ("business", "43", "H"),
        ("business", "64.19", "B"),
        ("business", "", "L"),
        ("business", "86.23", "M"),
        ("civic", "", "V"),
    ],
)
def test_organisations_talk_like_their_sector(kind, code, sector):
    assert speaker(Organisation(kind=kind, wz_code=code))[0] == sector
