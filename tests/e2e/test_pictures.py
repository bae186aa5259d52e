"""The README's two pictures, taken from the untouched demonstration area.

Written when a picture is missing or KOGGE_PICTURES=1 asks for new ones, so that a run leaves the tree as it was.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import settled
from .conftest import OpenPage

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH = 1280


def day_after(page: Page) -> None:
    page.goto("handover/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Was bliebe, wenn das Projekt morgen endete?")
    settled(page)


def exchange(page: Page) -> None:
    """A ring with its reasons open: of three, where the day's demonstration area has one."""
    page.goto("exchange/?kind=ring")
    expect(page.get_by_role("heading", level=1)).to_have_text("Wer kann wem helfen?")
    settled(page)
    cards = page.locator("article.proposal")
    of_three = cards.filter(has=page.locator(".steps > li:nth-child(3):last-child"))
    card = (of_three if of_three.count() else cards).first
    card.locator("details.why summary").first.click()
    page.evaluate("(card) => card.parentElement.prepend(card)", card.element_handle())


@pytest.mark.parametrize(("name", "show", "height"), [("day-after", day_after, 884), ("exchange", exchange, 840)])
def test_picture(open_page: OpenPage, name: str, show: object, height: int) -> None:
    page = open_page(Role.COORDINATOR, viewport={"width": WIDTH, "height": height}, reduced_motion="reduce")
    assert callable(show)
    show(page)
    picture = page.screenshot(animations="disabled")
    assert int.from_bytes(picture[16:20]) == WIDTH
    assert len(picture) > 40_000, "a page with so little on it is no picture for the README"
    file = PICTURES / f"{name}.png"
    if os.environ.get("KOGGE_PICTURES") == "1" or not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(picture)
