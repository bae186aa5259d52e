"""From talks to the engine's town: who takes part, who is asked what first, where they could meet."""

from __future__ import annotations

import pytest

from kogge.actors.models import Position, Relation
from kogge.networks.models import FoundingScenario
from kogge.networks.queries.founding.town import read_town
from kogge.outreach.models import NoGo

from .factories import make_organisation, relate
from .founding_town import house, scenario, shop, topic

pytestmark = pytest.mark.django_db


def codes(rows):
    return [row["code"] for row in rows]


def test_who_said_when_and_agreed_takes_part(area):
    one, two = shop(area, "Eins"), shop(area, "Zwei", max_walk_m=None, hours_per_month=None)
    place = house(area)
    reading = read_town(scenario(area))
    assert [m.id for m in reading.town.members] == [str(one.pk), str(two.pk)]
    member = reading.town.members[0]
    assert dict(member.topics) == {"staff": 2}
    assert member.slots == {"tu-morning"}
    assert member.languages == {"de"}
    assert (member.max_walk_m, member.hours_per_month, member.max_fee, member.host) == (1000, 2, 10, True)
    assert reading.town.members[1].max_walk_m == 2000
    assert [p.id for p in reading.town.places] == [f"h{place.pk}"]


def test_what_is_missing_is_a_question_for_the_next_visit(area):
    silent = shop(area, "Ohne Einwilligung", consent=False)
    vague = shop(area, "Vage", slots=[], languages=[], would_join="", lat=None)
    unspoken = make_organisation(area, "Nie gesprochen")
    unspoken.needs.create(area=area, topic=topic(area, "x", "staff"), text="x")
    reading = read_town(scenario(area))
    assert codes(reading.missing[silent.pk]) == ["consent"]
    assert codes(reading.missing[vague.pk]) == ["join", "slots", "languages", "place"]
    assert codes(reading.missing[unspoken.pk]) == ["interview", "consent"]
    assert not reading.town.members
    assert reading.numbers["without_consent"] == 2


def test_a_no_and_a_wish_for_no_table_are_respected(area):
    no, messenger = shop(area, "Nein", would_join="no"), shop(area, "Nur Chat", formats=["messenger"])
    reading = read_town(scenario(area))
    assert reading.refused[no.pk]["code"] == "said_no"
    assert reading.refused[messenger.pk]["code"] == "format"


def test_rifts_and_no_gos_keep_apart(area):
    one, two, three = shop(area, "Eins"), shop(area, "Zwei"), shop(area, "Drei")
    relate(one, two, Relation.Type.RIFT)
    NoGo.objects.create(interview=three.interviews.get(), organisation=one)
    town = read_town(scenario(area)).town
    apart = {m.id: m.no_go for m in town.members}
    assert apart == {
        str(one.pk): {str(two.pk), str(three.pk)},
        str(two.pk): {str(one.pk)},
        str(three.pk): {str(one.pk)},
    }


def test_project_staff_is_never_host(area, alice):
    one = shop(area, "Eins")
    Position.objects.create(person=alice.persons.get(), organisation=one, title="Aushilfe")
    conditional, busy = shop(area, "Bedingt", would_join="maybe"), shop(area, "Wenig Zeit", hours_per_month=1)
    town = read_town(scenario(area)).town
    assert {m.id: m.host for m in town.members} == {str(x.pk): False for x in (one, conditional, busy)}


def test_practice_and_real_never_sit_together(area):
    real, practice = shop(area, "Echt"), shop(area, "Übung", consent=False, is_practice=True)
    reading = read_town(scenario(area))
    assert {m.id: m.languages for m in reading.town.members} == {str(real.pk): {"de"}, str(practice.pk): {"p-de"}}
    assert reading.practice == {practice.pk}


def test_houses_of_civic_partners_come_first(area):
    civic = house(area)
    near = house(area, "Gaststube", kind="business")
    far = house(area, "Landgasthof", kind="business", lat=54.2)
    quiet = house(area, "Schweigt", offers=False)
    found = {int(p.id[1:]) for p in read_town(scenario(area)).town.places}
    assert found == {civic.pk, far.pk}
    assert near.pk not in found
    assert quiet.pk not in found


def test_without_an_offered_room_every_civic_house_is_asked(area):
    quiet = house(area, "Schweigt", offers=False)
    assert [p.id for p in read_town(scenario(area)).town.places] == [f"h{quiet.pk}"]


def test_an_invented_room_is_a_house_while_practising_only(area):
    civic = house(area, offers=False)
    invented = house(area, "Erfunden", offers=False)
    room = topic(area, "meeting-room", "rooms")
    invented.offers.create(area=area, topic=room, text="Übung: Saal", is_practice=True)
    shop(area, "Übung", consent=False, is_practice=True)
    assert [p.id for p in read_town(scenario(area)).town.places] == [f"h{invented.pk}"]
    shop(area, "Echt")
    places = read_town(FoundingScenario.objects.get()).town.places
    assert [p.id for p in places] == [f"h{civic.pk}", f"h{invented.pk}"]


def test_the_scenario_limits_times_sizes_and_costs(area):
    shop(area, "Eins", slots=["tu-morning", "we-evening"])
    limits = {"slots": ["we-evening"], "least": 3, "most": 5, "hours_per_month": 2, "fee": 4}
    town = read_town(scenario(area, **limits)).town
    assert town.slots == ("we-evening",)
    assert town.members[0].slots == {"we-evening"}
    assert town.size == (3, 5)
    assert (town.meeting.hours_per_month, town.meeting.fee) == (2, 4)


@pytest.mark.parametrize("count", [1, 3])
def test_reading_asks_a_constant_number_of_queries(area, count, django_assert_num_queries):
    house(area)
    for number in range(count):
        shop(area, f"Laden {number}")
    row = FoundingScenario.objects.select_related("area").get(pk=scenario(area).pk)
    with django_assert_num_queries(18):
        read_town(row)
