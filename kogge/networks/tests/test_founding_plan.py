"""Looking for circles: what is stored passes an independent checker, wishes are heard, what cannot be met is said."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kogge.engine.circles.tests.checker import problems, worth
from kogge.exchange.queries import standing
from kogge.networks.actions import make_plan, wish
from kogge.networks.actions.founding import NotPossible
from kogge.networks.models import FoundingPlan, FoundingWish
from kogge.networks.queries.founding.page import circles_of
from kogge.networks.queries.founding.town import read_town
from kogge.outreach.models import NoGo

from .factories import relate
from .founding_town import house, scenario, shop

pytestmark = pytest.mark.django_db
SECONDS = 3.0


def solved(row, by=None) -> FoundingPlan:
    return make_plan(scenario=row, area=row.area, by=by, seconds=SECONDS)


def groups(plan):
    return [{seat.organisation.name for seat in circle.seats.all()} for circle in circles_of(plan)]


def as_json(row):
    """The town in the words of the checker, from the records themselves: not through the town that was solved."""
    apart = standing(row.area).apart
    members = []
    for organisation in row.area.organisations.filter(kind="business"):
        talk = organisation.interviews.get()
        need = organisation.needs.get()
        members.append(
            {
                "id": organisation.pk,
                "topics": {need.topic.group.code: need.urgency},
                "slots": talk.slots,
                "host": talk.would_join == "yes" and (talk.hours_per_month or 2) >= 2,
                "hours_per_month": talk.hours_per_month,
                "max_fee": talk.max_fee,
                "max_walk_m": talk.max_walk_m,
                "languages": talk.languages,
                "lat": organisation.lat,
                "lon": organisation.lon,
                "no_go": [b if a == organisation.pk else a for a, b in apart if organisation.pk in (a, b)],
            }
        )
    places = row.area.organisations.filter(kind="civic")
    return {
        "size": [row.least, row.most],
        "max_topics": row.topics,
        "topics": ["staff", "money", "rooms"],
        "meeting": {"hours_per_month": row.hours_per_month, "fee": row.fee},
        "places": [
            {"id": p.pk, "lat": p.lat, "lon": p.lon, "slots": ["tu-morning", "we-evening", "fr-noon"]} for p in places
        ],
        "members": members,
    }


def stored_circles(plan):
    return [
        {
            "slot": circle.slot,
            "place": circle.place_id,
            "language": circle.language,
            "topics": circle.topics,
            "members": [seat.organisation_id for seat in circle.seats.all()],
            "host": next(seat.organisation_id for seat in circle.seats.all() if seat.is_host),
        }
        for circle in circles_of(plan)
    ]


@given(seed=st.integers(0, 10_000), count=st.integers(2, 9))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_stored_breaks_no_condition(area, seed, count):
    area.founding_scenarios.all().delete()
    area.organisations.all().delete()
    draw = random.Random(seed)
    house(area)
    shops = [
        shop(
            area,
            f"Laden {number}",
            about=draw.choice(["staff", "money", "rooms"]),
            slots=draw.sample(["tu-morning", "we-evening", "fr-noon"], draw.randint(1, 3)),
            languages=draw.choice([["de"], ["de"], ["ar"], ["de", "ar"]]),
            would_join=draw.choice(["yes", "yes", "maybe"]),
            hours_per_month=draw.choice([1, 2, 2, 4]),
            max_fee=draw.choice([0, 5, 10]),
            max_walk_m=draw.choice([100, 1000, 1500]),
            lat=54.12 + draw.random() / 200,
        )
        for number in range(count)
    ]
    if draw.random() < 0.5:
        relate(shops[0], shops[1], "rift")
    NoGo.objects.create(interview=shops[-1].interviews.get(), organisation=shops[0])
    row = scenario(area, least=2, most=draw.choice([2, 3, 5]), topics=2, fee=draw.choice([0, 5]))
    plan = solved(row)
    found = stored_circles(plan)
    assert problems(as_json(row), found) == []
    assert worth(as_json(row), found) == plan.objective <= plan.bound
    inside = {pk for circle in found for pk in circle["members"]}
    assert {one.organisation_id for one in plan.rest.all()} == {one.pk for one in shops} - inside


@pytest.fixture
def town(area):
    """Six who could all sit together."""
    house(area)
    return [shop(area, f"Laden {number}") for number in range(6)]


def test_everybody_finds_a_circle_with_reasons(area, town, alice):
    plan = solved(scenario(area, most=6), by=alice)
    assert groups(plan) == [{one.name for one in town}]
    assert plan.is_optimal
    assert plan.made_by == alice
    (circle,) = circles_of(plan)
    seats = list(circle.seats.all())
    assert sum(seat.is_host for seat in seats) == 1
    assert {"topics", "free", "near", "language", "form"} <= {row["code"] for row in seats[0].reasons}
    assert seats[0].metres == 111


def test_wishes_are_heard(area, town, alice):
    row = scenario(area, least=2, most=3)
    one, two, three, four = town[:4]
    for kind, first, other in (("apart", one, two), ("together", one, three), ("out", four, None), ("pin", two, None)):
        wish(row=FoundingWish(scenario=row, kind=kind, organisation=first, other=other), by=alice, text="x")
    found = groups(solved(row))
    assert not any({one.name, two.name} <= group for group in found)
    assert any({one.name, three.name} <= group for group in found)
    assert not any(four.name in group for group in found)
    assert any(two.name in group for group in found)


def test_a_kept_circle_stays_and_the_wish_follows_it(area, town, alice):
    row = scenario(area, least=2, most=3)
    plan = solved(row)
    circle = circles_of(plan)[1]
    members = {seat.organisation_id for seat in circle.seats.all()}
    wish(row=FoundingWish(scenario=row, kind="keep", circle=circle), by=alice, text="x")
    again = solved(row)
    first = circles_of(again)[0]
    assert {seat.organisation_id for seat in first.seats.all()} == members
    assert row.wishes.get().circle == first
    someone = first.seats.first().organisation
    with pytest.raises(NotPossible, match="Laden"):
        wish(row=FoundingWish(scenario=row, kind="out", organisation=someone), by=alice, text="x")


def test_pinned_into_a_circle_sits_with_its_host(area, town, alice):
    row = scenario(area, least=2, most=3)
    first, second = circles_of(solved(row))
    newcomer = second.seats.filter(is_host=False).first().organisation
    wish(row=FoundingWish(scenario=row, kind="pin", organisation=newcomer, circle=first), by=alice, text="x")
    host = first.seats.get(is_host=True).organisation
    assert any({newcomer.name, host.name} <= group for group in groups(solved(row)))


def test_a_wish_replaces_what_it_contradicts(area, town, alice):
    row = scenario(area)
    for kind in ("pin", "out"):
        wish(row=FoundingWish(scenario=row, kind=kind, organisation=town[0]), by=alice, text="x")
    assert [one.kind for one in row.wishes.all()] == ["out"]


def test_sizes_that_cannot_be_met_come_with_the_nearest(area, town):
    plan = solved(scenario(area, least=7, most=9))
    assert not plan.circles.exists()
    note = plan.notes[0]
    assert note["code"] == "smaller"
    assert note["params"] == {"least": 7, "size": 6, "circles": 1, "members": 6}


def test_a_time_nobody_has_comes_with_the_best(area, town):
    plan = solved(scenario(area, slots=["su-early"]))
    assert plan.notes[0] == {"code": "empty_slots", "params": {"slots": "su-early", "best": "tu-morning", "count": 6}}


def test_who_is_left_out_hears_what_would_bring_them_in(area, town):
    late = shop(area, "Spät dran", slots=["we-evening"])
    plan = solved(scenario(area, most=8, least=3))
    rest = plan.rest.get(organisation=late)
    assert rest.reasons[0]["code"] == "too_few"
    assert rest.openings == [{"code": "slot", "params": {"value": "tu-morning", "circle": 1}}]


def test_the_confidential_name_is_never_stored(area, town):
    NoGo.objects.create(interview=town[0].interviews.get(), organisation=town[1])
    for other in town[2:]:
        NoGo.objects.create(interview=town[0].interviews.get(), organisation=other)
    plan = solved(scenario(area, most=6))
    rest = plan.rest.get(organisation=town[0])
    assert rest.reasons == [{"code": "no_go", "params": {"circle": 1}}]


def test_an_empty_area_gives_an_empty_plan(area):
    plan = make_plan(area=area, seconds=SECONDS)
    assert (plan.objective, plan.bound, plan.notes[0]["code"]) == (0, 0, "no_house")
    assert read_town(plan.scenario).town.members == ()
