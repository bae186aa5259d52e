"""The picture of the network and its list: by keyboard, in other colours, of another month, as a file."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press, settled
from .conftest import PHONE, OpenPage

SVG = "{http://www.w3.org/2000/svg}"
# What a canvas shows, as one text to compare.
PAINTED = "(name) => document.querySelector(`.network-canvas canvas.${name}`).toDataURL()"


def open_picture(page: Page) -> None:
    page.goto("networks/")
    settled(page)
    expect(page.locator("[data-network]")).to_have_attribute("data-state", "drawn")


def test_picture_and_list_choose_each_other_by_keyboard(coordinator: Page) -> None:
    open_picture(coordinator)
    rows = coordinator.locator("#ranking > li")
    before = coordinator.evaluate(PAINTED, "top")
    rows.nth(2).locator("a, button").first.focus()
    expect(rows.nth(2)).to_have_attribute("aria-current", "true")
    name = rows.nth(2).locator("a, button").first.inner_text()
    expect(coordinator.locator(".network-said")).to_contain_text(name)
    assert coordinator.evaluate(PAINTED, "top") != before
    canvas = coordinator.locator(".network-canvas")
    press(canvas, "Escape")
    expect(coordinator.locator(".network-said")).to_be_empty()
    press(canvas, "ArrowRight")
    expect(coordinator.locator("#ranking > li[aria-current=true]")).to_have_count(1)
    first = coordinator.locator(".network-said").inner_text()
    for key in ("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"):
        press(canvas, key)
        if coordinator.locator(".network-said").inner_text() != first:
            break
    assert coordinator.locator(".network-said").inner_text() != first
    lower = coordinator.evaluate(PAINTED, "base")
    press(canvas, "+")
    coordinator.wait_for_function(f"(old) => ({PAINTED})('base') !== old", arg=lower)
    larger = coordinator.evaluate(PAINTED, "base")
    press(canvas, "Shift+ArrowRight")
    coordinator.wait_for_function(f"(old) => ({PAINTED})('base') !== old", arg=larger)
    press(canvas, "0")
    check(coordinator)


def test_finding_a_name_and_clicking_a_node(coordinator: Page) -> None:
    open_picture(coordinator)
    name = coordinator.locator("#ranking > li a").nth(4).inner_text()
    field = coordinator.get_by_label("Im Bild finden")
    field.fill(name)
    expect(coordinator.locator(".network-said")).to_contain_text(name)
    expect(coordinator.locator("#ranking > li[aria-current=true]")).to_contain_text(name)
    field.fill("Niemand namens Kuckuck")
    expect(coordinator.locator(".network-said")).to_have_text("Im Bild heißt niemand so.")
    field.fill("")
    box = coordinator.locator(".network-canvas").bounding_box()
    assert box
    place = coordinator.evaluate("""async () => {
      const { View } = await import("/static/core/js/network/view.js");
      const data = await (await fetch(document.querySelector("[data-network]").dataset.url)).json();
      const frame = document.querySelector(".network-canvas");
      const radius = (node) => (14 + 30 * Math.sqrt(node.size)) / 2;
      const view = new View(data.nodes.map((node) => ({ ...node, r: radius(node) })), data.grounds);
      Object.assign(view, { width: frame.clientWidth, height: frame.clientHeight });
      view.fit();
      const [node] = data.nodes;
      return { label: node.label, x: view.x(node.x), y: view.y(node.y) };
    }""")
    coordinator.locator(".network-canvas").click(position={"x": place["x"], "y": place["y"]})
    expect(coordinator.locator(".network-said")).to_contain_text(place["label"])


def test_other_colours_and_the_files(coordinator: Page, tmp_path: Path) -> None:
    open_picture(coordinator)
    legend = coordinator.locator(".network .legend li")
    kinds, painted = legend.all_inner_texts(), coordinator.evaluate(PAINTED, "base")
    choice = coordinator.get_by_label("Farben nach")
    choice.select_option("district")
    expect(legend.first).not_to_have_text(kinds[0])
    assert coordinator.evaluate(PAINTED, "base") != painted
    districts = legend.all_inner_texts()
    with coordinator.expect_download() as waiting:
        coordinator.get_by_role("link", name="SVG").click()
    file = tmp_path / "network.svg"
    waiting.value.save_as(file)
    root = ElementTree.parse(file).getroot()
    nodes = coordinator.evaluate(
        "async () => (await (await fetch(document.querySelector('[data-network]').dataset.url)).json()).nodes.length"
    )
    assert len(list(root.iter(f"{SVG}title"))) == nodes + 1
    assert [each.text for each in list(root)[-1].findall(f"{SVG}text")] == districts
    with coordinator.expect_download() as waiting:
        coordinator.get_by_role("button", name="PNG").click()
    png = tmp_path / "network.png"
    waiting.value.save_as(png)
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(png.read_bytes()[16:20]) == 2800


def test_the_slider_goes_back_in_time(coordinator: Page) -> None:
    open_picture(coordinator)
    coordinator.get_by_label("Farben nach").select_option("district")
    slider = coordinator.get_by_role("slider")
    now = coordinator.locator("output[for=months]").inner_text()
    slider.focus()
    for _ in range(3):
        slider.press("ArrowLeft")
    expect(coordinator.locator("output[for=months]")).not_to_have_text(now)
    expect(coordinator).to_have_url(re.compile("month=-3"))
    expect(coordinator.get_by_role("slider")).to_have_value("-3")
    expect(coordinator.get_by_role("slider")).to_be_focused()
    expect(coordinator.get_by_label("Farben nach")).to_have_value("district")
    settled(coordinator)
    check(coordinator)


@pytest.mark.parametrize(
    ("path", "english"),
    [
        ("networks/", "Who holds the network together?"),
        ("networks/roles/", "Who plays which part in the network?"),
        ("networks/time/", "How does the network develop?"),
        ("networks/compare/", "What came, and what broke?"),
    ],
)
def test_every_page_at_a_desk_and_on_a_phone(coordinator: Page, path: str, english: str) -> None:
    coordinator.goto(path)
    check_everywhere(coordinator, english)


def test_on_a_phone_a_finger_chooses(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR, **PHONE)
    open_picture(page)
    check_width(page)
    page.locator("#ranking > li .muted").nth(1).tap()
    expect(page.locator("#ranking > li").nth(1)).to_have_attribute("aria-current", "true")


def test_on_paper_the_picture_comes_first_and_nothing_lies_over_it(coordinator: Page) -> None:
    open_picture(coordinator)
    coordinator.emulate_media(media="print")
    picture = coordinator.locator(".network-frame").bounding_box()
    ranking = coordinator.locator("#ranking").bounding_box()
    figures = coordinator.locator("#figures").bounding_box()
    assert picture
    assert ranking
    assert figures
    assert picture["y"] + picture["height"] <= ranking["y"]
    assert ranking["y"] + ranking["height"] <= figures["y"]
    expect(coordinator.locator("#ranking button").first).to_be_visible()
    coordinator.emulate_media(media="screen")
