"""What holds on every page: no accessibility violation, nothing wider than the screen."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

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

IS_DARK = "() => matchMedia('(prefers-color-scheme: dark)').matches"


def settled(page: Page) -> None:
    """Wait until the page has loaded what it loads by itself."""
    page.wait_for_load_state("load")
    page.wait_for_function(SETTLED)


def check(page: Page) -> None:
    """Fail when axe finds a violation in the light or the dark appearance, or the page must be scrolled sideways."""
    settled(page)
    too_wide = page.evaluate(WIDER)
    assert not too_wide, f"{page.url} is wider than the screen: {too_wide}"
    # It ends as it began.
    for scheme in ("light", "dark") if page.evaluate(IS_DARK) else ("dark", "light"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.wait_for_timeout(50)  # colours that change slowly have arrived
        violations = axe(page)
        assert not violations, f"axe on {page.url}, {scheme}:\n" + "\n".join(_line(each) for each in violations)


def axe(page: Page) -> list[dict[str, Any]]:
    """The violations axe finds on the page as it stands."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[dict[str, Any]] = page.evaluate(RUN_AXE, RULES)
    return found


def _line(violation: dict[str, Any]) -> str:
    places = "\n".join(f"    {node['html'][:200]}  {node.get('failureSummary', '')}" for node in violation["nodes"][:4])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}, {len(violation['nodes'])} ×\n{places}"
