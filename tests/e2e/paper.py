"""Visits that a test plans for itself, and their sheets on paper."""

from __future__ import annotations

import datetime as dt
import io
import re
from urllib.parse import quote

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .checks import press
from .test_coordinator import heading


def plan_visits(page: Page, count: int) -> list[str]:
    """Plan visits today at so many organisations that nobody asked and nobody planned to visit; their names."""
    page.goto("outreach/said/asked/?state=unasked")
    heading(page, "Wer wurde nie gefragt?")
    rows = page.locator("main tbody tr").filter(has_not_text="geplant")
    names = []
    for place in range(count):
        row = rows.nth(place)
        names.append(row.locator("th a").first.inner_text().strip())
        press(row.locator("input[type=checkbox]"), "Space")
    page.get_by_label("Tag", exact=True).fill(dt.date.today().isoformat())
    press(page.get_by_role("button", name="Besuche planen"))
    expect(page.locator("#messages")).to_contain_text("geplant")
    return names


def printed(page: Page, name: str) -> tuple[str, str]:
    """Print the sheet of a visit from the page's form; its number and its text."""
    page.goto(f"outreach/paper/?q={quote(name)}")
    form = page.locator("form", has=page.locator("[name=version]"))
    asked = {
        "csrfmiddlewaretoken": form.locator("[name=csrfmiddlewaretoken]").get_attribute("value") or "",
        # Other tests bring guides of their own.
        "version": form.locator("[name=version] option").filter(has_text="Erstbesuch").first.get_attribute("value")
        or "",
        "language": "de",
    }
    answer = page.request.post(form.evaluate("form => form.action"), form=asked, headers={"Referer": page.url})
    assert answer.headers["content-type"] == "application/pdf"
    text = " ".join(" ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages).split())
    found = re.search(r"\d+-\d{2,}", text)
    assert found
    return found.group(), text
