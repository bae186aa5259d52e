"""On the way without a network, on a telephone: what was said there arrives once, and nothing is overwritten unseen."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from kogge.accounts.roles import Role

from .checks import check
from .conftest import PHONE, OpenPage
from .offline import PASSPHRASE, at_rest, furnish, inside, jpeg_size, picture, set_up, stored, unlock
from .site import Site
from .watch import Watch

HERE = {"permissions": ["geolocation"], "geolocation": {"latitude": 54.12, "longitude": 12.16, "accuracy": 9}}


@pytest.fixture
def phone(open_page: OpenPage, site: Site) -> Page:
    """A telephone that somebody just signed in with: signing out again closes no other test's session."""
    page = open_page(None, **PHONE, **HERE)
    page.goto(site.login_link(Role.FIELD_WORKER))
    page.wait_for_url("**/a/demo/")
    return page


def title(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def visit(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).first.tap()
    title(page, name)


def begin(page: Page, language: str = "") -> None:
    page.get_by_role("button", name="Kurzbesuch").tap()
    title(page, "Kurzbesuch")
    if language:
        page.get_by_label("Sprache des Gesprächs").select_option(label=language)


def finish(page: Page) -> None:
    page.get_by_role("button", name="Fertig").tap()
    title(page, "Wen besuche ich heute?")


def without_network(page: Page) -> BrowserContext:
    page.context.set_offline(True)
    expect(page.locator("#field-status")).to_contain_text("kein Netz")
    return page.context


def test_three_talks_a_photo_and_a_new_shop_without_a_network(phone: Page, site: Site) -> None:
    furnish(site, "Teestube Nadir", "Reifen Yildiz", "Uhren Behrend")
    page = phone
    page.goto("outreach/")
    page.get_by_role("link", name="Unterwegs").tap()
    page.get_by_label("Kennwort", exact=True).wait_for()
    check(page)
    set_up(page)
    check(page)
    context = without_network(page)

    page.reload()
    unlock(page, "geraten, nicht gewusst")
    expect(page.get_by_role("alert")).to_contain_text("nicht das Kennwort")
    check(page)
    unlock(page)
    title(page, "Wen besuche ich heute?")
    check(page)

    visit(page, "Teestube Nadir")  # in Arabic, from right to left, with a photo and the position
    expect(page.locator(".briefing")).to_contain_text("Flyer bringen")
    expect(page.locator(".briefing")).to_contain_text("Arabisch")
    check(page)
    begin(page, "العربية")
    guide = page.locator(".guide")
    expect(guide).to_have_attribute("dir", "rtl")
    expect(page.get_by_label("ما هو بالضبط؟")).to_be_hidden()
    page.get_by_text("شيء آخر").tap()
    page.get_by_label("ما هو بالضبط؟").fill("مترجم")
    page.get_by_text("بشروط").tap()
    page.get_by_label("كم عدد العاملين؟").fill("٧٠٠")
    page.get_by_role("button", name="Meinen Standort nehmen").tap()
    expect(guide.locator("output")).to_contain_text("54.12")
    page.get_by_label("صورة").set_input_files(
        {"name": "image.png", "mimeType": "image/png", "buffer": picture(2400, 900)}
    )
    expect(guide.get_by_role("img")).to_be_visible()
    page.get_by_role("button", name="Fertig").tap()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(summary).to_contain_text("أقل من 500.")
    check(page)
    summary.get_by_role("link", name=re.compile("كيف تسير")).tap()
    expect(page.get_by_label("كيف تسير الأعمال؟")).to_be_focused()
    page.keyboard.type("الإيجار مرتفع")
    page.get_by_label("كم عدد العاملين؟").fill("٧")
    expect(guide.locator(".invalid")).to_have_count(0)
    check(page)
    finish(page)

    visit(page, "Reifen Yildiz")  # in Turkish; the telephone is put away in the middle
    begin(page, "Türkçe")
    page.get_by_label("İşler nasıl?").fill("Kış lastiği zamanı")
    page.get_by_role("button", name="Noch eine Angabe").tap()
    page.get_by_label("Görev").nth(1).fill("Kasa")
    page.get_by_role("link", name="Zu meinen Besuchen").tap()
    title(page, "Reifen Yildiz")
    page.reload()
    unlock(page)
    page.get_by_role("link", name="Zu meinen Besuchen").tap()
    page.get_by_role("link", name="Kurzbesuch: Reifen Yildiz").tap()
    expect(page.get_by_label("İşler nasıl?")).to_have_value("Kış lastiği zamanı")
    expect(page.get_by_label("Görev").nth(1)).to_have_value("Kasa")
    finish(page)

    page.get_by_role("link", name="Neue Organisation").tap()
    check(page)
    page.get_by_label("Name").fill("Schlüsseldienst Ostertag")
    page.get_by_label(re.compile("^Straße")).fill("Kaistraße")
    page.get_by_role("button", name="Meinen Standort nehmen").tap()
    expect(page.get_by_text("Standort übernommen")).to_be_visible()
    page.get_by_role("button", name="Speichern").tap()
    title(page, "Schlüsseldienst Ostertag")
    begin(page)
    page.get_by_label("Wie läuft das Geschäft?").fill("Nachts mehr als am Tag")
    page.get_by_role("group", name="Würden Sie mitmachen?").get_by_text("ja", exact=True).tap()
    finish(page)
    expect(page.locator("#field-status")).to_contain_text("4 warten")

    kept = at_rest(page)
    assert "outbox" in kept
    for secret in (
        "Teestube",
        "Flyer bringen",
        "مترجم",
        "الإيجار",
        "Kış",
        "Ostertag",
        "Nachts mehr",
        "h:html",
        PASSPHRASE,
    ):
        assert secret not in kept, f"readable without the passphrase: {secret}"

    page.locator("#field-status a").tap()
    title(page, "Was wartet aufs Senden?")
    check(page)
    context.set_offline(False)
    expect(page.locator("#field-status")).to_contain_text("0 warten")
    tea = stored(site, "Teestube Nadir")
    assert tea["talks"] == [["ar", "الإيجار مرتفع"]]
    assert tea["visits"] == [["done", "met"]]
    assert jpeg_size(tea["photos"][0]) == (1600, 600)
    assert stored(site, "Reifen Yildiz")["talks"] == [["tr", "Kış lastiği zamanı"]]
    shop = stored(site, "Schlüsseldienst Ostertag")
    assert (shop["shops"], shop["talks"]) == (1, [["de", "Nachts mehr als am Tag"]])


def test_an_answer_lost_on_the_way_stores_nothing_twice(phone: Page, site: Site, watches: list[Watch]) -> None:
    furnish(site, "Kiosk Brandt")
    page = phone
    set_up(page)
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.fetch().text())  # it arrived, but the answer does not come back
        route.abort()

    page.context.route("**/field/records/", lose, times=1)
    visit(page, "Kiosk Brandt")
    page.get_by_role("button", name="Niemand da").tap()
    title(page, "Wen besuche ich heute?")
    page.locator("#field-status a").tap()
    page.get_by_role("button", name="Jetzt senden").tap()
    expect(page.get_by_text("Gerade kein Netz")).to_be_visible()
    assert json.loads(sent[0])["status"] == "stored"
    page.get_by_role("button", name="Jetzt senden").tap()
    expect(page.locator("#field-status")).to_contain_text("0 warten")
    assert stored(site, "Kiosk Brandt")["visits"] == [["done", "away"]]
    lost = [line for line in watches[0].complaints if "field/records" in line]
    assert lost  # the one that was lost on purpose, and no other complaint
    watches[0].complaints[:] = [line for line in watches[0].complaints if line not in lost]


