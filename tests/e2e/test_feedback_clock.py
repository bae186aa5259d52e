"""The feedback clock: how long people wait for us, and the warning before an assembly comes too late."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading, undo
from .watch import Watch

TODAY = dt.date.today()


def day(later: int) -> str:
    return (TODAY + dt.timedelta(later)).isoformat()


def test_the_figures_open_their_records(open_page: OpenPage) -> None:
    page = open_page(Role.FIELD_WORKER, **PHONE)
    page.goto("outreach/clock/")
    heading(page, "Hören die Leute rechtzeitig von uns?")
    expect(page.locator("#answer")).to_contain_text(re.compile(r"wartete die Hälfte höchstens [\d,]+ Tage"))
    expect(page.get_by_role("link", name="Rückmelde-Uhr")).to_be_in_viewport(ratio=1)
    check_everywhere(page, "Do people hear from us in time?")
    figure = page.locator(".figure").filter(has_text="Besuch → Antwort")
    press(figure.get_by_role("link", name="Einträge öffnen"))
    records = page.locator("#records")
    expect(records).to_be_in_viewport()
    waited = [int(re.findall(r"\d+", each)[0]) for each in records.locator("td[data-label=Tage]").all_text_contents()]
    assert len(waited) > 5
    assert waited == sorted(waited, reverse=True)
    check_width(page)
    press(records.get_by_role("link").first)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_an_assembly_too_late_is_warned_of_before(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    watches[0].expect_status(422)
    page.goto("outreach/clock/")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    heading(page, "Wen fragen wir, und wann hören sie, was daraus wurde?")
    page.get_by_label("Worum geht es?").fill("Was braucht der Markt?")
    page.get_by_label("Letzter Gesprächstag").fill(day(-1))
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("endet, bevor sie beginnt")
    check(page)
    page.get_by_label("Letzter Gesprächstag").fill(day(20))
    page.get_by_label(re.compile("^Versammlung geplant am")).fill(day(100))
    page.get_by_label(re.compile(r"^Wo\b")).fill("Bücherei")
    page.keyboard.press("Control+Enter")
    warning = page.locator(".warn").filter(has_text="„Was braucht der Markt?“")
    expect(warning).to_contain_text("kommt zu spät: 80 Tage nach dem letzten Gespräch")
    check(page)
    # The same on the page that everybody opens in the morning.
    page.goto("")
    expect(page.locator("main")).to_contain_text("Was braucht der Markt?")
    page.goto("outreach/clock/")
    press(warning.get_by_role("link"))
    check_everywhere(page, "Whom do we ask, and when do they hear what came of it?")
    page.get_by_label(re.compile("^Versammlung geplant am")).fill(day(50))
    page.keyboard.press("Control+Enter")
    row = page.locator("main tbody tr").filter(has_text="Was braucht der Markt?")
    expect(row).to_contain_text(f"{TODAY + dt.timedelta(50):%d.%m.%Y}")
    expect(warning).to_have_count(0)
    undo(page)
    expect(warning).to_be_visible()
    press(row.get_by_role("link"))
    press(page.get_by_role("button", name="Löschen"))
    expect(row).to_have_count(0)
    undo(page)
    expect(row).to_be_visible()
