"""The personal link on the leaflet: what one agreed to, taken back without an account, and what follows from it."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press
from .conftest import PHONE, OpenPage
from .test_coordinator import heading
from .watch import Watch

WHO = "Bierstube Zurower"
TOMORROW = (dt.date.today() + dt.timedelta(1)).isoformat()


def record_of(page: Page, name: str) -> str:
    """Address of an organisation's page."""
    page.goto(f"actors/?text={name}")
    row = page.locator("#register-rows").get_by_role("link", name=name)
    return str(row.first.get_attribute("href"))


def test_taken_back_by_the_link_with_what_follows(open_page: OpenPage) -> None:
    team = open_page(Role.COORDINATOR)
    found = team.locator("#results").get_by_role("link", name=WHO, exact=True)
    record = record_of(team, WHO)
    # Beside what the day's demonstration area holds.
    for purpose in ("contact", "publication"):
        team.goto(f"{record}consents/new/")
        team.locator("[name=purpose]").select_option(purpose)
        team.locator("[name=channel]").select_option("spoken")
        team.get_by_role("button", name="Speichern").click()
        expect(team.locator("#messages .success")).to_be_visible()
    team.goto(f"outreach/plan/?organisation={record.strip('/').rpartition('/')[2]}")
    team.get_by_label("Tag", exact=True).fill(TOMORROW)
    team.get_by_role("button", name="Speichern").click()
    team.goto(f"outreach/?q={WHO}")
    expect(found).not_to_have_count(0)
    team.goto(record)
    link = team.get_by_role("link", name=re.compile("^Persönlicher Link")).get_attribute("href")

    owner = open_page()
    owner.goto(str(link))
    heading(owner, "Worin haben Sie eingewilligt?")
    given = owner.get_by_role("button", name=re.compile("^Zurücknehmen")).count()
    assert given >= 2
    expect(owner.locator(".answer")).to_contain_text(f"{WHO} hat in {given} Punkte eingewilligt.")
    check_everywhere(owner, "What did you agree to?")
    # Nothing else is told to whoever holds the link.
    expect(owner.get_by_role("main").get_by_role("link")).to_have_count(0)

    contact = owner.locator(".rows > li").filter(has_text="uns wieder bei Ihnen melden")
    expect(contact).to_contain_text("Dann werden geplante Besuche abgesagt")
    press(contact.get_by_role("button"))
    expect(owner.locator(".message.success")).to_contain_text("gilt ab heute nicht mehr")
    expect(owner.get_by_role("button", name=re.compile("^Zurücknehmen"))).to_have_count(given - 1)
    expect(contact).to_contain_text("widerrufen am")
    check(owner)
    team.goto(f"outreach/?q={WHO}")
    expect(found).to_have_count(0)

    press(owner.get_by_role("button", name=re.compile("^(Alles z|Z)urücknehmen")).last)
    expect(owner.locator(".answer")).to_contain_text("gilt keine Einwilligung mehr")
    expect(owner.get_by_role("main").get_by_role("button")).to_have_count(0)
    check_width(owner)
    team.goto(f"needs/?q={WHO}")
    expect(found).to_have_count(0)


def test_a_wrong_link_says_what_to_do(open_page: OpenPage, watches: list[Watch]) -> None:
    page = open_page(**PHONE)
    watches[0].expect_status(404)
    page.goto("/consent/76.nurhalbabgetippt/")
    heading(page, "Dieser Link ist nicht vollständig.")
    expect(page.locator("main")).to_contain_text("Es geht auch ohne Link")
    check_everywhere(page, "This link is not complete.")
