"""What they say: who was asked and who never was, when they are free, question by question, word for word."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, press
from .conftest import OpenPage
from .paper import plan_visits, printed
from .test_coordinator import heading


def test_who_was_asked_and_who_never_was(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/said/")
    heading(page, "Wer wurde gefragt, und wer nie?")
    check_everywhere(page, "Who was asked, and who never was?")
    page.goto("outreach/said/asked/?state=unasked")
    check_everywhere(page, "Who was never asked?")
    before = int(page.locator("#answer strong").first.inner_text().replace(".", ""))
    names = plan_visits(page, 2)
    # A planned visit asks nobody yet, and the list says that it is planned.
    assert int(page.locator("#answer strong").first.inner_text().replace(".", "")) == before
    row = page.locator("main tbody tr").filter(has=page.get_by_role("link", name=names[0], exact=True))
    expect(row).to_contain_text(f"geplant für den {dt.date.today():%d.%m.%Y}")
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    page.goto("outreach/said/asked/?state=unasked")
    row = page.locator("main tbody tr").filter(has=page.get_by_role("link", name=names[0], exact=True))
    expect(row).not_to_contain_text("geplant")
    # By district, sorted by name, the filter stays in the address.
    page.goto("outreach/said/asked/?state=unasked&sort=name")
    shown = page.locator("main tbody tr th a").all_text_contents()
    plain = [name.strip().translate(str.maketrans("ÄÖÜäöü", "AOUaou")).casefold() for name in shown]
    assert [name[0] for name in plain] == sorted(name[0] for name in plain)


def test_when_they_are_free_is_a_picture_that_opens_its_records(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/said/conditions/")
    heading(page, "Unter welchen Bedingungen würden sie mitmachen?")
    check_everywhere(page, "Under which conditions would they join?")
    best = page.locator("#answer strong").first.inner_text()
    cell = page.locator(f"table.heat td.heat-5 a[aria-label^='{best}:']")
    count = cell.inner_text()
    press(cell)
    check(page)
    rows = page.locator("main tbody tr")
    expect(rows).to_have_count(min(int(count), 50))


def test_question_by_question(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/said/answers/")
    heading(page, "Was haben sie geantwortet?")
    check_everywhere(page, "What did they answer?")
    expect(page.locator(".questions .part").first).to_be_visible()
    # Bars say their number as text too.
    counts = page.locator(".questions td.num").all_text_contents()
    assert counts
    assert all(count.strip().isdigit() for count in counts)


def test_word_for_word_only_what_may_be_published(coordinator: Page, open_page: OpenPage) -> None:
    page = coordinator
    (name,) = plan_visits(page, 1)
    number, _text = printed(page, name)
    page.goto(f"outreach/paper/typing/?sheet={number}")
    words = "Seit der Bus woanders hält, machen wir früher zu."
    asked = page.locator("[data-start] .field").filter(has=page.locator("input[data-one]"), has_text="ürfen wir")
    for place in range(asked.count()):
        asked.nth(place).locator("input").fill("1")
    page.get_by_label(re.compile("Welchen Satz dürfen wir weitersagen")).fill(words)
    page.keyboard.press("Control+Enter")
    heading(page, "Was steht auf den Bögen?")
    page.goto("outreach/said/quotes/")
    heading(page, "Was haben sie wörtlich gesagt?")
    mine = page.locator("ul.quotes li").filter(has_text=words)
    expect(mine).to_contain_text(name)
    check_everywhere(page, "What did they say, word for word?")
    # Who may not read talks sees the words and no name.
    other = open_page(Role.VIEWER)
    other.goto("outreach/said/quotes/")
    theirs = other.locator("ul.quotes li").filter(has_text=words)
    expect(theirs).to_be_visible()
    expect(theirs).not_to_contain_text(name)
