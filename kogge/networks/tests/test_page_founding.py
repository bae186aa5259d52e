"""Who could come together? A scenario with its wishes, two side by side, a network founded by a press."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.accounts.roles import Role
from kogge.actors.models import Consent
from kogge.actors.signals import consent_withdrawn
from kogge.conftest import make_user
from kogge.core.models import Change, Job
from kogge.core.undo import undo
from kogge.needs.models import Need, Offer, RelatedTopic
from kogge.networks.models import FoundingCircle, FoundingScenario, FoundingWish, Network, NetworkMember
from kogge.places.models import District

from .factories import TODAY
from .founding_town import house, leave_out, scenario, shop, stored, topic


@pytest.fixture
def place(area):
    return house(area)


@pytest.fixture
def shops(area):
    return [shop(area, f"Laden {number}") for number in range(4)]


@pytest.fixture
def plan(area, place, shops):
    return stored(scenario(area), place, shops[:2], shops[2:])


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def text(answer):
    return " ".join(answer.content.decode().split())


def test_an_empty_page_teaches_and_the_first_press_looks(area, stella, login):
    client = login(stella)
    page = text(client.get(url("founding", area)))
    assert "Noch hat niemand gesucht." in page
    answer = client.post(url("founding_first", area))
    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job", args=[job.pk])
    assert job.work == "kogge.networks.actions.run_plan"
    assert FoundingScenario.objects.get().name == "Alle Zeiten"


def test_the_answer_is_one_sentence_with_its_figures(area, plan, stella, login):
    page = text(login(stella).get(url("founding", area)))
    assert (
        "<strong>2</strong> Kreise mit <strong>4</strong> Betrieben. Bewiesen: Keine andere Auswahl ist besser." in page
    )
    for words in (
        "Kreis 1: Staff",
        "Dienstag 9 bis 12",
        "Stadtteilhaus</a>, Kaistraße 1",
        "Deutsch",
        "Laden 0 und Laden 1 brauchen dasselbe (staff-1): einmal gemeinsam angehen.",
        "Zum Treffpunkt sind es 100 m.",
        "Hat Zeit: Dienstag 9 bis 12 Uhr.",
        "Kommt nur unter Bedingungen: Sprechen Sie zuerst darüber.",
    ):
        assert words in page, words


def test_the_first_win_is_what_one_can_give_another(area, plan, shops, stella, login):
    helpful = topic(area, "flyer", "publicity")
    Offer.objects.create(area=area, organisation=shops[1], topic=helpful, text="Ich drucke Flyer.")
    Need.objects.create(area=area, organisation=shops[0], topic=topic(area, "poster", "publicity"), text="Ein Plakat")
    assert "Ich drucke Flyer" not in text(login(stella).get(url("founding", area)))  # another topic
    RelatedTopic.objects.create(from_topic=topic(area, "poster", "publicity"), to_topic=helpful)
    page = text(login(stella).get(url("founding", area)))
    assert "Laden 1 bietet „Ich drucke Flyer“, Laden 0 sucht „Ein Plakat“" in page


def test_a_gap_is_said(area, place, shops, stella, login):
    stored(scenario(area), place, shops, objective=95, bound=100)
    assert "höchstens 5,0 % unter dem Bestmöglichen" in text(login(stella).get(url("founding", area)))


def test_why_somebody_is_left_out_is_for_those_who_read_interviews(area, place, shops, alice, stella, login):
    made = stored(scenario(area), place, shops[:2])
    leave_out(made, shops[3], "fee", has="5", needs="10")
    page = text(login(alice).get(url("founding", area)))
    assert "Zahlt höchstens 5 € im Monat; ein Kreis kostet 10 €." in page
    assert "Es bräuchte: Auch Dienstag 9 bis 12 Uhr Zeit: Kreis 1." in page
    assert "Zahlt höchstens" not in text(login(stella).get(url("founding", area)))


def test_what_could_not_be_met_is_one_sentence(area, place, shops, stella, login):
    made = stored(scenario(area), place)
    made.notes = [
        {"code": "smaller", "params": {"least": 5, "size": 4, "circles": 1, "members": 4}},
        {"code": "empty_slots", "params": {"slots": "su-early", "best": "tu-morning", "count": 4}},
        {"code": "not_placed", "params": {"party": shops[0].pk}},
    ]
    made.save()
    page = text(login(stella).get(url("founding", area)))
    assert "Kein Kreis erreicht 5 Mitglieder. Mit 4 wäre es ein Kreis." in page
    assert "Niemand hat Zeit: Sonntag vor 9 Uhr. Die meisten haben Zeit: Dienstag 9 bis 12 Uhr (4 Betriebe)." in page
    assert "Laden 0 fand keinen Platz wie gewünscht" in page


def test_pin_forbid_keep_and_release(area, plan, shops, stella, login):
    client, row = login(stella), plan.scenario
    first, second = plan.circles.all()
    client.post(url("founding_pin", area, first.pk, shops[0].pk))
    client.post(url("founding_out", area, row.pk, shops[1].pk))
    client.post(url("founding_keep", area, second.pk))
    assert [(w.kind, w.organisation, w.circle) for w in row.wishes.all()] == [
        ("pin", shops[0], first),
        ("out", shops[1], None),
        ("keep", None, second),
    ]
    page = text(client.get(url("founding_scenario", area, row.pk)))
    assert "Grenzen oder Wünsche haben sich seither geändert: Suchen Sie neu." in page
    assert "Kreis 2 bleibt, wie er ist" in page
    refused = client.post(url("founding_out", area, row.pk, shops[2].pk), follow=True)
    assert "Geben Sie zuerst den Kreis frei" in text(refused)
    client.post(url("founding_wish_remove", area, row.wishes.first().pk))
    assert row.wishes.count() == 2
    undo(Change.objects.latest("at"), by=stella)
    assert row.wishes.count() == 3


def test_two_together_or_apart(area, plan, shops, stella, login):
    client, row = login(stella), plan.scenario
    address = url("founding_wish_new", area, row.pk)
    alone = client.post(address, {"organisation": shops[0].pk, "kind": "apart"})
    assert alone.status_code == 422
    assert "Sagen Sie, mit wem." in text(alone)
    same = client.post(address, {"organisation": shops[0].pk, "kind": "apart", "other": shops[0].pk})
    assert "Wählen Sie zwei verschiedene Betriebe." in text(same)
    client.post(address, {"organisation": shops[0].pk, "kind": "apart", "other": shops[1].pk})
    client.post(address, {"organisation": shops[1].pk, "kind": "together", "other": shops[0].pk})
    assert str(row.wishes.get()) == "Laden 1 nur zusammen mit Laden 0"


def test_nobody_from_elsewhere_can_be_wished(area, plan, other_area, stella, login):
    stranger = shop(other_area, "Fremd")
    answer = login(stella).post(url("founding_out", area, plan.scenario_id, stranger.pk))
    assert answer.status_code == 404
    assert not FoundingWish.objects.exists()


def filled(**values):
    return {"name": "Abends", "least": 2, "most": 4, "topics": 3, "hours_per_month": 1, "fee": 0, **values}


def test_a_scenario_with_its_own_times(area, plan, stella, login):
    client = login(stella)
    client.post(url("founding_scenario_new", area), filled(slots=["tu-morning"]))
    row = FoundingScenario.objects.get(name="Abends")
    assert row.slots == ["tu-morning"]
    client.post(url("founding_scenario_edit", area, row.pk), filled(name="Dienstags", slots=["tu-morning"], most=3))
    row.refresh_from_db()
    assert (row.name, row.most) == ("Dienstags", 3)
    client.post(url("founding_compute", area, row.pk))
    assert Job.objects.get().arguments["scenario"] == row.pk
    client.post(url("founding_scenario_remove", area, row.pk))
    assert not FoundingScenario.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"least": 5, "most": 4}, "Ein Kreis kann nicht mindestens 5 und höchstens 4 Mitglieder haben."),
        ({"least": 9, "most": 12}, "Zurzeit könnten nur 4 Betriebe teilnehmen. Tragen Sie 4 oder weniger ein."),
        ({"slots": ["su-early"]}, "Zu diesen Zeiten hat niemand Zeit. Die meisten haben Zeit: Dienstag 9 bis 12"),
        ({"name": "Alle Zeiten"}, "Ein Szenario mit diesem Namen gibt es schon."),
        ({"slots": ["never"]}, "never"),
    ],
)
def test_limits_that_cannot_be_met_are_refused_with_the_nearest(area, plan, stella, login, values, words):
    answer = login(stella).post(url("founding_scenario_new", area), filled(**values))
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Abends" in text(answer) or values.get("name")


def test_two_scenarios_side_by_side(area, plan, place, shops, stella, login):
    stored(scenario(area, "Abends"), place, shops[:1] + shops[3:], objective=4, bound=5)
    page = text(login(stella).get(url("founding_compare", area)))
    assert "„<strong>Alle Zeiten</strong>“ bringt am meisten: <strong>4</strong> Betriebe" in page
    assert "20,0 %" in page
    assert "Laden 1, Laden 2" in page
    assert "keiner: bewiesen das Beste" in page
    alone = login(stella).get(url("founding_compare", area) + f"?with={plan.scenario_id}&with=x")
    assert "braucht es zwei Szenarien" in text(alone)


def test_found_a_network_and_take_it_back(area, plan, shops, stella, login):
    client, circle = login(stella), plan.circles.first()
    page = text(client.get(url("founding_found", area, circle.pk)))
    assert "Kreis bei: Stadtteilhaus" in page
    answer = client.post(url("founding_found", area, circle.pk), {"name": "Dienstagstisch", "purpose": "Lehrlinge"})
    network = Network.objects.get()
    assert answer["Location"] == url("network", area, network.pk)
    assert (network.stage, network.name, network.purpose) == ("idea", "Dienstagstisch", "Lehrlinge")
    members = NetworkMember.objects.filter(network=network).order_by("organisation__name")
    assert [(m.organisation, m.role) for m in members] == [(shops[0], "host"), (shops[1], "member")]
    circle.refresh_from_db()
    assert circle.network == network
    assert "Alle Zeiten" in text(client.get(url("network", area, network.pk)))
    assert "Dienstagstisch" in text(client.get(url("founding", area)))
    again = client.post(url("founding_found", area, circle.pk), {"name": "Noch einer"}, follow=True)
    assert "schon ein Netzwerk gegründet" in text(again)
    assert Network.objects.count() == 1
    undo(Change.objects.filter(label__contains="Dienstagstisch").latest("at"), by=stella)
    circle.refresh_from_db()
    assert circle.network is None
    assert not Network.objects.exists()


def test_members_of_two_districts_are_said(area, plan, shops, stella, login):
    for name, row in (("Nord", shops[0]), ("Süd", shops[1])):
        row.district = District.objects.create(area=area, name=name)
        row.save()
    page = text(login(stella).get(url("founding_found", area, plan.circles.first().pk)))
    assert "Die Mitglieder kommen aus verschiedenen Stadtteilen: Nord, Süd." in page


def test_who_took_consent_back_cannot_be_founded_with(area, plan, shops, stella, login):
    Consent.objects.filter(organisation=shops[1]).delete()
    client, circle = login(stella), plan.circles.first()
    answer = client.post(url("founding_found", area, circle.pk), {"name": "Tisch"})
    assert answer.status_code == 422
    assert "Laden 1 hat nicht in die Vermittlung eingewilligt." in text(answer)
    assert not Network.objects.exists()


def test_who_withdraws_consent_leaves_the_proposals(area, plan, shops, alice, stella, login):
    leave_out(plan, shops[3])
    FoundingWish.objects.create(scenario=plan.scenario, kind="out", organisation=shops[1])
    for gone in (shops[1], shops[3]):
        consent_withdrawn.send(sender=None, organisation=gone, purpose="matching", on=TODAY, by=alice)
    assert not FoundingWish.objects.exists()
    assert not plan.rest.exists()
    page = text(login(stella).get(url("founding", area)))
    assert "Laden 1" not in page
    assert "Jemand aus diesem Kreis ist nicht mehr da: Suchen Sie neu nach Kreisen." in page
    consent_withdrawn.send(sender=None, organisation=shops[0], purpose="publication", on=TODAY, by=alice)
    assert plan.circles.first().seats.count() == 1


def test_practice_circles_found_nothing(area, plan, stella, login):
    FoundingCircle.objects.update(is_practice=True)
    answer = login(stella).post(url("founding_found", area, plan.circles.first().pk), {"name": "Tisch"})
    assert "Das sind Übungsgespräche" in text(answer)
    assert not Network.objects.exists()


def test_viewers_see_and_do_not_decide(area, plan, vera, login):
    client = login(vera)
    page = text(client.get(url("founding", area)))
    assert "Netzwerk gründen" not in page
    assert "Neu suchen" not in page
    for name, keys in (("founding_first", ()), ("founding_keep", (plan.circles.first().pk,))):
        assert client.post(url(name, area, *keys)).status_code == 403
    partner = make_user(area, Role.CIVIC_PARTNER, "Petra")
    assert login(partner).get(url("founding", area)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(area, place, alice, login, count, django_assert_max_num_queries):
    row = scenario(area)
    groups = [[shop(area, f"Laden {g}{i}") for i in range(count + 1)] for g in range(count)]
    made = stored(row, place, *groups)
    for number in range(count):
        leave_out(made, shop(area, f"Draußen {number}"))
    client = login(alice)
    client.get(url("founding", area))
    with django_assert_max_num_queries(40) as asked:
        client.get(url("founding", area))
    assert len(asked) == PAGE_QUERIES


PAGE_QUERIES = 22