def test_a_conflict_is_shown_side_by_side(phone: Page, site: Site, watches: list[Watch]) -> None:
    furnish(site, "Änderungsschneiderei Pohl", "Blumen Petersen")
    watches[0].expect_status(409)
    page = phone
    set_up(page)
    context = without_network(page)
    for name in ("Änderungsschneiderei Pohl", "Blumen Petersen"):
        visit(page, name)
        page.get_by_role("button", name="Niemand da").tap()
        title(page, "Wen besuche ich heute?")
    inside(
        site,
        """
for visit in Visit.objects.filter(organisation__name__in=given["names"]):
    visit.status, visit.outcome, visit.note = "done", "met", "Am Telefon gesprochen"
    visit.save()
""",
        names=["Änderungsschneiderei Pohl", "Blumen Petersen"],
    )
    context.set_offline(False)
    expect(page.get_by_text("2 Meldungen brauchen Ihre Entscheidung.")).to_be_visible()
    page.get_by_role("link", name="Ansehen, was wartet").tap()
    check(page)
    page.get_by_role("link", name="Änderungsschneiderei Pohl").tap()
    expect(page.locator(".sides .card").first).to_contain_text("Am Telefon gesprochen")
    expect(page.locator(".sides .card").last).to_contain_text("Niemand da")
    check(page)
    page.get_by_role("button", name="Das Vorhandene gilt").tap()
    expect(page.locator("#field-status")).to_contain_text("1 wartet")
    assert stored(site, "Änderungsschneiderei Pohl")["visits"] == [["done", "met"]]
    page.get_by_role("link", name="Blumen Petersen").tap()
    page.get_by_role("button", name="Meine Meldung zusätzlich senden").tap()
    expect(page.locator("#field-status")).to_contain_text("0 warten")
    assert stored(site, "Blumen Petersen")["visits"] == [["done", "met"], ["done", "away"]]


