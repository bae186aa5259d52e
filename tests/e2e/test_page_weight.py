"""What a first visit moves over the wire, compressed, with an empty cache: the budgets of `look.md`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, expect

from .checks import settled

KB = 1000


@contextmanager
def weighed(page: Page) -> Iterator[dict[str, int]]:
    """Bytes received per address (header and body, as sent), filled while the block runs."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    addresses: dict[str, str] = {}
    weights: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )

    def finished(event: dict[str, str]) -> None:
        address = addresses.get(event["requestId"], event["requestId"])
        weights[address] = weights.get(address, 0) + int(event["encodedDataLength"])

    session.on("Network.loadingFinished", finished)
    yield weights
    session.detach()


def told(weights: dict[str, int]) -> str:
    lines = [f"{size:>9} {address}" for address, size in sorted(weights.items(), key=lambda item: -item[1])]
    return "\n".join([f"{sum(weights.values())} bytes in all", *lines])


@pytest.mark.parametrize("path", ["", "outreach/", "needs/", "exchange/", "handover/"])
def test_first_page_load(coordinator: Page, path: str) -> None:
    with weighed(coordinator) as weights:
        coordinator.goto(path)
        settled(coordinator)
    assert len(weights) > 5, "the style sheets and scripts of the page must be among what was weighed"
    assert sum(weights.values()) < 200 * KB, told(weights)


def test_map_page(coordinator: Page) -> None:
    with weighed(coordinator) as weights:
        coordinator.goto("actors/")
        settled(coordinator)
        expect(coordinator.locator("[data-map]")).to_have_attribute("data-state", "drawn")
    assert any("maplibre" in address for address in weights)
    assert sum(weights.values()) < 600 * KB, told(weights)
