"""The story once, as the coordinator at a desk: from the login link to the dossier. Every page visited is checked."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from kogge.accounts.roles import Role

from .checks import check, settled
from .site import Site
from .watch import Watch

LIST = """Firma;Straße;Hausnr.;PLZ;Ort;Telefon;E-Mail
Segelmacherei Brodersen;Kaikante;7;18147;Rostock;0381 5550147;post@brodersen.example
Imbiß Störtebeker;Möwenweg;12 a;18147;Rostock;;moin@imbiss.example
;Ohne Namen;1;18147;Rostock;;
Fahrradküche Nordlicht e. V.;Am Wendehammer;3;18109;Rostock;0381 5550148;
"""


def heading(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(text)


def undo(page: Page) -> None:
    """The message's own button, on the page the change led to."""
    page.locator("#messages").get_by_role("button", name="Rückgängig").click()
    expect(page.locator("#messages .success, #messages .info").first).to_be_visible()


def test_link_leads_to_today(open_page: Callable[..., Page], site: Site) -> None:
    page = open_page()
    link = site.login_link(Role.STEWARD)
    page.goto(link)
    page.wait_for_url(site.area)
    heading(page, "Heute")
    expect(page.get_by_role("link", name=re.compile("Endete das Projekt morgen"))).to_be_visible()
    expect(page.get_by_role("heading", name=re.compile("^Fällige Zusagen"))).to_be_visible()
    check(page)


def test_link_works_once(open_page: Callable[..., Page], site: Site, watches: list[Watch]) -> None:
    page = open_page()
    link = site.login_link(Role.MEMBER)
    page.goto(link)
    page.wait_for_url("**/a/demo/**")
    page.context.clear_cookies()
    watches[0].expect_status(403)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "/accounts/login-link/" in page.url
    check(page)


def test_quick_search_by_keyboard(coordinator: Page) -> None:
    page = coordinator
    page.goto("")
    settled(page)
    page.keyboard.press("/")
    expect(page.get_by_role("combobox", name=re.compile("^(Das ganze|Im ganzen) Gebiet"))).to_be_focused()
    page.keyboard.type("Kabelitz")
    hit = page.get_by_role("option", name=re.compile("^Bäckerei Kabelitz"))
    expect(hit).to_be_visible()
    check(page)
    page.keyboard.press("ArrowDown")
    expect(hit).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    heading(page, "Bäckerei Kabelitz")


def test_register_filters_list_and_map_together(coordinator: Page) -> None:
    page = coordinator
    page.goto("actors/")
    heading(page, "Wer ist da?")
    check(page)
    before = int(page.locator("#answer strong").inner_text())
    page.get_by_role("search", name="Liste filtern").get_by_label("Stadtteil").select_option(label="Schmarl")
    page.wait_for_url("**district=**")
    expect(page.locator("#answer strong")).not_to_have_text(str(before))
    after = int(page.locator("#answer strong").inner_text())
    assert 0 < after < before
    expect(page.locator("#register-rows td[data-label=Stadtteil]").filter(has_not_text="Schmarl")).to_have_count(0)
    settled(page)
    # List and map show the same record: focus in the list opens the bubble on the map.
    row = page.locator("#register-rows tr").first
    row.get_by_role("link").first.focus()
    expect(row).to_have_attribute("aria-current", "true")
    expect(page.locator(".maplibregl-popup")).to_contain_text(row.get_by_role("link").first.inner_text())
    check(page)
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^CSV")).click()
    text = download.value.path().read_bytes()
    assert text.startswith(b"\xef\xbb\xbf"), "Excel needs the byte order mark"
    assert len(text.decode("utf-8-sig").splitlines()) == after + 1


def test_edit_and_undo(coordinator: Page) -> None:
    page = coordinator
    page.goto("actors/")
    page.get_by_role("link", name="Bäckerei Kabelitz", exact=True).click()
    heading(page, "Bäckerei Kabelitz")
    check(page)
    page.get_by_role("link", name="Ändern", exact=True).click()
    check(page)
    page.get_by_label(re.compile("^Hausnummer")).fill("99")
    page.keyboard.press("Control+Enter")
    expect(page.locator("dl.facts").first).to_contain_text("Böttchergang 99")
    check(page)
    undo(page)
    expect(page.locator("dl.facts").first).to_contain_text("Böttchergang 28")
    page.get_by_role("link", name="Verlauf dieses Eintrags").click()
    expect(page.locator(".history")).to_contain_text("99")
    check(page)


def test_new_organisation_warns_of_its_twin(coordinator: Page) -> None:
    page = coordinator
    page.goto("actors/")
    page.keyboard.press("n")
    heading(page, "Wer ist neu hier?")
    check(page)
    page.get_by_role("textbox", name="Name", exact=True).press_sequentially("Baeckerei Kabelitz")
    page.get_by_label(re.compile("^Straße")).press_sequentially("Böttchergang")
    expect(page.locator("#similar")).to_contain_text("Bäckerei Kabelitz")
    check(page)
    page.get_by_role("textbox", name="Name", exact=True).fill("Netzflickerei Prerow")
    page.get_by_role("button", name="Speichern").click()
    heading(page, "Netzflickerei Prerow")
    undo(page)
    heading(page, "Was wurde hier getan?")  # the record's own page is gone
    check(page)