def test_signing_out_waits_for_what_is_not_sent(phone: Page, site: Site) -> None:
    furnish(site, "Fahrrad Ohl")
    page = phone
    set_up(page)
    context = without_network(page)
    visit(page, "Fahrrad Ohl")
    page.get_by_text("Gesprochen, ohne Leitfaden").tap()
    page.get_by_label(re.compile("^Was wurde gesagt")).fill("Die Bremsen sind aus.")
    check(page)
    page.get_by_role("button", name="Speichern").last.tap()
    title(page, "Wen besuche ich heute?")
    page.get_by_role("link", name="Abmelden").tap()
    title(page, "Noch nicht: Hier wartet etwas")
    check(page)
    page.get_by_role("link", name="Ansehen, was wartet").tap()
    page.get_by_role("link", name="Fahrrad Ohl").tap()
    with page.expect_download() as download:
        page.get_by_role("button", name="Als Datei ausgeben").tap()
    content = json.loads(download.value.path().read_text())
    assert content["record"]["note"] == "Die Bremsen sind aus."
    check(page)
    page.get_by_role("button", name="Löschen").tap()
    expect(page.locator("#field-status")).to_contain_text("0 warten")
    page.get_by_role("button", name="Rückgängig").tap()
    expect(page.locator("#field-status")).to_contain_text("1 wartet")
    context.set_offline(False)
    expect(page.locator("#field-status")).to_contain_text("0 warten")
    page.goto("outreach/field/#/leave")
    page.reload()
    unlock(page)
    title(page, "Abmelden und dieses Gerät leeren?")
    check(page)
    page.get_by_role("button", name="Abmelden und leeren").tap()
    page.wait_for_url("**/accounts/login/**")
    assert page.evaluate("indexedDB.databases().then((found) => found.map(({ name }) => name))") == []


def test_the_other_pages_ask_before_signing_out(phone: Page, site: Site) -> None:
    furnish(site, "Näherei Sommer")
    page = phone
    set_up(page)
    visit(page, "Näherei Sommer")
    begin(page)
    page.get_by_label("Wie läuft das Geschäft?").fill("Gut")
    page.get_by_role("button", name="Später weiter").tap()
    title(page, "Näherei Sommer")
    page.goto("")
    page.locator("details.menu > summary").tap()
    page.get_by_role("button", name="Abmelden").tap()
    expect(page.get_by_role("link", name="Ansehen und senden")).to_be_focused()
    check(page)
    page.get_by_role("link", name="Ansehen und senden").tap()
    unlock(page)
    expect(page.get_by_role("link", name="Kurzbesuch: Näherei Sommer")).to_be_visible()


def test_a_device_forgets_what_nobody_refreshes(phone: Page, site: Site) -> None:
    furnish(site, "Eisdiele Venezia")
    page = phone
    set_up(page)
    without_network(page)
    page.evaluate(
        """() => new Promise((done) => { const open = indexedDB.open("kogge-field-demo"); open.onsuccess = () => {
        const change = open.result.transaction("head", "readwrite");
        change.objectStore("head").put(Date.now() - 15 * 86400000, "contact");
        change.oncomplete = () => { open.result.close(); done(); }; }; })"""
    )
    page.reload()
    expect(page.get_by_text("Die Besuche wurden vergessen")).to_be_visible()
    check(page)
    unlock(page)
    expect(page.get_by_text("Es ist noch nichts geladen")).to_be_visible()
    expect(page.get_by_text("Eisdiele Venezia")).to_have_count(0)


def test_a_full_device_is_said_before_the_visit(phone: Page, site: Site) -> None:
    furnish(site, "Optik Hansen")
    page = phone
    page.add_init_script("navigator.storage.estimate = async () => ({ quota: 100e6, usage: 95e6 })")
    set_up(page)
    visit(page, "Optik Hansen")
    expect(page.get_by_text("Der Speicher dieses Geräts ist fast voll")).to_be_visible()
