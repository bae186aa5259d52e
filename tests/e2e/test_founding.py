"""Who could come together: read why, pin, forbid, look again, lay two scenarios side by side, found a network."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from .checks import check, check_everywhere, press
from .test_coordinator import heading, undo
from .test_networks import ago, meet, save, tab

QUESTION = "Wer könnte zusammenkommen?"


def look(page: Page, name: str) -> None:
    """Press the button and wait for the job's bar to lead back."""
    press(page.get_by_role("button", name=name, exact=True))
    page.wait_for_url(re.compile(r".*/networks/founding/scenarios/\d+/$"))
    heading(page, QUESTION)


def first_circle(page: Page) -> Locator:
    return page.get_by_role("article").filter(has=page.get_by_role("heading", name=re.compile("^Kreis 1")))


def test_from_a_proposal_to_a_network(coordinator: Page) -> None:
    page = coordinator
    page.goto("networks/")
    press(page.get_by_role("navigation", name="Netz", exact=True).get_by_role("link", name=QUESTION))
    heading(page, QUESTION)
    expect(page.locator("#answer")).to_contain_text(re.compile(r"\d+ Kreise mit \d+ Betrieben\. Bewiesen:"))
    check_everywhere(page, "Who could come together?")

    # Why is one press away.
    circle = first_circle(page)
    expect(circle).to_contain_text("Erster kleiner Erfolg")
    why = circle.get_by_text("Warum?").first
    press(why)
    expect(circle.get_by_text(re.compile("Hat Zeit: ")).first).to_be_visible()
    expect(circle.get_by_text(re.compile("Zum Treffpunkt sind es")).first).to_be_visible()

    # One stays in any case, another one stays out; then it is looked for again.
    names = circle.get_by_role("listitem").filter(has=page.get_by_role("link"))
    pinned = names.nth(0).get_by_role("link").first.inner_text()
    barred = names.nth(1).get_by_role("link").first.inner_text()
    press(circle.get_by_role("button", name=re.compile(f"^auf jeden Fall ?: {re.escape(pinned)}")))
    expect(page.get_by_text("Grenzen oder Wünsche haben sich seither geändert")).to_be_visible()
    press(first_circle(page).get_by_role("button", name=re.compile(f"^gar nicht ?: {re.escape(barred)}")))
    wishes = page.locator("section").filter(has=page.get_by_role("heading", name="Wünsche"))
    expect(wishes.get_by_role("listitem")).to_have_count(2)
    check(page)
    look(page, "Neu suchen")
    expect(page.get_by_role("article").filter(has_text=pinned)).to_have_count(1)
    expect(page.get_by_role("article").filter(has_text=barred)).to_have_count(0)
    expect(page.get_by_text("Bleibt draußen, weil jemand es so gewünscht hat.")).to_be_visible()

    # Evenings alone, beside all times.
    press(page.get_by_role("link", name="Weiteres Szenario"))
    heading(page, "In welchen Grenzen werden Kreise gesucht?")
    check_everywhere(page, "Under which limits are circles looked for?")
    page.get_by_label("Name").fill("Abends")
    for day in ("Montag", "Dienstag", "Mittwoch", "Donnerstag"):
        page.get_by_role("checkbox", name=re.compile(f"^{day}, nach 18")).check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#answer")).to_contain_text("Noch hat niemand gesucht.")
    look(page, "Kreise suchen")
    press(page.get_by_role("link", name="Nebeneinander"))
    heading(page, "Welches Szenario bringt wen zusammen?")
    row = page.get_by_role("row").filter(has_text="Abends")
    expect(row).to_be_visible()
    check_everywhere(page, "Which scenario brings whom together?")

    # A person founds; nothing by itself, and it can be taken back.
    page.goto("networks/founding/")
    press(first_circle(page).get_by_role("link", name=re.compile("^Netzwerk gründen")))
    heading(page, "Welches Netzwerk beginnt?")
    check_everywhere(page, "Which network begins?")
    page.get_by_label("Name").fill("Tisch am Morgen")
    page.keyboard.press("Control+Enter")
    heading(page, "Tisch am Morgen")
    expect(page.locator("#answer")).to_contain_text("Idee")
    expect(page.get_by_role("link", name=re.compile("^dem Vorschlag"))).to_be_visible()
    undo(page)
    page.goto("networks/founding/")
    expect(first_circle(page).get_by_role("link", name=re.compile("^Netzwerk gründen"))).to_be_visible()


def test_from_talks_to_a_network_that_met_twice(coordinator: Page) -> None:
    """What businesses said in talks proposes a circle; its members found a network, meet, and plan to meet again."""
    page, name = coordinator, "Tisch am Abend"
    page.goto("networks/founding/")
    heading(page, QUESTION)
    circle = first_circle(page)
    shop = circle.get_by_role("listitem").filter(has=page.get_by_role("link")).first.get_by_role("link").first
    who = shop.inner_text()
    # The proposal rests on a talk that is in the register.
    shop.click()
    heading(page, who)
    talks = page.locator(".outreach-panel").get_by_role("listitem").filter(has_text="gesprochen")
    expect(talks.first).to_be_visible()
    page.goto("networks/founding/")
    press(first_circle(page).get_by_role("link", name=re.compile("^Netzwerk gründen")))
    page.get_by_label("Name").fill(name)
    save(page)
    heading(page, name)
    members = page.get_by_role("link", name=re.compile("^tritt aus ?: "))
    expect(members.nth(4)).to_be_visible()
    shops = tuple(text.partition(": ")[2] for text in members.all_inner_texts())[:3]
    assert all(shops)
    meet(page, 0, shops, "Man kennt sich jetzt.", name)
    tab(page, "Treffen")
    page.get_by_role("link", name="Treffen planen").click()
    page.get_by_label("Tag", exact=True).fill(ago(-14))
    save(page)
    heading(page, f"{name} am")
    tab(page, "Treffen")
    expect(page.locator("#answer")).to_contain_text(re.compile("nächste|Nächste"))
    expect(page.locator("main ul.rows > li").filter(has_text="Teeküche im Hof")).to_have_count(2)
    check(page)
