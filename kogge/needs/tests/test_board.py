"""What do they need, what do they have? The board, its filters, its files."""

from __future__ import annotations

import io
import re

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from kogge.accounts.roles import Role
from kogge.actors.models import Person, Position
from kogge.conftest import make_user
from kogge.outreach.tests.factories import days, make_organisation

from .factories import make_need, make_offer, make_topic


@pytest.fixture
def painting(area):
    return make_topic(area, "Malern", "Handwerk", words="streichen tapezieren")


@pytest.fixture
def room(area):
    return make_topic(area, "Besprechungsraum", "Räume")


@pytest.fixture
def listing(area):
    return reverse("needs:board", args=[area.slug])


@pytest.fixture
def member(area, organisation):
    """A member business: sees and changes only what is its own."""
    user = make_user(area, Role.MEMBER, "Mia")
    Position.objects.create(
        person=Person.objects.get(user=user), organisation=organisation, title="Inhaberin", opens_records=True
    )
    return user


def words(answer):
    return re.findall(r'<p class="words">([^<]*)</p>', answer.content.decode())


def test_counts_and_what_is_missed_most(area, bob, organisation, painting, room, english, listing):
    make_need(organisation, painting, "Fassade streichen")
    make_need(organisation, painting, "Zaun streichen")
    make_need(organisation, room)
    make_offer(organisation, room)
    make_need(organisation, painting, status="met")
    body = english(bob).get(listing).content.decode()
    assert "<strong>3</strong> needs, <strong>1</strong> offer." in body
    assert "What is missed most: <strong>Malern EN</strong>" in body
    assert "Fassade streichen" in body


def test_empty_boards_teach(area, bob, english, listing):
    client = english(bob)
    assert "This area has no topics yet." in client.get(listing).content.decode()
    make_topic(area)
    assert "Nothing has been noted so far." in client.get(listing).content.decode()
    assert "fits these filters" in client.get(listing, {"q": "x"}).content.decode()


def test_filters(area, bob, organisation, district, painting, room, english, listing):
    far = make_organisation(area, "Café Ütze", kind="civic")
    make_need(organisation, painting, "Fassade auffrischen", urgency=3)
    make_need(far, room, "Öfter ein Raum", created_on=days(-30))
    make_need(far, room, "Vorbei", valid_until=days(-1))
    make_offer(far, painting, "Erledigt", status="met")
    make_offer(far, painting, "Übung", is_practice=True)
    client = english(bob)

    def found(**query):
        return sorted(words(client.get(listing, query, headers={"hx-request": "true"})))

    assert found() == ["Fassade auffrischen", "Öfter ein Raum", "Übung"]
    assert found(group=painting.group_id) == ["Fassade auffrischen", "Übung"]
    assert found(topic=room.pk) == ["Öfter ein Raum"]
    assert found(district=district.pk) == ["Fassade auffrischen"]
    assert found(kind="civic") == ["Öfter ein Raum", "Übung"]
    assert found(status="met") == ["Erledigt"]
    assert found(status="expired") == ["Vorbei"]
    assert len(found(status="all")) == 5
    assert found(practice="only") == ["Übung"]
    assert found(practice="no", q="streichen") == ["Fassade auffrischen"]
    assert found(q="öfter") == ["Öfter ein Raum"]
    assert found(q="uetze") == ["Öfter ein Raum", "Übung"]
    assert found(topic="nonsense", district="x", status="y") == ["Fassade auffrischen", "Öfter ein Raum", "Übung"]


def test_orders(area, bob, organisation, painting, english, listing):
    barber = make_organisation(area, "Änderungsschneiderei")
    make_need(organisation, painting, "alt und dringend", urgency=3, created_on=days(-9))
    make_need(barber, painting, "neu", urgency=1)
    client = english(bob)
    assert words(client.get(listing)) == ["neu", "alt und dringend"]
    assert words(client.get(listing, {"order": "urgent"})) == ["alt und dringend", "neu"]
    assert words(client.get(listing, {"order": "name"})) == ["neu", "alt und dringend"]


def test_a_long_group_is_cut_and_opened(area, bob, organisation, painting, english, listing):
    for number in range(9):
        make_need(organisation, painting, f"Bedarf {number}")
    make_offer(organisation, painting, "Angebot")
    client = english(bob)
    answer = client.get(listing)
    assert len(words(answer)) == 6
    assert f"?group={painting.group_id}" in answer.content.decode()
    assert "4 more in" in answer.content.decode()
    assert len(words(client.get(listing, {"group": painting.group_id}))) == 10


def test_a_chosen_group_has_pages(area, bob, organisation, painting, english, listing, monkeypatch):
    monkeypatch.setattr("kogge.needs.views.board.PER_PAGE", 2)
    for number in range(3):
        make_need(organisation, painting, f"Bedarf {number}")
    client = english(bob)
    query = {"group": painting.group_id}
    assert words(client.get(listing, query)) == ["Bedarf 2", "Bedarf 1"]
    assert words(client.get(listing, {**query, "page": 2})) == ["Bedarf 0"]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_files_hold_everything_that_is_filtered(area, bob, organisation, painting, room, english, kind):
    for number in range(9):
        make_need(organisation, painting, f"Bedarf {number}")
    make_offer(organisation, painting, "=HYPERLINK(1)")
    make_offer(organisation, room, "Anderes")
    url = reverse("needs:board_export", args=[area.slug, kind])
    answer = english(bob).get(url, {"topic": painting.pk})
    if kind == "csv":
        lines = answer.content.decode("utf-8-sig").splitlines()
        assert len(lines) == 11
        assert "'=HYPERLINK(1)" in lines[10]
    else:
        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert len(rows) == 11
        assert rows[10][3] == "=HYPERLINK(1)"
        assert rows[10][0] == "Offer"


def test_members_see_their_own_and_strangers_nothing(
    area, member, vera, charlie, organisation, painting, english, listing
):
    make_need(organisation, painting, "Eigenes")
    make_need(make_organisation(area, "Friseur"), painting, "Fremdes")
    assert words(english(member).get(listing)) == ["Eigenes"]
    assert len(words(english(vera).get(listing))) == 2
    assert "needs/need/" not in english(vera).get(listing).content.decode()
    assert english(charlie).get(listing).status_code == 404


def test_panel_of_an_organisation(area, bob, vera, organisation, painting, room, english):
    make_need(organisation, painting, "Fassade", urgency=3)
    make_offer(organisation, room, "Saal", status="withdrawn")
    url = reverse("needs:organisation_panel", args=[area.slug, organisation.pk])
    body = english(bob).get(url).content.decode()
    for said in ("Fassade", "now", "Saal", "withdrawn", "Note a need or an offer"):
        assert said in body
    assert "Note a need or an offer" not in english(vera).get(url).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_query_count(area, bob, number, english, listing, django_assert_num_queries):
    for index in range(number):
        row = make_organisation(area, f"Laden {index}")
        topic = make_topic(area, f"Thema {index}", f"Gruppe {index}")
        make_need(row, topic)
        make_offer(row, topic)
    client = english(bob)
    with django_assert_num_queries(14):
        client.get(listing)
