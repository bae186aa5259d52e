"""The demonstration area: a living neighbourhood, built the same way twice, clearly fictional."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.utils import timezone
from shapely.geometry import Point, shape

from kogge.accounts.roles import Role
from kogge.actors.models import Relation
from kogge.actors.queries.sectors import title
from kogge.demo.builder import SEED, build
from kogge.exchange.models import Agreement
from kogge.handover.actions import compute
from kogge.networks.models import Network, TieAnswer
from kogge.networks.queries.health import health_of
from kogge.networks.queries.surveys.results import difference
from kogge.outreach.models import NoGo
from kogge.outreach.queries import no_go_pairs
from kogge.places.models import Area, Fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(built):
    return built.area


def test_it_has_the_size_of_a_neighbourhood(area):
    assert 385 <= area.organisations.count() <= 415
    assert area.interviews.count() == 120
    assert area.visits.count() > 700
    assert area.agreements.count() > 60
    assert 20 <= area.coordination_tasks.count() <= 30
    assert area.districts.count() == 4


def test_organisations_stand_in_their_district_with_a_known_sector(area):
    outlines = {district.pk: shape(district.boundary) for district in area.districts.all()}
    for row in area.organisations.all():
        assert outlines[row.district_id].contains(Point(row.lon, row.lat)), row
        if row.wz_code:
            assert title(row.wz_code), row.wz_code
        assert not row.email or row.email.endswith(".example")


def test_small_shops_are_small(area):
    sizes = Counter(area.organisations.filter(kind="business").values_list("size_class", flat=True))
    assert sizes["1"] + sizes["2-9"] > 0.8 * sum(sizes.values())


def test_names_are_given_once(area):
    names = list(area.organisations.values_list("name", flat=True))
    assert len(set(names)) == len(names)


def test_the_running_project_ends_in_nine_months(area):
    past, running = [], []
    today = timezone.localdate()
    for project in area.projects.all():
        (running if project.is_running else past).append(project)
    assert len(past) == 2
    assert len(running) == 1
    assert 265 <= (running[0].end - today).days <= 280


def test_visits_reach_back_three_years_with_a_gap_between_projects(area):
    done = sorted(area.visits.done().values_list("date", flat=True))
    assert done[0] <= timezone.localdate() - timedelta(days=1040)
    assert max((later - day).days for day, later in pairwise(done)) > 45
    assert done[-1] <= timezone.localdate()


def test_promises_were_kept_broken_and_left_open(area):
    ends = Counter(area.promises.values_list("status", flat=True))
    assert ends["kept"] > ends["broken"] >= 20
    assert ends["released"] > 3
    assert 0 < area.promises.overdue().count() < ends["open"]


def test_about_seventy_of_a_hundred_agreements_are_redeemed(area):
    counted = Counter(Agreement.objects.in_area(area).counted().values_list("status", flat=True))
    rate = (counted["redeemed"] + counted["partly"] / 2) / sum(counted.values())
    assert 0.65 <= rate <= 0.75


def test_the_rift_shows_in_relations_and_in_what_was_said_in_confidence(area):
    rifts = area.relations.filter(type=Relation.Type.RIFT)
    assert rifts.count() >= 6
    said = NoGo.objects.filter(interview__area=area)
    assert said.count() >= 10
    pairs = {frozenset(pair) for pair in no_go_pairs(area)}
    for agreement in area.agreements.all():
        for part in agreement.contributions.all():
            sides = frozenset((part.giver_id, part.receiver_id))
            assert sides not in {frozenset((r.source_id, r.target_id)) for r in rifts}
    assert pairs


def test_two_networks_are_over_and_the_running_one_hangs_on_staff(area):
    networks = Network.objects.filter(area=area)
    alive = networks.alive().get()
    assert networks.count() == 3
    assert alive.members.current().count() >= 25
    assert all(person.project_id for person in alive.leaders.all())
    assert all(network.ended_why for network in networks.exclude(pk=alive.pk))


def test_the_running_network_lives(area):
    alive = Network.objects.filter(area=area).alive().get()
    held = alive.meetings.filter(guests__isnull=False)
    assert held.count() >= 2
    assert all(meeting.attendees.count() for meeting in held)
    assert alive.charters.get().agreed_at in held
    won = alive.joint_actions.get(outcome="won")
    assert won.benefits.count() == 4
    assert sum(entry.signed for entry in alive.budget_entries.all()) == Decimal("37.60")
    health = health_of(alive)
    assert all(figure.value for figure in health.figures)
    assert len(health.warnings) >= 2


def test_two_surveys_of_the_running_network_are_closed_and_more_ties_came_than_broke(area):
    second, first = area.tie_surveys.order_by("-closed_at")
    assert all(survey.is_named and survey.scores.exists() for survey in (first, second))
    assert second.trust > first.trust
    found = difference(first, second)
    assert len(found.came) > len(found.broke) > 0
    assert not TieAnswer.objects.exclude(reliability=None).exists()


def test_most_coordination_hangs_on_staff(area):
    led = [task.leader.project_id is not None for task in area.coordination_tasks.all()]
    assert sum(led) / len(led) > 0.7
    assert not all(led)


def test_the_day_after_is_worrying_and_the_stored_weeks_follow_the_same_rules(area):
    outlook = compute(area, introductions=3)
    last = area.day_after_records.last()
    assert outlook.found.fragmentation_after > outlook.found.fragmentation_today + 0.15
    assert len(outlook.found.introductions) == 3
    assert last.fragmentation_today == pytest.approx(outlook.found.fragmentation_today, abs=0.02)
    assert last.fragmentation_after == pytest.approx(outlook.found.fragmentation_after, abs=0.02)
    assert abs(last.organisations - outlook.organisations) <= 2
    weeks = list(area.day_after_records.values_list("week", flat=True))
    assert len(weeks) > 100
    assert all(week.weekday() == 0 for week in weeks)
    assert {(later - week).days for week, later in pairwise(weeks)} == {7}


def test_history_lies_in_the_past_and_is_signed(area):
    now = timezone.now()
    promise = area.promises.filter(status="kept").first()
    first, last = promise.history.earliest(), promise.history.latest()
    assert first.status == "open"
    assert last.status == "kept"
    assert first.history_date < last.history_date <= now + timedelta(hours=12)
    assert first.history_date.date() >= promise.made_on
    assert first.history_user is not None
    assert area.organisations.filter(verified_on__isnull=False).first().history.count() >= 2


def test_facts_name_a_source_that_says_they_are_invented(area):
    facts = Fact.objects.filter(district__area=area)
    assert facts.count() > 100
    assert set(facts.values_list("source", flat=True)) == {"fiktiv (Demonstration)"}


def test_every_role_has_an_account_that_may_enter(built, area):
    for role, user in built.users.items():
        assert area.permissions_of(user), role
    assert set(built.users) == set(Role)


def test_it_is_idempotent_and_touches_no_real_area(area):
    again = build(slug="demo")
    assert not again.fresh
    assert again.area == area
    real = Area.objects.create(slug="wirklich", name="Wirklich")
    with pytest.raises(ValueError, match="no demonstration"):
        build(slug="wirklich")
    real.delete()


def test_the_same_seed_and_day_build_the_same_area(area):
    twin = build(slug="zwilling", seed=SEED, today=timezone.localdate()).area

    def told(place):
        rows = place.organisations.order_by("pk").values_list("name", "street", "housenumber", "phone")
        needs = place.needs.order_by("pk").values_list("text", "urgency", "created_on")
        return list(rows), list(needs), list(place.day_after_records.values_list("fragmentation_after", flat=True))

    assert told(twin) == told(area)


def test_shops_that_came_in_twice_are_suspected(area):
    pairs = area.possible_duplicates.all()
    listed = [pair for pair in pairs if "Liste" in pair.first.source + pair.second.source]
    assert len(listed) == 3
    assert pairs.count() <= 6
    assert area.organisations.first().linkage_keys.exists()
