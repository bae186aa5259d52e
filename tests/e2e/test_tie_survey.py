"""A tie survey: opened, answered by twelve by link, on paper and in talks, closed; the profile comes back.

And with six of ten nothing is named.
"""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading
from .test_networks import save
from .watch import Watch

UNTIL = (dt.date.today() + dt.timedelta(days=14)).isoformat()


def draft(page: Page, name: str, people: int) -> None:
    """A draft among so many members; the others are left out."""
    page.goto("networks/surveys/")
    page.get_by_role("link", name="Neue Beziehungsbefragung").click()
    heading(page, "Wer soll gefragt werden, bis wann?")
    page.get_by_label(re.compile("^Name")).fill(name)
    page.get_by_label(re.compile("^Antworten bis")).fill(UNTIL)
    save(page)
    heading(page, f"{name}: Wer wird gefragt?")
    rows = page.locator("main tbody tr")
    while (count := rows.count()) > people:
        rows.last.get_by_role("button", name=re.compile("auslassen")).click()
        expect(rows).to_have_count(count - 1)
    press(page.get_by_role("button", name="Befragung öffnen"))
    heading(page, f"{name}: Wer hat geantwortet?")


def tick(page: Page, name: str, value: int) -> None:
    """Choose a radio button as with the arrows."""
    page.locator(f'input[name="{name}"][value="{value}"]').check()


def link_of(page: Page, row: int) -> str:
    line = page.locator("main tbody tr").nth(row)
    line.locator("summary").first.click()
    return line.locator("input[readonly]").input_value()


def answer_all(page: Page, address: str, rating: int) -> None:
    """Everything by the link, one organisation after the other, and sent."""
    page.goto(address)
    heading(page, "Mit wem arbeiten Sie zusammen, und wie gut geht das?")
    press(page.get_by_role("link", name="Anfangen"))
    while page.get_by_role("button", name="Speichern und weiter").count():
        tick(page, "frequency", 3)
        page.get_by_label("Kundschaft schicken").check()
        for name in ("reliability", "mission", "openness", "power", "involvement", "resources"):
            tick(page, name, rating)
        page.get_by_role("button", name="Speichern und weiter").click()
    heading(page, "Ist alles gesagt?")
    expect(page.locator(".answer")).to_contain_text("Alle sind ausgefüllt.")
    press(page.get_by_role("button", name="Absenden"))
    heading(page, "Vielen Dank, Ihre Antworten sind da.")


def type_sheet(page: Page, number: int, rating: int, channel: str = "paper") -> None:
    """A sheet that came on paper, or a talk: found by its number, all on one page."""
    page.get_by_label("Bogen eintragen, Nummer").fill(str(number))
    page.keyboard.press("Enter")
    heading(page, re.compile("^Was sagt "))
    tick_channel = page.locator(f'input[name="channel"][value="{channel}"]')
    tick_channel.check()
    for line in range(1, page.locator("main section h2").count() + 1):
        tick(page, f"line{line}-frequency", 2)
        for name in ("reliability", "mission", "openness"):
            tick(page, f"line{line}-{name}", rating)
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator("#messages")).to_contain_text(f"Bogen {number} ist eingetragen")


def close(page: Page) -> None:
    page.get_by_role("link", name="Abschließen und auswerten").click()
    heading(page, re.compile("endgültig abschließen"))
    press(page.get_by_role("button", name="Endgültig abschließen"))


def test_twelve_answer_and_the_profile_comes_back(coordinator: Page, open_page: OpenPage, watches: list[Watch]) -> None:
    page = coordinator
    draft(page, "Frühjahr", 12)
    check_everywhere(page, "Frühjahr: who has answered?")
    address = link_of(page, 0)
    name = page.locator("main tbody tr").first.locator("th").inner_text().split("\n")[0]
    phone = open_page(None, **PHONE)
    phone.goto(address)
    check(phone)
    # Something is missing: the page says what, and keeps the rest.
    press(phone.get_by_role("link", name="Anfangen"))
    watches[1].expect_status(422)
    phone.get_by_label("gemeinsame Veranstaltungen").check()
    press(phone.get_by_role("button", name="Speichern und weiter"))
    expect(phone.locator("main")).to_contain_text("Bitte wählen Sie, wie oft")
    expect(phone.get_by_label("gemeinsame Veranstaltungen")).to_be_checked()
    check(phone)
    answer_all(phone, address, 4)
    check(phone)
    phone.goto(address)  # a second time
    heading(phone, "Vielen Dank, Ihre Antworten sind da.")
    for row in (1, 2):
        answer_all(phone, link_of(page, row), 3)
    page.reload()
    expect(page.locator("#answer")).to_contain_text("3 von 12 haben geantwortet")
    for number in range(4, 13):
        type_sheet(page, number, 2 + number % 3, "interview" if number > 10 else "paper")
    expect(page.locator("#answer")).to_contain_text("12 von 12 haben geantwortet")
    close(page)
    heading(page, "Frühjahr: Was sagen sie?")
    check_everywhere(page, "Frühjahr: what do they say?")
    page.get_by_role("link", name=f"ansehen, drucken : {name}").or_(
        page.get_by_role("link", name=re.compile(f"^ansehen, drucken.*{re.escape(name[:12])}"))
    ).first.click()
    heading(page, re.compile("^Wie sehen die anderen"))
    shown = page.locator("main tbody").inner_text()
    # The same link gives the respondent the same profile.
    phone.goto(address)
    heading(phone, re.compile("^Wie sehen die anderen"))
    assert phone.locator("main tbody").inner_text() == shown
    assert re.search(r"Vertrauen\s+[1-4],\d", shown)
    check(phone)
    # The ties go into the register, and come back.
    page.go_back()
    press(page.get_by_role("button", name="Übernehmen"))
    expect(page.locator("#messages")).to_contain_text("Beziehungen aus der Befragung Frühjahr")
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#messages .success, #messages .info").first).to_be_visible()


def test_with_sixty_per_cent_nothing_is_named(coordinator: Page, open_page: OpenPage, watches: list[Watch]) -> None:
    page = coordinator
    draft(page, "Herbst", 10)
    address = link_of(page, 0)
    other = link_of(page, 9)
    for number in range(1, 7):
        type_sheet(page, number, 4)
    close(page)
    heading(page, "Herbst: Was sagen sie?")
    expect(page.locator("main")).to_contain_text("Unter 80 Prozent ist von keiner einzelnen Organisation die Rede")
    expect(page.locator("main thead")).not_to_contain_text("Vertrauen")
    check_width(page)
    phone = open_page(None, **PHONE)
    phone.goto(address)
    expect(phone.locator("main")).to_contain_text("Nur 6 von 10 haben geantwortet")
    assert not re.search(r"4,0", phone.locator("main").inner_text())
    check(phone)
    # Who did not answer learns that it is over; a wrong address is one sentence.
    phone.goto(other)
    heading(phone, "Die Befragung ist vorbei.")
    watches[1].expect_status(404)
    phone.goto(other.rstrip("/")[:-3] + "/")
    heading(phone, "Dieser Link führt zu keiner Befragung.")
    # Somebody who only reads sees no single answers.
    reader = open_page(Role.VIEWER)
    reader.goto("networks/surveys/")
    reader.get_by_role("link", name="Herbst").click()
    heading(reader, "Herbst: Was sagen sie?")
    expect(reader.get_by_role("heading", name="Wer gefragt wurde")).to_have_count(0)
