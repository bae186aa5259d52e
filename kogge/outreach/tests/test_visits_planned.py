"""Planning a visit: whom, when, and who must not be asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.outreach.models import Visit

from .factories import days, make_organisation, make_visit


def test_plans_a_visit_found_by_typing(area, bob, organisation, english):
    make_organisation(area, "Friseur Kamm")
    client = english(bob)
    url = reverse("outreach:plan", args=[area.slug])
    answer = client.post(url, {"organisation_q": "sturm", "date": days(2).isoformat(), "channel": "visit"})
    assert answer.status_code == 302
    visit = Visit.objects.get()
    assert (visit.organisation, visit.date, visit.status) == (organisation, days(2), "planned")
    undo(Change.objects.latest("at"), by=bob)
    assert not Visit.objects.exists()


def test_planning_without_script_asks_which_organisation_is_meant(area, bob, english):
    first, second = make_organisation(area, "Café Möwe"), make_organisation(area, "Café Anker")
    client = english(bob)
    url = reverse("outreach:plan", args=[area.slug])
    data = {"organisation_q": "café", "date": days(2).isoformat(), "channel": "visit", "note": "Wegen Fest"}
    answer = client.post(url, data)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "Several organisations fit." in body
    assert f'value="{first.pk}"' in body
    assert f'value="{second.pk}"' in body
    assert "Wegen Fest" in body
    assert client.post(url, {**data, "organisation": second.pk}).status_code == 302
    assert Visit.objects.get().organisation == second
    assert "Nothing in the register fits" in client.post(url, {**data, "organisation_q": "xyz"}).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("date", days(-1).isoformat(), "This day has passed."),
        ("date", "2062-01-01", "The year 2062 cannot be right."),
        ("date", "", "required"),
        ("organisation", "", "Type a part of the name"),
    ],
)
def test_wrong_plans_are_refused_in_a_sentence(area, bob, organisation, english, field, value, said):
    data = {"organisation": organisation.pk, "date": days(2).isoformat(), "channel": "visit"}
    answer = english(bob).post(reverse("outreach:plan", args=[area.slug]), {**data, field: value})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Visit.objects.exists()


def test_nobody_is_planned_twice_on_a_day(area, bob, organisation, english):
    make_visit(organisation, 2)
    data = {"organisation": organisation.pk, "date": days(2).isoformat(), "channel": "visit"}
    answer = english(bob).post(reverse("outreach:plan", args=[area.slug]), data)
    assert "already planned on this day" in answer.content.decode()


def test_a_refusal_warns_before_a_new_visit_is_planned(area, bob, organisation, english):
    make_visit(organisation, -9, "refused")
    client = english(bob)
    url = reverse("outreach:plan", args=[area.slug])
    data = {"organisation": organisation.pk, "date": days(2).isoformat(), "channel": "visit"}
    answer = client.post(url, data)
    assert answer.status_code == 422
    assert "they do not want visits" in answer.content.decode()
    assert 'type="checkbox" name="despite_refusal"' in answer.content.decode()
    assert client.post(url, {**data, "despite_refusal": "on"}).status_code == 302
    assert Visit.objects.planned().count() == 1


def test_planned_visits_can_be_changed_and_called_off(area, bob, organisation, english):
    visit = make_visit(organisation, 3)
    client = english(bob)
    data = {"organisation": organisation.pk, "date": days(5).isoformat(), "time": "09:30", "channel": "phone"}
    assert client.post(reverse("outreach:replan", args=[area.slug, visit.pk]), data).status_code == 302
    visit.refresh_from_db()
    assert (visit.date, visit.channel, str(visit.time)) == (days(5), "phone", "09:30:00")
    client.post(reverse("outreach:cancel", args=[area.slug, visit.pk]))
    visit.refresh_from_db()
    assert visit.status == "cancelled"


def test_search_gives_hits_and_keeps_what_is_ticked(area, other_area, bob, english, organisation):
    make_organisation(other_area, "Bäckerei Fremd")
    ticked = make_organisation(area, "Friseur Kamm")
    make_organisation(area, "Bäckerei Alt", closed_on=days(-1))
    url = reverse("outreach:organisation_options", args=[area.slug])
    query = {"field": "not_with", "many": "1", "not_with_q": "baeck", "not_with": ticked.pk}
    body = english(bob).get(url, query).content.decode()
    assert "Bäckerei Sturm" in body
    assert f'value="{ticked.pk}" checked' in body
    assert "Fremd" not in body
    assert "Bäckerei Alt" not in body


def test_a_shop_that_nobody_knows_yet_can_be_added_from_the_search(area, bob, login):
    url = reverse("outreach:organisation_options", args=[area.slug])
    page = login(bob).get(url, {"field": "organisation", "organisation_q": "Neuer Laden"}).content.decode()
    assert f"{reverse('actors:new', args=[area.slug])}?name=Neuer+Laden" in page
