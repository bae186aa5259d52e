"""The story on a telephone at the counter: today's visits, a visit in four steps, and what may go wrong on the way."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from kogge.accounts.roles import Role

from .checks import check, settled
from .conftest import PHONE, OpenPage
from .test_coordinator import heading, undo
from .watch import Watch

NEXT_MONTH = (dt.date.today() + dt.timedelta(30)).isoformat()


def card(page: Page, name: str) -> Locator:
    """The card of a visit that is planned for today or left over."""
    return page.locator(".visitcards > li").filter(has=page.get_by_role("heading", name=name))


def pick(scope: Locator | Page, search: str, typed: str, hit: str | re.Pattern[str]) -> None:
    """Type into a picker and tap what it found."""
    scope.get_by_role("searchbox", name=re.compile(search)).press_sequentially(typed)
    choice = scope.locator(".hits label").filter(has_text=hit).first
    choice.tap()
    expect(choice.get_by_role("radio").or_(choice.get_by_role("checkbox"))).to_be_checked()


def tap_choice(page: Page, group: str, name: str) -> None:
    choice = page.get_by_role("group", name=re.compile(group)).get_by_text(name, exact=True)
    choice.tap()


def test_visit_in_four_steps(field_worker: Page) -> None:
    page = field_worker
    page.goto("outreach/")
    heading(page, "Wen besuche ich heute?")
    check(page)
    name = page.locator(".visitcards h3").first.inner_text()
    card(page, name).get_by_role("link", name="Gesprochen: festhalten").tap()

    heading(page, name)
    expect(page.get_by_role("heading", name="Was man wissen muss")).to_be_visible()
    page.get_by_role("group", name=re.compile("^Mit einem Tipp: Minuten", re.I)).get_by_role("button", name="20").tap()
    expect(page.get_by_label(re.compile("^Minuten"))).to_have_value("20")
    tap_choice(page, "^Wie war die Stimmung", "gut")
    page.get_by_label(re.compile("^Was wurde gesagt")).fill("Die neue Ladentheke steht, nun fehlt das Licht.")
    page.get_by_label(re.compile("^Nächster Schritt")).fill("Elektriker nennen")
    page.get_by_role("group", name=re.compile("^Mit einem Tipp: bis", re.I)).get_by_role(
        "button", name="in 2 Wochen"
    ).tap()
    check(page)
    page.get_by_role("button", name="Speichern und weiter").tap()

    heading(page, re.compile("mitzumachen"))
    tap_choice(page, "^Wir dürfen nach anderen suchen", "mündlich")
    tap_choice(page, "^Würden Sie mitmachen", "unter Bedingungen")
    page.get_by_label(re.compile("^Wie läuft das Geschäft")).fill("Seit der Baustelle ein Drittel weniger.")
    page.get_by_role("checkbox", name=re.compile("^Di.*vor 9 Uhr")).check()
    page.get_by_label(re.compile("^Stunden im Monat")).fill("2")
    pick(
        page.get_by_role("group", name=re.compile("^Mit wem nicht")),
        "^Organisation",
        "Fußböden",
        re.compile("Fußböden"),
    )
    check(page)
    page.get_by_role("button", name="Speichern und weiter").tap()

    heading(page, re.compile("könnte"))
    need = page.locator("section.need")
    pick(need, "Thema", "Elektr", re.compile("."))
    need.get_by_label(re.compile("^In ihren Worten")).fill("Jemand, der mir die Lampen setzt.")
    need.get_by_role("button", name="Diesen Bedarf notieren").tap()
    expect(need.locator(".entries")).to_contain_text("Jemand, der mir die Lampen setzt.")
    offer = page.locator("section.offer")
    pick(offer, "Thema", "Schaufenster", re.compile("."))
    offer.get_by_label(re.compile("^In ihren Worten")).fill("Das linke Schaufenster ist im Januar frei.")
    offer.get_by_role("button", name="Dieses Angebot notieren").tap()
    expect(offer.locator(".entries")).to_contain_text("Das linke Schaufenster ist im Januar frei.")
    check(page)
    page.get_by_role("link", name="Weiter", exact=True).tap()

    heading(page, "zugesagt")
    page.get_by_label("Was", exact=True).fill("Drei Elektriker aus der Nachbarschaft nennen")
    page.get_by_label("Bis", exact=True).fill(NEXT_MONTH)
    check(page)
    page.get_by_role("button", name="Diese Zusage notieren").tap()
    expect(page.locator("main .rows").first).to_contain_text("Drei Elektriker aus der Nachbarschaft nennen")
    page.get_by_role("link", name="Fertig").tap()

    heading(page, name)
    settled(page)
    summary = page.locator("main")
    for text in (
        "nun fehlt das Licht",
        "Drei Elektriker aus der Nachbarschaft",
        "Elektriker nennen",
        "die Lampen setzt",
    ):
        expect(summary).to_contain_text(text)
    check(page)
    page.get_by_role("link", name="Gespräch nachlesen").tap()
    expect(page.locator("main")).to_contain_text("Fußböden")
    expect(page.locator("main")).to_contain_text("Seit der Baustelle ein Drittel weniger.")
    check(page)


def test_back_and_forth_loses_nothing(field_worker: Page) -> None:
    page = field_worker
    page.goto("outreach/record/")
    pick(page, "^Organisation", "Kabelitz", re.compile("Bäckerei Kabelitz"))
    page.get_by_label(re.compile("^Was wurde gesagt")).fill("Der Ofen ist wieder heiß.")
    page.get_by_role("button", name="Speichern und weiter").tap()
    heading(page, re.compile("mitzumachen"))
    page.get_by_role("navigation", name=re.compile("^Schritte")).get_by_role("link", name="Besuch").tap()
    expect(page.get_by_label(re.compile("^Was wurde gesagt"))).to_have_value("Der Ofen ist wieder heiß.")
    page.get_by_label(re.compile("^Minuten")).fill("15")
    page.get_by_role("button", name="Speichern und weiter").tap()
    heading(page, re.compile("mitzumachen"))
    page.get_by_role("link", name=re.compile("^Überspringen")).tap()
    heading(page, re.compile("könnte"))
    page.go_back()
    heading(page, re.compile("mitzumachen"))
    page.go_forward()
    heading(page, re.compile("könnte"))
    check(page)
    page.get_by_role("link", name="Weiter", exact=True).tap()
    page.get_by_role("link", name="Fertig").tap()
    heading(page, "Bäckerei Kabelitz")
    expect(page.locator("#answer")).to_contain_text("15 Minuten")


def test_choice_outlives_a_late_search(field_worker: Page) -> None:
    page = field_worker
    page.goto("needs/new/need/")
    search = page.get_by_role("searchbox", name="Thema suchen")
    search.press_sequentially("Elektr")
    hit = page.locator(".hits label").filter(has_text="Elektroarbeiten")
    expect(hit).to_be_visible()
    late: list[Route] = []
    page.route("**/topics/options/**", lambda route: late.append(route))  # an answer that does not come
    with page.expect_request("**/topics/options/**"):
        search.press_sequentially("o")
    with page.expect_event("requestfailed"):  # called off by the choice
        hit.tap()
    expect(hit.get_by_role("radio")).to_be_checked()


def test_nobody_there_is_one_tap_and_undone(field_worker: Page) -> None:
    page = field_worker
    page.goto("outreach/")
    name = page.locator(".visitcards h3").last.inner_text()
    card(page, name).get_by_role("button", name="Niemand da").tap()
    expect(page.locator("#messages .success")).to_be_visible()
    expect(card(page, name)).to_have_count(0)
    check(page)
    undo(page)
    expect(card(page, name)).to_be_visible()


def test_form_that_fails_keeps_its_text(field_worker: Page, watches: list[Watch]) -> None:
    page = field_worker
    watches[0].expect_status(422)
    page.goto("outreach/record/")
    page.get_by_label(re.compile("^Was wurde gesagt")).fill("Sehr langes Gespräch über den Markt.")
    page.get_by_label(re.compile("^Minuten")).fill("0")
    page.get_by_role("button", name="Speichern und weiter").tap()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link", name=re.compile("^Organisation"))).to_be_visible()
    expect(page.get_by_label(re.compile("^Was wurde gesagt"))).to_have_value("Sehr langes Gespräch über den Markt.")
    check(page)
    summary.get_by_role("link", name=re.compile("^Minuten")).tap()
    expect(page.get_by_label(re.compile("^Minuten"))).to_be_focused()


@pytest.mark.parametrize("path", ["", "actors/", "outreach/promises/", "outreach/tasks/", "needs/", "handover/"])
def test_other_pages_on_the_phone(field_worker: Page, path: str) -> None:
    field_worker.goto(path)
    check(field_worker)


def test_navigation_behind_one_button(field_worker: Page) -> None:
    page = field_worker
    page.goto("")
    more = page.get_by_role("navigation", name="Meistgenutzte Seiten").get_by_role("button", name="Mehr")
    menu = page.get_by_role("navigation", name="Hauptnavigation")
    more.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(more).to_be_focused()
    more.tap()
    expect(menu).to_be_visible()
    check(page)
    menu.get_by_role("link", name="Netz").tap()
    heading(page, "Wer hält das Netz zusammen?")
    check(page)


def test_visit_without_javascript(open_page: OpenPage, watches: list[Watch]) -> None:
    page = open_page(Role.FIELD_WORKER, **PHONE, java_script_enabled=False)
    watches[0].expect_status(422)
    page.goto("outreach/record/")
    page.get_by_role("searchbox", name=re.compile("^Organisation")).fill("Bäckerei")
    page.get_by_label(re.compile("^Was wurde gesagt")).fill("Ohne Netz im Keller notiert.")
    page.get_by_role("button", name="Speichern und weiter").tap()
    # What was typed was searched on the server; the form is back with the hits and with its text.
    expect(page.get_by_label(re.compile("^Was wurde gesagt"))).to_have_value("Ohne Netz im Keller notiert.")
    page.get_by_role("radio", name=re.compile("Bäckerei Kabelitz")).check(force=True)
    page.get_by_role("button", name="Speichern und weiter").tap()
    heading(page, re.compile("mitzumachen"))
    page.get_by_role("link", name=re.compile("^Überspringen")).tap()
    need = page.locator("section.need")
    need.get_by_role("combobox", name="Alle Themen").select_option(index=3)
    need.get_by_label(re.compile("^In ihren Worten")).fill("Ein Kellerlicht.")
    need.get_by_role("button", name="Diesen Bedarf notieren").tap()
    expect(page.locator("section.need .entries")).to_contain_text("Ein Kellerlicht.")
    page.get_by_role("link", name="Weiter", exact=True).tap()
    page.get_by_label("Was", exact=True).fill("Eine Glühlampe mitbringen")
    page.get_by_label("Bis", exact=True).fill(NEXT_MONTH)
    page.get_by_role("button", name="Diese Zusage notieren").tap()
    page.get_by_role("link", name="Fertig").tap()
    expect(page.locator("main")).to_contain_text("Ohne Netz im Keller notiert.")
    expect(page.locator("main")).to_contain_text("Eine Glühlampe mitbringen")
