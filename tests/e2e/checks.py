"""What holds on every page: no accessibility violation, nothing wider than the screen."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from playwright.sync_api import Locator, Page, ViewportSize, expect

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
# Everything that loads itself has arrived, every picture is drawn (or says that it cannot be).
SETTLED = """() => !document.querySelector('.htmx-request')
  && [...document.querySelectorAll('[data-map], [data-network]')]
    .every((each) => ['drawn', 'fallback', 'failed'].includes(each.dataset.state))"""
RUN_AXE = (
    "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then((found) => found.violations)"
)
WIDER = """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
  [...document.querySelectorAll('body *')].filter((each) => each.getBoundingClientRect().right > window.innerWidth + 1)
    .slice(0, 8).map((each) => each.outerHTML.slice(0, 120))"""

# A desk and a phone, in CSS pixels.
SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 900}, {"width": 360, "height": 740})
IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"


def settled(page: Page) -> None:
    """Wait until the page has loaded what it loads by itself."""
    page.wait_for_load_state("load")
    page.wait_for_function(SETTLED)


def check(page: Page) -> None:
    """Fail when axe finds a violation in the light or the dark appearance, or the page must be scrolled sideways."""
    check_width(page)
    # Else the bar on top would cover half a button that was scrolled below it, which axe takes for a small one.
    page.evaluate("() => scrollTo(0, 0)")
    # It ends as it began.
    for scheme in ("light", "dark") if page.evaluate(IS_DARK) else ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)  # colours that change slowly have arrived
        violations = axe(page)
        assert not violations, f"axe on {page.url}, {scheme}:\n" + "\n".join(map(_line, violations))


def check_width(page: Page) -> None:
    """Fail when the page must be scrolled sideways."""
    settled(page)
    too_wide = page.evaluate(WIDER)
    assert not too_wide, f"{page.url} is wider than the screen: {too_wide}"


def check_everywhere(page: Page, english: str) -> None:
    """At a desk and on a phone, in German and in English (first heading: `english`): nothing axe finds, no scrolling
    sideways. The page is asked for anew, so it must open by its address; it ends in German and in its size."""
    before, name = page.viewport_size or SIZES[0], settings.LANGUAGE_COOKIE_NAME
    address, known = page.url, [each for each in page.context.cookies(page.url) if each.get("name") == name]

    def show(language: str) -> None:
        page.context.add_cookies([{"name": name, "value": language, "url": address}])
        page.goto(address)
        expect(page.locator("html")).to_have_attribute("lang", language)

    def on_both() -> None:
        for size in SIZES:
            page.set_viewport_size(size)
            check_width(page)

    try:
        show("en")
        on_both()
        expect(page.get_by_role("heading", level=1)).to_contain_text(english)
        violations = axe(page)
        assert not violations, f"axe on {page.url}, English, on a phone:\n" + "\n".join(map(_line, violations))
        show("de")
        on_both()
        page.set_viewport_size(SIZES[0])
        check(page)
    finally:
        page.context.clear_cookies(name=name)
        page.context.add_cookies(known)  # type: ignore[arg-type]  # what cookies() gave
        page.set_viewport_size(before)


def press(target: Locator, key: str = "Enter") -> None:
    """What a hand on the keyboard does: go there and press."""
    target.focus()
    expect(target).to_be_focused()
    target.press(key)


def axe(page: Page) -> list[dict[str, Any]]:
    """The violations axe finds on the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, RULES)
    return found


def _line(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:200]}  {node.get('failureSummary', '')}" for node in violation["nodes"][:4])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}, {len(violation['nodes'])} ×\n{places}"
