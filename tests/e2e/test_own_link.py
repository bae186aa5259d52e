"""The personal link: made by the coordinator, used on a phone without an account, looked after, taken back."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, check_width, press
from .conftest import PHONE, OpenPage
from .test_consent_link import record_of
from .test_coordinator import heading
from .test_networks import of
from .watch import Watch

WHO = "Kurierdienst Krakowiak UG"
FOR = "Frau Krakowiak"
NETWORK = "Unternehmerfrühstück Vier Viertel"
NEED = "Ein Stellplatz für zwei Lastenräder"


def door(page: Page, name: str) -> None:
    """From the first page to one of the others."""
    page.get_by_role("navigation", name="Ihre Seiten").get_by_role("link", name=re.compile(name)).click()


def said(page: Page) -> Locator:
    """The sentence about what was just done."""
    return page.locator(".own .message.success")


def home(page: Page) -> None:
    page.get_by_role("link", name="Zur ersten Seite").click()
    heading(page, WHO)


def make_link(team: Page) -> str:
    """The coordinator makes a link from the organisation's page; returns its address."""
    team.goto(record_of(team, WHO))
    team.get_by_role("link", name=re.compile("^Links für Mitglieder")).click()
    heading(team, f"Wer hat einen Link von {WHO}?")
    check_everywhere(team, f"Who holds a link of {WHO}?")
    team.get_by_label("Für wen ist der Link?").fill(FOR)
    team.keyboard.press("Control+Enter")
    address = team.get_by_label("Adresse", exact=True).input_value()
    expect(team.locator(".linkcode .qr svg")).to_be_visible()
    check(team)
    with team.expect_download() as paper:
        team.get_by_role("button", name="Brief mit dem Link (PDF)").click()
    assert paper.value.suggested_filename.endswith(".pdf")
    expect(team.get_by_label("Adresse", exact=True)).to_have_value(address)
    return address


