"""A network from the idea to active: asked by somebody they trust, two meetings, a charter, a small win."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import SIZES, check, check_everywhere, check_width, press
from .conftest import OpenPage
from .test_coordinator import heading, undo
from .watch import Watch

TODAY = dt.date.today()
NAME = "Hofgespräch Schmarl"
DESK_SIZE, PHONE_SIZE = SIZES
SHOPS = ("Bäckerei Kabelitz", "Blumen Dinh", "Kopierladen Tekinalp")


def ago(days: int) -> str:
    return (TODAY - dt.timedelta(days)).isoformat()


def of(word: str, what: str) -> re.Pattern[str]:
    """The name of a button in a row: what it does, and to what."""
    return re.compile(f"^{word} ?: {what}")


def save(page: Page) -> None:
    page.keyboard.press("Control+Enter")


def pick(page: Page, group: str, name: str) -> None:
    """Find an organisation by typing, and choose it."""
    field = page.get_by_role("group", name=re.compile(group)).get_by_role("searchbox")
    field.click()
    field.press_sequentially(name[:9])
    hit = page.get_by_role("radio", name=re.compile(f"^{name}"))
    expect(hit).to_be_visible()
    press(hit, "Space")


def tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="Dieses Netzwerk").get_by_role("link", name=name, exact=True).click()


def meet(page: Page, days: int, shops: tuple[str, ...], minutes: str, name: str = NAME) -> None:
    """A meeting is planned, held and noted; ends on its page."""
    tab(page, "Treffen")
    page.get_by_role("link", name="Treffen planen").click()
    heading(page, "Wann treffen Sie sich?")
    page.get_by_label("Tag", exact=True).fill(ago(days))
    page.get_by_label(re.compile("^Beginn")).fill("08:00")
    page.get_by_label(re.compile("^Ende")).fill("09:30")
    page.get_by_label(re.compile("^Ort")).fill("Teeküche im Hof")
    page.get_by_label(re.compile("^Tagesordnung")).fill("Wer sind wir?\nWas fehlt jedem?")
    save(page)
    heading(page, f"{name} am")
    page.get_by_role("link", name="Notieren, wer da war").click()
    heading(page, "Wer war da, und was wurde gesagt?")
    for shop in shops:
        page.get_by_role("checkbox", name=shop).check()
    page.get_by_label(re.compile("^Gäste")).fill("1")
    page.get_by_label(re.compile("^Protokoll")).fill(minutes)
    save(page)
    expect(page.locator("#answer")).to_contain_text(f"{len(shops)} Mitglieder waren da, 1 Gast")


@pytest.fixture
def founded(coordinator: Page) -> Page:
    """The page of a network that is an idea so far."""
    page = coordinator
    page.goto("networks/founded/")
    page.get_by_role("link", name="Neues Netzwerk").click()
    heading(page, "Welches Netzwerk beginnt?")
    page.get_by_label("Name").fill(NAME)
    page.get_by_label(re.compile("^Zweck")).fill("Im Hof einander helfen.")
    save(page)
    heading(page, NAME)
    return page


def test_from_an_idea_to_an_active_network(founded: Page) -> None:
    page = founded
    expect(page.locator("main")).to_contain_text("Für „Auftakt“ braucht es:")
    check_everywhere(page, NAME)

    # One is asked by somebody they trust and says yes; two more join.
    tab(page, "Wer fragt wen")
    expect(page.locator("main")).to_contain_text("Noch steht niemand auf der Liste.")
    page.get_by_role("link", name="Jemand ist zu fragen").click()
    pick(page, "^Wer soll gefragt werden", SHOPS[0])
    check(page)
    save(page)
    heading(page, "Wer fragt wen")
    check_everywhere(page, "Who asks whom to join")
    press(page.get_by_role("button", name=of("wurde gefragt", SHOPS[0])))
    press(page.get_by_role("button", name=of("hat zugesagt", SHOPS[0])))
    expect(page.get_by_role("heading", name="Zugesagt")).to_be_visible()
    tab(page, "Mitglieder")
    for shop in SHOPS[1:]:
        page.get_by_role("link", name="Jemand tritt bei").click()
        pick(page, "^Organisation", shop)
        page.get_by_label(re.compile("^Von")).fill(ago(60))
        save(page)
        heading(page, NAME)
    # It has too few members; a person decides all the same.
    expect(page.locator("main")).to_contain_text("3 Mitglieder (mindestens 5)")
    press(page.get_by_role("button", name="Es ist jetzt: Auftakt"))
    expect(page.locator("main")).to_contain_text("Für „aktiv“ braucht es:")

    meet(page, 30, SHOPS[1:], "Man kennt sich jetzt.")
    check_everywhere(page, NAME)
    page.get_by_label("Was beschlossen wurde").fill("Ein Schild am Tor")
    page.get_by_label(re.compile("^Wer es macht")).select_option(label=SHOPS[1])
    page.get_by_label(re.compile("^Bis")).fill(ago(10))
    press(page.get_by_role("button", name="Beschluss festhalten"))
    expect(page.get_by_text("überfällig")).to_be_visible()
    press(page.get_by_role("link", name=of("ausgeführt", "Ein Schild am Tor")))
    check(page)
    save(page)
    expect(page.get_by_role("button", name=of("wieder öffnen", "Ein Schild am Tor"))).to_be_visible()
    with page.expect_download() as paper:
        page.get_by_role("link", name="Einladung für Kalender (ICS)").click()
    assert paper.value.suggested_filename.endswith(".ics")
    meet(page, 2, SHOPS[1:], "Das Schild hängt.")
    tab(page, "Treffen")
    check_everywhere(page, f"When does {NAME} meet?")

    tab(page, "Charta")
    page.get_by_role("link", name="Charta schreiben").click()
    expect(page.get_by_label("Wofür wir da sind")).to_have_value("Im Hof einander helfen.")
    page.get_by_label(re.compile("^Wer entscheidet")).fill("Eine Stimme je Mitglied.")
    save(page)
    page.get_by_role("link", name="Sie wurde beschlossen").click()
    page.get_by_label(re.compile("^Beschlossen vom Treffen")).select_option(index=1)
    save(page)
    expect(page.locator("#answer")).to_contain_text("Fassung 1, beschlossen am")
    check_everywhere(page, f"What did the members of {NAME} agree on?")

    tab(page, "Kleine Erfolge")
    page.get_by_role("link", name="Etwas Kleines planen").click()
    page.get_by_label("Was wir gemeinsam tun").fill("Schild am Tor")
    page.get_by_label("Tag", exact=True).fill(ago(5))
    save(page)
    heading(page, "Schild am Tor")
    page.get_by_role("link", name="Was dabei herauskam").click()
    page.get_by_label("Das Ergebnis in zwei Sätzen").fill("Alle finden den Hof.")
    save(page)
    page.get_by_label("Wer etwas davon hat").select_option(label=SHOPS[2])
    page.get_by_label("Was sie davon haben").fill("Fünf neue Kunden")
    press(page.get_by_role("button", name="Hinzufügen"))
    expect(page.locator("main")).to_contain_text("Fünf neue Kunden")
    check_everywhere(page, "Schild am Tor")
    tab(page, "Kleine Erfolge")
    expect(page.locator("#answer")).to_contain_text("1 von 1")

    tab(page, "Mitglieder")
    press(page.get_by_role("button", name="Es ist jetzt: aktiv"))
    expect(page.locator("#answer")).to_contain_text("aktiv")
    undo(page)
    expect(page.locator("#answer")).to_contain_text("Auftakt")


def test_the_purse_asks_before_it_is_below_zero(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    watches[0].expect_status(422)
    page.goto("networks/founded/")
    page.get_by_role("link", name=re.compile("Unternehmerfrühstück")).click()
    tab(page, "Kasse")
    expect(page.locator("#answer")).to_contain_text("37,60 €")
    check_everywhere(page, "What is in the purse")
    page.get_by_role("link", name="Einnahme oder Ausgabe").click()
    page.get_by_role("radio", name="Ausgabe").check()
    page.get_by_label("Betrag in €").fill("50")
    page.get_by_label("Von wem oder wofür").fill("Lichterkette")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Dann stünde die Kasse bei -12,40 €.")
    check(page)
    page.get_by_role("checkbox", name=re.compile("^Jemand legt das Geld aus")).check()
    save(page)
    expect(page.locator("#answer")).to_contain_text("unter null")
    undo(page)
    expect(page.locator("#answer")).to_contain_text("37,60 €")


def test_how_it_fares_opens_its_records(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR)
    page.goto("networks/founded/")
    page.get_by_role("link", name=re.compile("Unternehmerfrühstück")).click()
    for name, english in (
        ("Stunden", "Who gives the hours"),
        ("Gruppen", "Who takes up what"),
        ("Wie es ihm geht", "How does"),
    ):
        tab(page, name)
        check_everywhere(page, english)
    expect(page.locator("main")).to_contain_text("Was jetzt zu tun ist")
    page.get_by_role("link", name=re.compile("^Die Anwesenheit sinkt")).click()
    heading(page, "Wann trifft sich")


def test_a_calendar_address_is_shown_once(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR)
    page.goto("networks/founded/")
    page.get_by_role("link", name=re.compile("Unternehmerfrühstück")).click()
    tab(page, "Treffen")
    page.get_by_role("link", name="In einen Kalender").click()
    check_everywhere(page, "Who has the meetings in the calendar?")
    page.get_by_label("Für wen ist die Adresse?").fill("Alle Mitglieder")
    save(page)
    address = page.get_by_label("Adresse", exact=True).input_value()
    check(page)
    answer = page.request.get(address)
    assert answer.ok
    assert "BEGIN:VEVENT" in answer.text()
    press(page.get_by_role("button", name=of("Zurücknehmen", "Alle Mitglieder")))
    assert page.request.get(address).status == 404


def test_every_form_and_record_is_sound(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR)
    page.goto("networks/founded/")
    page.get_by_role("link", name=re.compile("Unternehmerfrühstück")).click()
    here = page.url
    for form in (
        "members/new/", "meetings/new/", "hours/new/", "charter/", "charter/draft/", "budget/new/", "actions/",
        "actions/new/", "groups/new/", "invitations/new/", "letters/invitation/", "letters/results/",
    ):  # fmt: skip
        page.goto(here + form)
        check(page)
        page.set_viewport_size(PHONE_SIZE)
        check_width(page)
        page.set_viewport_size(DESK_SIZE)
    page.goto(here + "actions/")
    page.get_by_role("link", name="Faltblatt mit allen Öffnungszeiten").click()
    check_everywhere(page, "Faltblatt")
    page.get_by_role("link", name="Was dabei herauskam").click()
    check_everywhere(page, "What came of it?")
    page.goto(here + "invitations/")
    page.get_by_role("link", name=of("jemanden wählen", "")).first.click()
    check_everywhere(page, "Who asks")
