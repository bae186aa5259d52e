"""A flag from the first word to the answer: raised, helpers only after the business agreed, closed."""

from __future__ import annotations

import datetime as dt
import re

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, check_everywhere, press
from .conftest import OpenPage
from .test_coordinator import heading, undo
from .watch import Watch

TODAY = dt.date.today()


def day(later: int) -> str:
    """A day as the German page writes it."""
    return f"{TODAY + dt.timedelta(later):%d.%m.%Y}"


def raise_one(page: Page, text: str, **choices: str) -> None:
    """Raise a flag at the bakery, by keyboard; ends on its page."""
    page.goto("outreach/flags/")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("n")
    heading(page, "Wer braucht Hilfe, und was ist los?")
    press(page.get_by_role("searchbox", name=re.compile("^Organisation")), "K")
    page.keyboard.type("abelitz")
    bakery = page.get_by_role("radio", name=re.compile("^Bäckerei Kabelitz"))
    expect(bakery).to_be_visible()
    press(bakery, "Space")
    page.get_by_label("Worum es geht").select_option(label=choices.get("kind", "Kündigung der Räume"))
    page.get_by_label(re.compile("^Was gesagt wurde")).fill(text)
    if owner := choices.get("owner"):
        page.get_by_label(re.compile("^Wer sich kümmert")).select_option(label=owner)
    page.keyboard.press("Control+Enter")
    heading(page, "Bäckerei Kabelitz")


def test_the_list_says_what_burns_and_sorts(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/flags/")
    heading(page, "Wer braucht jetzt Hilfe?")
    check_everywhere(page, "Who needs help now?")
    rows = page.locator("#results tbody tr")
    expect(rows.first).to_contain_text("sofort handeln")
    press(page.get_by_role("link", name=re.compile("^bis")))
    page.wait_for_url("**sort=due**")
    days = [re.search(r"\d\d\.\d\d\.\d{4}", text) for text in page.locator("td[data-label=bis]").all_text_contents()]
    shown = [dt.datetime.strptime(found.group(), "%d.%m.%Y").date() for found in days if found]
    assert shown == sorted(shown)
    assert len(shown) >= 6
    page.goto("outreach/flags/?q=gibtesnicht")
    expect(page.get_by_text("Kein Warnzeichen passt zu diesen Filtern.")).to_be_visible()


def test_raised_by_keyboard_with_a_day_and_taken_back(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/flags/new/")
    check_everywhere(page, "Who needs help, and what is wrong?")
    raise_one(page, "Der Vermieter will zum März kündigen.", owner="Tamara Gurskaja")
    expect(page.locator("#answer")).to_contain_text(f"Zu erledigen bis {day(2)}: Tamara Gurskaja.")
    expect(page.locator("main")).to_contain_text("Der Vermieter will zum März kündigen.")
    page.goto("outreach/flags/?q=Vermieter+will+zum+März")
    page.locator("#results tbody").get_by_role("link", name="Bäckerei Kabelitz").first.click()
    page.get_by_role("link", name="Ändern").click()
    page.get_by_role("group", name=re.compile("^Mit einem Tipp: bis", re.I)).get_by_role(
        "button", name="in 1 Woche"
    ).click()
    check(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#answer")).to_contain_text(day(7))
    undo(page)
    expect(page.locator("#answer")).to_contain_text(day(2))


def test_other_without_a_word_keeps_what_was_typed(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    watches[0].expect_status(422)
    page.goto("outreach/flags/new/")
    page.get_by_role("radio", name="beobachten").check(force=True)
    page.get_by_role("button", name="Speichern").click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Sagen Sie in wenigen Worten, worum es geht.")
    expect(page.get_by_role("radio", name="beobachten")).to_be_checked()
    check(page)


def test_helpers_only_after_the_business_agreed_then_closed_and_undone(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    watches[0].expect_status(422)
    raise_one(page, "Es findet sich niemand, der die Backstube übernimmt.", kind="keine Nachfolge")
    address = page.url
    # Nobody is told before they were asked: there is nothing to press.
    expect(page.get_by_text("Helfer einbeziehen")).to_have_count(0)
    expect(page.locator("main")).to_contain_text("Fragen Sie zuerst den Betrieb")
    check_everywhere(page, "Bäckerei Kabelitz: no successor")
    press(page.get_by_role("radio", name="einverstanden"), "Space")
    press(page.get_by_role("button", name="Antwort festhalten"))
    expect(page.get_by_role("alert")).to_contain_text("Wer im Betrieb hat das gesagt?")
    page.get_by_label(re.compile("^Wer hat das gesagt")).fill("Herr Kabelitz")
    press(page.get_by_role("button", name="Antwort festhalten"))
    expect(page.locator("main")).to_contain_text(
        f"Einverstanden, dass Helfer einbezogen werden: Herr Kabelitz, {day(0)}"
    )

    press(page.locator("summary").filter(has_text="Helfer einbeziehen"))
    search = page.get_by_role("group", name="Wer wurde informiert?").get_by_role("searchbox")
    search.press_sequentially("Kirchengemeinde")
    helper = page.locator(".hits label").first
    expect(helper).to_be_visible()
    name = helper.inner_text().splitlines()[0].strip()
    press(helper.get_by_role("radio"), "Space")
    check(page)
    press(page.get_by_role("button", name="Als informiert festhalten"))
    row = page.locator("main .rows > li").filter(has_text=name)
    expect(row).to_contain_text(f"informiert am {day(0)}")
    press(row.locator("summary"))
    row.get_by_label("Was sie getan haben").fill("Zwei Interessierte genannt")
    press(row.get_by_role("button", name="Speichern"))
    expect(row).to_contain_text("Zwei Interessierte genannt")

    press(page.locator("summary").filter(has_text="Mit Ergebnis abschließen"))
    page.get_by_label("Was daraus wurde").fill("Die Tochter übernimmt im Sommer.")
    press(page.get_by_role("group", name=re.compile("^Hat der Betrieb")).get_by_role("radio", name="ja"), "Space")
    press(page.get_by_role("button", name="Warnzeichen abschließen"))
    expect(page.get_by_role("alert")).to_contain_text("An welchem Tag hat der Betrieb davon erfahren?")
    page.get_by_label(re.compile("^Erfahren am")).fill(TODAY.isoformat())
    press(page.get_by_role("button", name="Warnzeichen abschließen"))
    expect(page.locator("#answer")).to_contain_text(f"Abgeschlossen am {day(0)}")
    expect(page.locator("main")).to_contain_text("Die Tochter übernimmt im Sommer.")
    undo(page)
    expect(page.locator("#answer")).to_contain_text("Zu erledigen bis")
    assert page.url.split("?")[0] == address


def test_declined_is_respected(open_page: OpenPage) -> None:
    page = open_page(Role.COORDINATOR)
    page.goto("outreach/flags/")
    page.locator("#results tbody tr").filter(has_text="abgelehnt").first.get_by_role("link").click()
    expect(page.locator("main")).to_contain_text("Das respektieren wir.")
    expect(page.get_by_text("Helfer einbeziehen")).to_have_count(0)
    check(page)