def test_a_member_helps_themselves_and_the_team_sees_it(open_page: OpenPage, watches: list[Watch]) -> None:
    team = open_page(Role.COORDINATOR)
    address = make_link(team)

    phone = open_page(**PHONE)
    phone.goto(address)
    heading(phone, WHO)
    expect(phone.locator("#main .answer")).to_contain_text("Nächstes Treffen: ")
    check_everywhere(phone, WHO)

    # A need more, an offer less, and back.
    door(phone, "Bedarfe? und Angebote")
    check_everywhere(phone, "What do you need, what could you give?")
    phone.get_by_role("link", name="Wir brauchen etwas").click()
    check_everywhere(phone, "What do you need?")
    phone.get_by_label(re.compile("^Worum geht es")).select_option(index=3)
    phone.get_by_label(re.compile("^Was brauchen Sie, in Ihren Worten")).fill(NEED)
    press(phone.get_by_role("button", name="Speichern"))
    expect(said(phone)).to_contain_text("Gespeichert")
    expect(phone.locator("main")).to_contain_text(NEED)
    offers = phone.locator("section").filter(has=phone.get_by_role("heading", name="Wir könnten geben"))
    ended = offers.locator(".rows").first.locator("strong").first.inner_text()
    press(offers.get_by_role("button", name=re.compile("^Nicht mehr")).first)
    expect(said(phone)).to_contain_text("Beendet")
    back = offers.get_by_role("button", name=of("Gilt doch noch", re.escape(ended)))
    expect(back).to_be_visible()
    check(phone)
    press(back)
    expect(said(phone)).to_contain_text("Es gilt wieder")
    press(offers.get_by_role("button", name=of("Nicht mehr", re.escape(ended))))

    # What is kept, and what would fit.
    home(phone)
    door(phone, "Was wir über Sie festhalten")
    check_everywhere(phone, "What do we keep about you?")
    phone.get_by_role("link", name="Berichtigen").click()
    phone.get_by_label(re.compile("^Telefon")).fill("0381 5550199")
    check_everywhere(phone, "What is right?")
    phone.get_by_label(re.compile("^Telefon")).fill("0381 5550199")
    press(phone.get_by_role("button", name="Speichern"))
    expect(phone.locator("main")).to_contain_text("0381 5550199")
    home(phone)
    door(phone, "Was zu Ihnen passen könnte")
    check_everywhere(phone, "What would fit you?")

    # One consent is taken back: the one to publication, on which nothing here rests.
    home(phone)
    door(phone, "Einwilligung|eingewilligt")
    check_everywhere(phone, "What did you agree to?")
    taken = phone.get_by_role("button", name=re.compile("^Zurücknehmen"))
    given = taken.count()
    press(taken.last)
    expect(phone.locator(".message.success")).to_contain_text("gilt ab heute nicht mehr")
    expect(taken).to_have_count(given - 1 if given > 1 else 0)

    # The next meeting, into the calendar; then they leave.
    home(phone)
    door(phone, "Treffen und Netzwerke")
    check_everywhere(phone, "When do you meet?")
    expect(phone.locator("#main .answer")).to_contain_text("Treffen ist geplant")
    file = phone.get_by_role("link", name=re.compile("^In meinen Kalender")).first.get_attribute("href")
    answer = phone.request.get(str(file))
    assert "BEGIN:VEVENT" in answer.text()
    phone.get_by_role("link", name=of("Verlassen", NETWORK)).click()
    heading(phone, f"{NETWORK} verlassen?")
    check_everywhere(phone, f"Leave {NETWORK}?")
    phone.get_by_label(re.compile("^Warum")).fill("Keine Zeit am Morgen")
    press(phone.get_by_role("button", name="Ja, wir gehen"))
    expect(said(phone)).to_contain_text("Sie haben das Netzwerk verlassen")
    expect(phone.locator("#main .answer")).to_contain_text("Kein Treffen ist geplant")
    phone.get_by_role("link", name="Alles über uns vergessen").click()
    check_everywhere(phone, "Shall we forget everything about you?")

    # The team sees who it was and what, and takes the leaving back.
    team.goto("")
    team.get_by_role("link", name=re.compile("Änderungen über persönliche Links")).click()
    heading(team, "Was haben Mitglieder selbst geändert?")
    for what in (
        f"Bedarf notiert: {NEED}",
        f"beendet: {ended}",
        "eigene Angaben berichtigt",
        "Einwilligung widerrufen",
    ):
        expect(team.locator(".timeline")).to_contain_text(what)
    expect(team.locator(".timeline")).to_contain_text(FOR)
    check_everywhere(team, "What did members change themselves?")
    left = team.locator(".timeline > li").filter(has_text=f"hat {NETWORK} verlassen")
    press(left.get_by_role("button", name="Rückgängig"))
    expect(team.locator("#messages .success")).to_be_visible()
    team.goto("networks/links/changes/")
    press(team.get_by_role("button", name="Ich habe das gesehen"))
    expect(team.locator("#answer")).to_contain_text("Nichts Neues")
    phone.goto(address)
    expect(phone.locator("#main .answer")).to_contain_text("Nächstes Treffen: ")

    # Taken back, it says so in one sentence.
    team.goto(record_of(team, WHO))
    team.get_by_role("link", name=re.compile("^Links für Mitglieder")).click()
    expect(team.locator("main")).to_contain_text("zuletzt benutzt am")
    press(team.get_by_role("button", name=of("Zurücknehmen", FOR)))
    expect(team.locator("#answer")).to_contain_text("Niemand")
    watches[1].expect_status(404)
    phone.goto(address)
    heading(phone, "Dieser Link öffnet sich nicht.")
    expect(phone.locator("main")).to_contain_text("Dieser Link wurde zurückgenommen")
    check_everywhere(phone, "This link does not open.")
    check_width(phone)


def test_it_all_works_without_a_script(open_page: OpenPage) -> None:
    team = open_page(Role.COORDINATOR)
    address = make_link(team)
    phone = open_page(**PHONE, java_script_enabled=False)
    phone.goto(address)
    door(phone, "Bedarfe? und Angebote")
    phone.get_by_role("link", name="Wir könnten etwas geben").click()
    phone.get_by_label(re.compile("^Worum geht es")).select_option(index=5)
    phone.get_by_label(re.compile("^Was könnten Sie geben, in Ihren Worten")).fill("Eine Fahrt am Sonntag")
    phone.get_by_role("button", name="Speichern").click()
    expect(phone.locator("main")).to_contain_text("Eine Fahrt am Sonntag")
    phone.get_by_role("button", name=of("Nicht mehr", "Eine Fahrt am Sonntag")).click()
    expect(phone.get_by_role("button", name=of("Gilt doch noch", "Eine Fahrt am Sonntag"))).to_be_visible()
