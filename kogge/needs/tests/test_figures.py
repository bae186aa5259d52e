"""Of what is there too little? Needs and offers counted, each number with its records."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kogge.accounts.roles import Role
from kogge.conftest import make_user
from kogge.outreach.tests.factories import days, make_organisation

from .factories import make_need, make_offer, make_topic


@pytest.fixture
def page(area):
    return reverse("needs:figures", args=[area.slug])


@pytest.fixture
def painting(area):
    return make_topic(area, "Malern", "Handwerk")


@pytest.fixture
def room(area):
    return make_topic(area, "Besprechungsraum", "Räume")


@pytest.fixture
def board(area, district, painting, room):
    """Painting: three needs (one settled, one past its day), one offer. Room: one need, three offers."""
    near = make_organisation(area, "Nah", district=district, wz_code="43.34")
    far = make_organisation(area, "Fern", kind="civic")
    make_need(near, painting, "Zaun streichen")
    make_need(near, painting, "Schild malen", status="met", created_on=days(-400))
    make_need(far, painting, "Vorbei", valid_until=days(-1))
    make_offer(far, painting, "Kann streichen")
    make_need(far, room, "Raum gesucht")
    for number in range(3):
        make_offer(near, room, f"Raum {number}")
    return near, far


def table(answer):
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', answer.content.decode(), re.S)
    strip = lambda text: re.sub(r"<[^>]*>", "", text).strip()  # noqa: E731
    return {
        strip(name): [strip(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", rest, re.S)] for name, rest in rows
    }


def test_noted_open_settled_and_the_gap(bob, english, page, board):
    answer = english(bob).get(page)
    # needs noted, open, settled, offers noted, open, settled, gap
    assert table(answer)["Handwerk EN"][:7] == ["3", "1", "1", "1", "1", "0", "0"]
    assert table(answer)["Räume EN"][:7] == ["1", "1", "0", "3", "3", "0", "-2"]
    assert table(answer)["together"][:7] == ["4", "2", "1", "4", "4", "0", "-2"]
    body = answer.content.decode()
    assert "<strong>2</strong> needs are open, <strong>4</strong> offers." in body
    assert "Most to spare is at <strong>Räume EN</strong>: 3 offers, 1 needs." in body
    assert body.count('<svg class="bar brick"') == 2


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("topic", {"Malern EN": ["3", "1"], "Besprechungsraum EN": ["1", "1"]}),
        ("district", {"Fischerviertel": ["2", "1"], "without a district": ["2", "1"]}),
        ("kind", {"Business": ["2", "1"], "Civic organisation": ["2", "1"]}),
        ("section", {"F Baugewerbe": ["2", "1"], "not known": ["2", "1"]}),
    ],
)
def test_by_other_things(bob, english, page, board, by, expected):
    found = table(english(bob).get(page, {"by": by}))
    for name, numbers in expected.items():
        row = next(cells for label, cells in found.items() if label.casefold() == name.casefold())
        assert row[:2] == numbers


def test_every_number_opens_what_it_counts(bob, english, page, board):
    client = english(bob)
    for by in ("group", "district", "section", "kind", "month", "quarter"):
        body = client.get(page, {"by": by}).content.decode()
        for row in re.findall(r'<tr><th scope="row">.*?</tr>', body, re.S):
            links = re.findall(r'<a href="([^"]*)">(\d+)</a>', row)
            for address, number in links[:-1]:
                shown = client.get(address.replace("&amp;", "&")).content.decode()
                counted = re.search(r"<strong>(\d+)</strong> needs?, <strong>(\d+)</strong> offer", shown)
                assert number in counted.groups(), (by, address)


def test_over_time_no_month_is_left_out(bob, english, page, board):
    body = english(bob).get(page, {"by": "month"}).content.decode()
    assert "Needs noted" in body
    assert body.count("<circle") >= 26  # fourteen months or so, twice
    assert "quarter" in english(bob).get(page, {"by": "quarter"}).content.decode()


def test_a_second_view_across(bob, english, page, board):
    client = english(bob)
    found = table(client.get(page, {"by": "group", "across": "district", "show": "offers"}))
    assert found["Räume EN"] == ["3", "0", "3"]
    assert found["Handwerk EN"] == ["0", "1", "1"]
    make_need(board[0], make_topic(board[0].area, "Recht", "Amt"))
    found = table(client.get(page, {"by": "group", "across": "district", "show": "needs"}))
    assert found["Amt EN"] == ["1", "·", "1"]


def test_filters_stay_in_the_address(bob, english, page, board, district):
    answer = english(bob).get(page, {"by": "topic", "district": district.pk, "sort": "-needs"})
    assert table(answer)["together"][:4] == ["2", "1", "1", "3"]
    body = answer.content.decode()
    assert f"by=topic&amp;district={district.pk}&amp;sort=" in body
    assert '<input type="hidden" name="by" value="topic">' in body


def test_sorts_by_a_column(bob, english, page, board):
    client = english(bob)
    assert next(iter(table(client.get(page, {"sort": "gap"})))) == "Räume EN"
    assert next(iter(table(client.get(page, {"sort": "-gap"})))) == "Handwerk EN"


def test_practice_can_be_left_out(area, bob, english, page, board, room):
    make_need(board[0], room, "Übung", is_practice=True)
    client = english(bob)
    assert table(client.get(page))["Räume EN"][0] == "2"
    assert table(client.get(page, {"practice": "no"}))["Räume EN"][0] == "1"


def test_files(area, bob, english, board):
    client = english(bob)
    found = client.get(reverse("needs:figures_export", args=[area.slug, "csv"])).content.decode("utf-8-sig")
    assert "Räume EN;1;1;0;3;3;0;-2" in found
    answer = client.get(reverse("needs:figures_export", args=[area.slug, "xlsx"]), {"by": "group", "across": "kind"})
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert ("Räume EN", "Business", 0, 0, 0, 3, 3, 0, -3) in rows


def test_nothing_noted_is_said(bob, english, page):
    client = english(bob)
    assert "Nothing has been noted so far." in client.get(page).content.decode()
    assert "fits these filters" in client.get(page, {"kind": "civic"}).content.decode()


def test_nonsense_in_the_address(bob, english, page, board):
    client = english(bob)
    for query in (
        {"by": "x", "across": "y", "show": "z"},
        {"since": "gestern", "topic": "²"},
        {"by": "kind", "across": "kind"},
    ):
        assert client.get(page, query).status_code == 200


def test_who_sees_needs_sees_their_number(area, english, page, board):
    assert english(make_user(area, Role.VIEWER, "Vera")).get(page).status_code == 200
    assert english(make_user(area, Role.MEMBER, "Mia")).get(page).status_code == 403


@pytest.mark.parametrize("query", [{}, {"by": "month"}, {"by": "section", "across": "group"}])
def test_constant_queries(area, bob, english, page, query):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = english(bob)

    def count():
        with CaptureQueriesContext(connection) as found:
            assert client.get(page, query).status_code == 200
        return len(found)

    make_need(make_organisation(area, "Eins", wz_code="43.34"), make_topic(area, "T1", "A"))
    count()
    one = count()
    for name in ("Zwei", "Drei"):
        make_offer(
            make_organisation(area, name, wz_code="47.11"), make_topic(area, f"T{name}", name), created_on=days(-60)
        )
    assert count() == one