def test_import_and_undo_of_the_whole(coordinator: Page) -> None:
    page = coordinator
    page.goto("actors/imports/")
    check(page)
    page.get_by_role("link", name="Liste einlesen").first.click()
    check(page)
    file = {"name": "gewerbe.csv", "mimeType": "text/csv", "buffer": LIST.encode("cp1252")}
    page.get_by_label("Datei").set_input_files(file)
    page.get_by_role("button", name="Datei lesen").click()
    heading(page, "Was würde diese Datei bringen?")
    expect(page.get_by_label("Firma")).to_have_value("name")
    expect(page.get_by_label("Hausnr.")).to_have_value("housenumber")
    expect(page.get_by_text("Fahrradküche Nordlicht e. V.").first).to_be_visible()
    check(page)
    page.get_by_role("button", name="Einlesen", exact=True).click()
    heading(page, "Was ist dazugekommen?")  # the bar leads on by itself
    expect(page.locator("#answer strong")).to_have_text("3")
    expect(page.get_by_text("Störtebeker")).to_have_count(0)
    check(page)
    with page.expect_download() as refused:
        page.get_by_role("link", name=re.compile("^Abgelehnte Zeilen|abgelehnt")).click()
    assert "Ohne Namen" in refused.value.path().read_text("utf-8-sig")
    page.get_by_role("button", name="Ganzen Import rückgängig machen").click()
    expect(page.locator("#answer")).to_contain_text("rückgängig")
    check(page)
    page.goto("actors/?text=Brodersen")
    expect(page.locator("#register-rows")).to_have_count(0)


def test_duplicates_merged_and_undone(coordinator: Page) -> None:
    page = coordinator
    page.goto("actors/duplicates/")
    heading(page, "Wer steht hier doppelt?")
    check(page)
    links = page.get_by_role("link", name=re.compile("^Nebeneinander"))
    # A true twin: the same last word in both names, which finds both in the register.
    twins = [re.search(r": .*?(\S+), .*?\1$", " ".join(text.split())) for text in links.all_text_contents()]
    place, word = next((place, twin.group(1)) for place, twin in enumerate(twins) if twin)
    page.goto(f"actors/?text={word}")
    known = page.locator("#register-rows tr").count()
    assert known >= 2
    page.goto("actors/duplicates/")
    links.nth(place).click()
    heading(page, "dieselbe Organisation")
    check(page)
    page.locator("form[data-main] input[value=right]").first.check()
    page.get_by_role("button", name="Zusammenführen").click()
    expect(page.locator("#messages .success")).to_be_visible()
    page.goto(f"actors/?text={word}")
    expect(page.locator("#register-rows tr")).to_have_count(known - 1)
    page.goto("changes/")
    check(page)
    page.locator(".timeline > li").first.get_by_role("button", name="Rückgängig").click()
    page.goto(f"actors/?text={word}")
    expect(page.locator("#register-rows tr")).to_have_count(known)


def test_area_and_its_boundaries(coordinator: Page) -> None:
    page = coordinator
    page.goto("area/")
    heading(page, "Wo sind wir?")
    expect(page.locator("#districts li")).to_have_count(4)
    settled(page)
    expect(page.locator("[data-map]")).to_have_attribute("data-state", "drawn")
    check(page)


def test_promise_kept(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/")
    heading(page, "Wen besuche ich heute?")
    check(page)
    page.get_by_role("navigation", name="Vor Ort").get_by_role("link", name="Zusagen").click()
    heading(page, "Halten wir Wort?")
    check(page)
    first = page.locator("#results li").filter(has=page.get_by_role("button", name="Eingehalten")).first
    what = first.locator("strong").inner_text()
    first.get_by_role("textbox").fill("Am Telefon erledigt")
    first.get_by_role("button", name="Eingehalten").click()
    expect(page.locator("#messages")).to_contain_text(re.compile("."))
    page.goto("outreach/promises/?status=kept")
    expect(page.locator("#results")).to_contain_text("Am Telefon erledigt")
    expect(page.locator("#results")).to_contain_text(what)


def test_need_with_the_topic_picker(coordinator: Page) -> None:
    page = coordinator
    page.goto("needs/")
    heading(page, "Was brauchen sie, was haben sie?")
    check(page)
    page.get_by_role("link", name="Bedarf notieren").click()
    heading(page, "Wer braucht was?")
    check(page)
    page.get_by_role("searchbox", name=re.compile("^Organisation")).press_sequentially("Kabelitz")
    page.get_by_role("radio", name=re.compile("^Bäckerei Kabelitz")).check(force=True)
    page.get_by_role("searchbox", name="Thema suchen").press_sequentially("Steuer")
    page.locator("[id$=topic] input[type=radio], .hits input[name=topic]").first.check(force=True)
    page.get_by_label(re.compile("^In ihren Worten")).fill("Die Umsatzsteuer frisst mir den Sonntag.")
    check(page)
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#messages .success")).to_be_visible()
    page.goto("needs/?q=Umsatzsteuer+frisst")
    expect(page.locator("#results")).to_contain_text("Die Umsatzsteuer frisst mir den Sonntag.")
    check(page)
