"""Paper: a sheet for each visit is printed, filled by hand, and typed in by keyboard alone, one after the other."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from .checks import check, check_everywhere
from .paper import plan_visits, printed
from .test_coordinator import heading


def has_focus(field: Locator) -> bool:
    return bool(field.evaluate("field => field === document.activeElement"))


def test_a_sheet_is_printed_and_typed_in_by_keyboard_alone(coordinator: Page) -> None:
    page = coordinator
    first, second = plan_visits(page, 2)
    page.goto("outreach/paper/")
    heading(page, "Was nehmen wir auf Papier mit?")
    check_everywhere(page, "What do we take along on paper?")
    number, text = printed(page, first)
    assert first in text
    other, _text = printed(page, second)
    assert number != other

    page.goto("outreach/paper/typing/")
    heading(page, "Was steht auf den Bögen?")
    check_everywhere(page, "What stands on the sheets?")
    expect(page.get_by_label("Nummer des Bogens")).to_be_focused()
    keys = 0

    def press(text: str) -> None:
        nonlocal keys
        keys += 1
        page.keyboard.press(text)

    def write(text: str) -> None:
        nonlocal keys
        keys += len(text)
        page.keyboard.type(text)

    write(number)
    press("Enter")
    heading(page, first)
    check(page)
    fields = page.locator("[data-start] input, [data-start] textarea")
    expect(fields.first).to_be_focused()
    total = fields.count()
    assert total > 8
    talk = page.get_by_label(re.compile("Wie läuft das Geschäft")).get_attribute("name")
    for place in range(total):
        field = fields.nth(place)
        assert has_focus(field), place
        always = "nur wenn" not in page.locator("[data-start] .field").nth(place).inner_text()
        if field.get_attribute("data-one") and (place == 0 or always):
            write("1")  # leads on by itself
            continue
        if field.get_attribute("name") == talk:
            write("Die Miete steigt.")
        press("Enter")
    expect(page.get_by_role("button", name="Speichern, nächster Bogen")).to_be_focused()
    press("Enter")
    # The next sheet's number may be typed at once; the first was quickly done.
    heading(page, "Was steht auf den Bögen?")
    expect(page.get_by_label("Nummer des Bogens")).to_be_focused()
    assert keys < 200

    # Nobody was there on the second: one digit above the questions.
    page.keyboard.type(other)
    page.keyboard.press("Enter")
    heading(page, second)
    page.get_by_label(re.compile("^Über den Fragen angekreuzt")).focus()
    page.keyboard.type("2")
    page.keyboard.press("Control+Enter")
    heading(page, "Was steht auf den Bögen?")
    expect(page.locator("#messages")).to_contain_text(second)

    # What was typed stands in the record; the same sheet is not typed in twice.
    page.keyboard.type(number)
    page.keyboard.press("Enter")
    expect(page.locator("main [role=alert]")).to_contain_text(f"({first})")
    check(page)
    page.get_by_role("link", name="Besuch ansehen").click()
    page.get_by_role("link", name="Gespräch nachlesen").click()
    expect(page.locator("main")).to_contain_text("Die Miete steigt.")


def test_wrong_answers_are_told_and_nothing_is_lost(coordinator: Page, watches: list) -> None:  # type: ignore[type-arg]
    page = coordinator
    watches[-1].expect_status(404, 422)
    page.goto("outreach/paper/typing/")
    page.keyboard.type("1243-57")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-wrong")).to_contain_text("1243-57")
    expect(page.get_by_label("Nummer des Bogens")).to_have_value("1243-57")
    check(page)
    (name,) = plan_visits(page, 1)
    number, _text = printed(page, name)
    page.goto(f"outreach/paper/typing/?sheet={number}")
    first = page.locator("[data-start] input, [data-start] textarea").first
    first.fill("9999")
    page.locator("[data-start] textarea").last.fill("Bitte nicht verlieren")
    later = page.get_by_label("Tag des Gesprächs")
    later.fill((dt.date.today() + dt.timedelta(days=3)).isoformat())
    page.keyboard.press("Control+Enter")
    expect(page.locator("[aria-invalid=true]")).to_have_count(2)
    expect(page.locator("[data-start] textarea").last).to_have_value("Bitte nicht verlieren")
    check(page)
