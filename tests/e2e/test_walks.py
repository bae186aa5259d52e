"""Walks: chosen by street or drawn on the map, taken so that nobody else goes there, walked with one gesture a door."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading

LATER = dt.date.today() + dt.timedelta(days=9)


def planned(page: Page, query: str = "") -> list[str]:
    """Names of the doors of a plan, walk after walk."""
    page.goto(f"outreach/walks/plan/?minutes=90&visit=8{query}")
    heading(page, "Welche Türen, in welcher Reihenfolge?")
    return [name.strip() for name in page.locator("section.walk ol a").all_text_contents()]


def test_streets_are_chosen_and_a_walk_is_walked(coordinator: Page, open_page: OpenPage) -> None:
    page = coordinator
    page.goto("outreach/walks/")
    check_everywhere(page, "Where do I go, door after door?")
    press(page.get_by_role("link", name="Rundgänge planen").first)
    check_everywhere(page, "Which doors, in which order?")
    streets = page.get_by_label("Straßen")
    chosen = streets.locator("option").all_text_contents()[:4]
    streets.select_option(chosen)
    press(page.get_by_role("button", name="Rundgänge bilden"))
    walk = page.locator("section.walk").first
    expect(walk).to_be_visible()
    check(page)
    doors = walk.locator("ol > li")
    assert all(any(street in line for street in chosen) for line in doors.all_text_contents())
    names = [name.strip() for name in walk.locator("ol a").all_text_contents()]
    assert len(names) >= 4

    # A day that has passed is refused, and the plan is still there.
    day = page.get_by_label("Tag", exact=True)
    day.fill("2020-01-02")
    press(page.get_by_role("button", name="Rundgang 1 übernehmen"))
    expect(page.locator(".messages")).to_contain_text("Dieser Tag ist vorbei")
    assert [name.strip() for name in page.locator("section.walk").first.locator("ol a").all_text_contents()] == names

    press(page.get_by_role("button", name="Rundgang 1 übernehmen"))
    heading(page, re.compile("^Welche Tür kommt als nächste"))
    check_everywhere(page, "Which door is next")
    cards = page.locator(".visitcards article")
    expect(cards).to_have_count(len(names))
    here = page.url

    # Nobody else is sent there, whatever they choose.
    other = open_page(Role.ADMINISTRATOR)
    assert not set(planned(other, "".join(f"&streets={street}" for street in chosen))) & set(names)
    expect(other.locator("summary").filter(has_text="vergeben")).to_be_visible()

    # One gesture a door.
    press(cards.nth(0).get_by_role("button", name="Niemand da"))
    expect(page.locator(".visitcards article").nth(0)).to_contain_text("niemand da")
    press(cards.nth(1).get_by_role("button", name="Möchte nicht"))
    expect(page.locator(".visitcards article").nth(1)).to_contain_text("möchte nicht")
    press(cards.nth(2).locator("summary"))
    cards.nth(2).get_by_label("Tag").fill(LATER.isoformat())
    press(cards.nth(2).get_by_role("button", name="Speichern"))
    expect(page.locator(".visitcards article").nth(2)).to_contain_text("später wiederkommen")
    assert page.url.split("#")[0] == here
    check(page)

    # "No" is respected from now on; who was to be visited later has that day.
    page.goto(here)
    press(page.get_by_role("button", name="Offene Türen zurückgeben"))
    heading(page, "Wohin gehe ich, Tür für Tür?")
    again = planned(page, "".join(f"&streets={street}" for street in chosen))
    assert names[0] in again
    assert names[1] not in again
    assert names[2] not in again
    assert set(names[3:]) <= set(again)
    expect(page.locator("summary").filter(has_text="keinen Besuch")).to_be_visible()
    page.goto(f"outreach/?q={names[2]}")
    expect(page.locator("#results")).to_contain_text(f"{LATER:%d.%m.%Y}")


def test_an_outline_is_drawn_on_the_map(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR)
    everywhere = planned(page, "&which=never")
    begin = page.get_by_role("button", name="Umriss zeichnen")
    press(begin)
    ready = page.get_by_role("button", name="Umriss ist fertig")
    expect(ready).to_be_focused()
    said = page.locator("[data-drawing-said]")
    expect(said).to_contain_text("Klicken Sie die Ecken")
    press(ready)
    expect(said).to_have_text("Ein Umriss braucht mindestens drei Ecken.")
    canvas = page.locator("canvas").first
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box
    left, right = box["x"] + box["width"] * 0.1, box["x"] + box["width"] * 0.55
    top, bottom = box["y"] + box["height"] * 0.1, box["y"] + box["height"] * 0.9
    for x, y in ((left, top), (right, top), (right, bottom), (left, bottom)):
        page.mouse.click(x, y)
    press(ready)
    page.wait_for_url(re.compile("drawn=[^&]"))
    inside = [name.strip() for name in page.locator("section.walk ol a").all_text_contents()]
    assert set(inside) < set(everywhere)
    assert inside
    expect(page.get_by_role("button", name="Umriss entfernen")).to_be_visible()
    check(page)


def test_on_a_phone_only_what_the_next_door_needs(open_page: OpenPage) -> None:
    page = open_page(Role.FIELD_WORKER, **PHONE)
    planned(page, "&which=never")
    page.get_by_label("Wer geht?").select_option(label="noch niemand")
    press(page.get_by_role("button", name=re.compile(r"Rundgang \d+ übernehmen")).first)
    heading(page, re.compile("^Welche Tür kommt als nächste"))
    check(page)
    expect(page.locator("#answer")).to_contain_text("noch niemand")
    press(page.get_by_role("button", name="Offene Türen zurückgeben"))
    heading(page, "Wohin gehe ich, Tür für Tür?")
    press(page.get_by_role("button", name="Rückgängig").first)
    expect(page.locator("main tbody tr, main .rows li").first).to_be_visible()


def test_an_outline_that_is_no_area_is_told(open_page: OpenPage, watches: list) -> None:  # type: ignore[type-arg]
    page = open_page(Role.COORDINATOR)
    watches[-1].expect_status(422)
    page.goto("outreach/walks/plan/?minutes=90&visit=8&drawn=12,54;13,55;12,55;13,54")
    expect(page.locator("main")).to_contain_text("schneidet sich selbst")
    page.goto("outreach/walks/plan/?minutes=5&visit=8")
    expect(page.get_by_label("Minuten eines Rundgangs")).to_have_attribute("aria-invalid", "true")
    check(page)
