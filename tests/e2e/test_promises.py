"""The promise ledger: kept, broken, released, taken back; who was let down hears an apology before anything else."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Locator, Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading, undo

TODAY = dt.date.today()
NEXT_MONTH = (TODAY + dt.timedelta(30)).isoformat()


def line(page: Page, what: str) -> Locator:
    return page.locator("main .rows > li").filter(has_text=what)


def promise(page: Page, what: str) -> str:
    """Note a promise to the bakery by keyboard; returns the bakery's own page of promises."""
    page.goto("actors/?text=Kabelitz")
    record = page.locator("#register-rows").get_by_role("link", name="Bäckerei Kabelitz").first.get_attribute("href")
    number = str(record).strip("/").rpartition("/")[2]
    own = f"outreach/organisations/{number}/promises/"
    page.goto(own)
    page.keyboard.press("n")
    heading(page, "Wer hat wem was zugesagt?")
    page.get_by_label("Was", exact=True).fill(what)
    page.get_by_label("Bis", exact=True).fill(NEXT_MONTH)
    page.keyboard.press("Control+Enter")
    expect(line(page, what)).to_be_visible()
    return own


def test_kept_released_broken_and_taken_back(coordinator: Page) -> None:
    page = coordinator
    promise(page, "Den Marktplan vorbeibringen")
    check_everywhere(page, "What was promised to Bäckerei Kabelitz?")
    row = line(page, "Den Marktplan vorbeibringen")
    for press_this, said in (("Eingehalten", "eingehalten"), ("Aufgehoben", "aufgehoben"), ("Gebrochen", "gebrochen")):
        row.get_by_role("textbox").fill("So war es")
        press(row.get_by_role("button", name=press_this))
        closed = page.locator("main tbody tr").filter(has_text="Den Marktplan vorbeibringen")
        expect(closed).to_contain_text(said)
        expect(closed).to_contain_text("So war es")
        if press_this == "Gebrochen":
            expect(page.locator("#messages .warning")).to_contain_text("Entschuldigen Sie sich")
            check_width(page)
        undo(page)
        expect(row).to_be_visible()


def test_an_apology_before_a_new_request(open_page: OpenPage) -> None:
    page = open_page(Role.FIELD_WORKER, **PHONE)
    own = promise(page, "Den Aushang zurückbringen")
    press(line(page, "Den Aushang zurückbringen").get_by_role("button", name="Gebrochen"))
    # Whoever asks for something new is told first.
    page.get_by_role("link", name="Zusage notieren").click()
    expect(page.locator("main .warn")).to_contain_text("Hier wurde eine Zusage nicht eingehalten.")
    check(page)
    press(page.locator("main .warn").get_by_role("link", name="Zuerst entschuldigen"))
    heading(page, "Was haben wir nicht eingehalten: Bäckerei Kabelitz?")
    expect(line(page, "Den Aushang zurückbringen")).to_contain_text("gebrochen")
    check_everywhere(page, "What did we not keep at Bäckerei Kabelitz?")
    page.get_by_label(re.compile("^Was wurde gesagt")).fill(
        "Der Aushang ist weg, das tut uns leid. Ein neuer kommt Freitag."
    )
    press(page.get_by_role("button", name="Entschuldigung festhalten"))
    heading(page, "Wer hat wem was zugesagt?")  # back at what was begun
    expect(page.locator("main .warn")).to_have_count(0)
    page.goto(own)
    expect(page.locator("main tbody")).to_contain_text("entschuldigt am")
    expect(page.locator("main")).to_contain_text("Ein neuer kommt Freitag.")
    expect(page.get_by_role("link", name="Zuerst entschuldigen")).to_have_count(0)
    check_width(page)


def test_the_ledger_in_another_order_leads_to_apologies(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/promises/")
    check_everywhere(page, "Do we keep our word?")
    page.goto("outreach/promises/?order=organisation")
    names = page.locator("#results .rows > li p a").filter(has_not_text="Zuerst entschuldigen").all_text_contents()
    assert len(names) > 5
    plain = [name.translate(str.maketrans("ÄÖÜäöü", "AOUaou")) for name in names]
    assert [name[0] for name in plain] == sorted(name[0] for name in plain)
    page.goto("outreach/promises/?status=overdue")
    press(page.get_by_role("link", name=re.compile("^Zuerst entschuldigen")).first)
    heading(page, "Was haben wir nicht eingehalten")


def test_the_keeping_rate_opens_its_records(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/promises/")
    press(page.get_by_role("link", name="Quote gehaltener Zusagen"))
    heading(page, "Haben wir Wort gehalten, Projekt für Projekt?")
    check_everywhere(page, "Did we keep our word, project by project?")
    row = page.locator("main table").first.locator("tbody tr").filter(has_text="Nordkontor")
    due = int(row.locator("td[data-label=fällig]").inner_text())
    press(row.get_by_role("link"))
    expect(page.locator("#results .rows > li")).to_have_count(min(due, 50))
    press(page.locator("summary").filter(has_text="Wie wird das gezählt?"))
    expect(page.locator(".why")).to_contain_text("Eingehalten")
