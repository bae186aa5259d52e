"""Results back: one page a street, a district or a sector, made in one click; nobody can be recognised on it."""

from __future__ import annotations

import io
import re

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading


def text_of(page: Page, link: Locator) -> str:
    """Take the sheet behind a link home; its text."""
    with page.expect_download() as download:
        link.evaluate("(link) => { link.download = ''; link.click(); }")
    data = download.value.path().read_bytes()
    assert data.startswith(b"%PDF-")
    pages = PdfReader(io.BytesIO(data)).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def test_one_click_to_paper(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/results/")
    heading(page, "Was haben uns die Leute gesagt?")
    expect(page.locator("[aria-invalid=true]")).to_have_count(0)
    check_everywhere(page, "What did people tell us?")
    text = text_of(page, page.get_by_role("link", name=re.compile(r"^Als PDF\s*: Groß Klein$")))
    assert "Groß Klein" in text
    assert "Wie es weitergeht" in text
    assert "Händlerfrühstück" in text  # the assembly that is planned for them


def test_a_sheet_with_its_own_words_and_no_small_number(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/results/")
    press(page.get_by_role("link", name="Schmarl", exact=True))
    heading(page, "Was haben uns die Leute gesagt: Schmarl?")
    check_everywhere(page, "What did people tell us: Schmarl?")
    counts = [each.strip() for each in page.locator("main tbody td.num").all_text_contents()]
    assert counts
    assert all(each == "die meisten" or int(each) >= 3 for each in counts), counts
    press(page.locator("summary").filter(has_text="andere Worte"))
    page.get_by_label(re.compile("^Wie geht es weiter")).fill("Am Markttag stehen wir mit Kaffee vor der Bücherei.")
    check(page)
    press(page.get_by_role("button", name="Ergebnisse zeigen"))
    expect(page.locator("main .card")).to_contain_text("mit Kaffee vor der Bücherei")
    assert "mit Kaffee vor der Bücherei" in text_of(page, page.get_by_role("link", name="Als PDF zum Drucken"))


def test_too_few_have_no_sheet(open_page: OpenPage) -> None:
    page = open_page(Role.FIELD_WORKER, **PHONE)
    page.goto("outreach/results/?group=street%7C3%3ASackgasse")
    expect(page.locator("main .warn")).to_contain_text("Für diese Gruppe gibt es kein Blatt")
    expect(page.get_by_role("link", name="Als PDF zum Drucken")).to_have_count(0)
    expect(page.get_by_role("link", name="Groß Klein", exact=True)).to_be_visible()
    # The open tab of the row that scrolls is in sight.
    expect(page.get_by_role("link", name="Ergebnisse zurück")).to_be_in_viewport(ratio=1)
    check(page)
