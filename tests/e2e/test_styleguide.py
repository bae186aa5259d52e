"""Every component once, in both appearances, and by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, settled
from .conftest import PHONE, OpenPage

# What a person must be able to reach: of a group of radio buttons one, of a closed <details> only its summary.
REACHABLE = """() => {
  const shown = (each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[inert]');
  const all = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter((each) => each.tabIndex >= 0 && !each.disabled && shown(each));
  const groups = new Set();
  let number = 0;
  for (const each of all) {
    if (each.type === 'radio') {
      const group = `${each.form ? [...document.forms].indexOf(each.form) : ''}/${each.name}`;
      if (groups.has(group)) continue;
      groups.add(group);
    }
    each.dataset.mustReach = String(number);
    number += 1;
  }
  return all.filter((each) => each.dataset.mustReach).map((each) => each.outerHTML.slice(0, 100));
}"""
# Where the focus is, and whether a person sees it: an outline or a shadow of its own, or of what holds it.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const rings = [here, here.closest('label'), here.parentElement].filter(Boolean).map((each) => getComputedStyle(each));
  const seen = rings.some((style) => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1)
    || style.boxShadow !== 'none');
  const radios = here.type === 'radio' && here.form
    ? [...here.form.querySelectorAll(`[name="${CSS.escape(here.name)}"]`)] : [here];
  const number = radios.map((each) => each.dataset.mustReach).find(Boolean);
  return { number: number ?? null, seen, html: here.outerHTML.slice(0, 100) };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", [{}, PHONE], ids=["desk", "phone"])
def test_components(open_page: OpenPage, scheme: str, screen: dict[str, Any]) -> None:
    page = open_page(Role.COORDINATOR, **screen, color_scheme=scheme)
    page.goto("/styleguide/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    settled(page)
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "drawn")
    expect(page.locator("[data-network]")).to_have_attribute("data-state", "drawn")
    check(page)
    page.goto("/styleguide/?errors=1")
    check(page)


def test_appearance_chosen_by_hand(coordinator: Page) -> None:
    page = coordinator
    page.goto("/styleguide/")
    page.locator("summary").filter(has_text="Ihr Menü").click()
    page.get_by_role("radio", name="dunkel").check()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    check(page)


def test_keyboard_reaches_everything_and_the_focus_is_seen(coordinator: Page) -> None:
    page = coordinator
    page.goto("/styleguide/")
    settled(page)
    page.evaluate(
        "() => document.addEventListener('htmx:beforeRequest', (event) => event.preventDefault())"
    )  # bars rest
    expected = page.evaluate(REACHABLE)
    reached: list[int] = []
    unseen: list[str] = []
    for _ in range(len(expected) * 2):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            break
        if not focus["seen"]:
            unseen.append(focus["html"])
        if focus["number"] is not None and int(focus["number"]) not in reached:
            reached.append(int(focus["number"]))
    missed = [html for number, html in enumerate(expected) if number not in reached]
    assert not missed, f"not reached by Tab: {missed}"
    assert not unseen, f"focus is not visible on: {unseen}"
    assert reached == sorted(reached), "Tab does not follow the order of the page"


def test_keyboard_help_and_skip_link(coordinator: Page) -> None:
    page = coordinator
    page.goto("/styleguide/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Tastatur")).to_be_visible()
    check(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Tastatur")).to_be_hidden()


def test_running_bar_keeps_the_focus(coordinator: Page) -> None:
    page = coordinator
    page.goto("/styleguide/")
    link = page.get_by_role("link", name="Noch einmal nachsehen")
    link.focus()
    before = link.get_attribute("href")
    assert before
    expect(link).not_to_have_attribute("href", before)  # the bar was swapped for a newer one
    expect(link).to_be_focused()
