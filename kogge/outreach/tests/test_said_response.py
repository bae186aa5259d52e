"""Who was asked, who talked, who never was; and visits planned from the list."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kogge.actors.models import Person
from kogge.outreach.models import Visit

from .factories import TODAY, days, make_organisation, make_visit


@pytest.fixture
def page(area):
    return reverse("outreach:said", args=[area.slug])


@pytest.fixture
def listing(area):
    return reverse("outreach:asked", args=[area.slug])


@pytest.fixture
def street(area, district):
    """Five shops: one talked at the second try, one refused, one was away, two were never asked."""
    shops = {
        name: make_organisation(area, name, district=district, wz_code="47.11")
        for name in ("Sturm", "Linde", "Anker", "Krone")
    }
    shops["Verein"] = make_organisation(area, "Verein", kind="civic", wz_code="94.99")
    make_visit(shops["Sturm"], -9, "away")
    make_visit(shops["Sturm"], -3, "met")
    make_visit(shops["Linde"], -4, "refused")
    make_visit(shops["Anker"], -5, "away")
    make_visit(shops["Krone"], -5, "met", channel="mail")  # a letter asks nobody
    return shops


def cells(answer):
    """The table: name → the texts of its cells."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', answer.content.decode(), re.S)
    strip = lambda text: re.sub(r"<[^>]*>", "", text).strip()  # noqa: E731
    return {
        strip(name): [strip(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)] for name, rest in rows
    }


def names(answer):
    return {
        shop for shop in ("Sturm", "Linde", "Anker", "Krone", "Verein") if f">{shop}</a>" in answer.content.decode()
    }


def test_an_organisation_counts_once_with_its_best_outcome(bob, english, page, street):
    answer = english(bob).get(page)
    assert (
        "<strong>3</strong> of 5 organisations were asked, <strong>1</strong> talked with us."
        in answer.content.decode()
    )
    # in the register, asked, talked, does not want to, come back later, nobody there, response, never asked
    assert cells(answer)["Fischerviertel"] == ["4", "3", "1", "1", "0", "1", "33 %", "1"]
    assert cells(answer)["without a district"][:2] == ["1", "0"]


def test_every_number_opens_its_organisations(bob, english, page, listing, street):
    client = english(bob)
    body = client.get(page).content.decode()
    for state, expected in (
        ("talked", {"Sturm"}),
        ("refused", {"Linde"}),
        ("away", {"Anker"}),
        ("asked", {"Sturm", "Linde", "Anker"}),
        ("unasked", {"Krone", "Verein"}),
    ):
        assert f"state={state}" in body
        assert names(client.get(listing, {"state": state})) == expected
    assert names(client.get(listing, {"district": "none"})) == {"Verein"}
    assert names(client.get(listing, {"section": "S"})) == {"Verein"}


def test_by_month_and_by_person(area, bob, english, page, listing, street):
    me = Person.objects.get(area=area, user=bob)
    Visit.objects.filter(organisation=street["Sturm"]).update(visitor=me)
    client = english(bob)
    assert cells(client.get(page, {"by": "who"}))["Bob"][:2] == ["1", "1"]
    assert names(client.get(listing, {"state": "asked", "who": str(me.pk)})) == {"Sturm"}
    make_visit(street["Krone"], -70, "met")
    found = client.get(page, {"by": "month"})
    link = re.search(r'href="([^"]*state=asked[^"]*since=[^"]*)"', found.content.decode())[1].replace("&amp;", "&")
    assert names(client.get(link)) == {"Krone"}  # the oldest month stands first


def test_by_sector_names_the_section(bob, english, page, street):
    assert any(
        name.startswith("G ") and row[1] == "3"
        for name, row in cells(english(bob).get(page, {"by": "section"})).items()
    )


def test_practice_stays_apart(bob, english, page, area):
    make_visit(make_organisation(area, "Übung"), -1, "met", is_practice=True)
    client = english(bob)
    body = client.get(page).content.decode()
    assert "So far there are practice visits alone." in body
    assert "Nobody was asked yet" in body
    assert "<strong>1</strong> of 1" in client.get(page, {"practice": "only"}).content.decode()


