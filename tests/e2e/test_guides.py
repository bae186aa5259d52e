"""Guides at the desk: read in Arabic, a broken sheet refused with all its errors, a form filed from the inbox."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from .checks import check
from .watch import Watch

BROKEN = "survey,type,name,label,kogge\n,text,two words,Hallo,\n,text,b,B,situaton\n"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def test_a_guide_is_read_in_arabic_from_right_to_left(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/guides/")
    heading(page, "Nach welchem Leitfaden fragen wir?")
    check(page)
    page.get_by_role("row", name=re.compile("Erstbesuch")).get_by_role("link", name="1", exact=True).click()
    heading(page, "Was sehen die Leute")
    check(page)
    page.get_by_role("link", name="العربية").click()
    first = page.locator(".guide .ask h3").first
    expect(first).to_contain_text("هل تسمح لنا")
    assert first.evaluate("node => getComputedStyle(node).direction") == "rtl"
    check(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page)
    page.get_by_role("link", name="Zum Drucken").click()
    expect(page.locator(".guide .write").first).to_be_visible()
    check(page)


def test_a_broken_sheet_is_refused_with_everything_at_once(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    page.goto("outreach/guides/handbook/")
    heading(page, "Wie schreibt man einen Leitfaden?")
    check(page)
    page.goto("outreach/guides/upload/")
    check(page)
    page.get_by_label("Datei").set_input_files({"name": "runde.csv", "mimeType": "text/csv", "buffer": BROKEN.encode()})
    watches[0].expect_status(422)
    page.get_by_role("button", name="Prüfen und aufnehmen").click()
    expect(page.get_by_role("heading", name="2 Stellen sind in „runde.csv“ zu beheben")).to_be_visible()
    expect(page.locator("#problems tbody tr")).to_have_count(2)
    check(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check(page)


def test_a_form_from_the_inbox_finds_its_shop(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/forms/")
    heading(page, "Was kam an und wartet auf jemanden?")
    check(page)
    page.locator("tbody tr th a").first.click()
    heading(page, "Wessen Antworten sind das?")
    check(page)
    page.locator("input[type=radio][name=organisation]").first.check()
    page.get_by_role("button", name="Hier zuordnen").click()
    expect(page.get_by_role("heading", name="Alles, was geantwortet wurde")).to_be_visible()
    check(page)
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#messages .success, #messages .info").first).to_be_visible()