def test_reached_over_time_ends_today(bob, english, page, street):
    body = english(bob).get(page).content.decode()
    assert "Reached: share of today" in body
    assert "20" in re.search(r'<th scope="row">[^<]*</th><td class="num">([^<]*)</td></tr></tbody>', body)[1]


def test_visits_are_planned_from_the_list(area, bob, english, listing, street):
    make_visit(street["Krone"], 2)
    client = english(bob)
    target = reverse("outreach:asked_plan", args=[area.slug])
    ticked = [street[name].pk for name in ("Verein", "Linde", "Krone")]
    answer = client.post(target, {"selected": ticked, "date": days(3).isoformat(), "next": listing}, follow=True)
    body = answer.content.decode()
    assert "1 visit planned for" in body
    assert "they do not want visits: Linde" in body
    assert "planned already: Krone" in body
    assert Visit.objects.filter(organisation=street["Verein"], date=days(3)).planned().count() == 1
    client.post(re.search(r'action="([^"]*undo[^"]*)"', body)[1])
    assert not Visit.objects.filter(organisation=street["Verein"]).exists()


def test_planning_says_what_is_missing(area, bob, english, street):
    client = english(bob)
    target = reverse("outreach:asked_plan", args=[area.slug])
    assert "Nothing is ticked" in client.post(target, {"date": TODAY.isoformat()}, follow=True).content.decode()
    past = client.post(target, {"selected": [street["Krone"].pk], "date": days(-1).isoformat()}, follow=True)
    assert "This day has passed." in past.content.decode()
    assert not Visit.objects.planned().exists()


def test_files_hold_what_is_filtered(area, bob, english, street):
    client = english(bob)
    found = client.get(reverse("outreach:said_export", args=[area.slug, "csv"]), {"by": "kind"})
    assert "Civic organisation;1;0;" in found.content.decode("utf-8-sig")
    answer = client.get(reverse("outreach:asked_export", args=[area.slug, "xlsx"]), {"district": "none"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert [row[0] for row in rows[1:]] == ["Verein"]


def test_nonsense_in_the_address_filters_nothing(bob, english, page, listing, street):
    client = english(bob)
    for query in (
        {"by": "x", "sort": "-rate"},
        {"district": "99999", "who": "²", "since": "gestern"},
        {"sort": "unasked"},
    ):
        assert "of 5 organisations" in client.get(page, query).content.decode()
    assert names(client.get(listing, {"state": "nonsense"})) == {"Krone", "Verein"}


@pytest.mark.parametrize("query", [{}, {"by": "who"}, {"by": "section"}])
def test_constant_queries(area, bob, english, page, listing, django_assert_max_num_queries, query):
    client = english(bob)

    def count(address):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as found:
            assert client.get(address, query).status_code == 200
        return len(found)

    make_visit(make_organisation(area, "Eins"), -1, "met")
    make_organisation(area, "Nie eins")
    client.get(page)
    one = count(page), count(listing)
    for name in ("Zwei", "Drei"):
        make_visit(make_organisation(area, name), -1, "met")
        make_organisation(area, f"Nie {name}")
    assert (count(page), count(listing)) == one


@pytest.mark.parametrize("by", ["district", "section", "kind", "who", "month"])
def test_each_way_to_look_counts_the_same_organisations(area, bob, english, page, street, by):
    make_visit(make_organisation(area, "Zu", closed_on=TODAY), -2, "met")
    client = english(bob)
    place = 1 if by in {"district", "section", "kind"} else 0
    for query, asked, known in (({}, 3, 5), ({"text": "an"}, 1, 1)):
        answer = client.get(page, query | {"by": by})
        assert re.search(rf"<strong>{asked}</strong> of {known} organisation", answer.content.decode())
        lines = [row for row in cells(answer).values() if len(row) > 1]  # the curve below is a table too
        assert sum(int(row[place]) for row in lines) == asked


def test_the_visits_are_read_once(area, bob, english, page, street):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = english(bob)
    with CaptureQueriesContext(connection) as found:
        client.get(page)
    assert sum('FROM "outreach_visit"' in query["sql"] for query in found.captured_queries) == 1
