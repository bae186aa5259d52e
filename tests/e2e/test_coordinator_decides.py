"""The story's second half at the desk: proposals, agreements, the network, the day after, the dossier, and out."""

from __future__ import annotations

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from kogge.accounts.roles import Role

from .checks import check, settled
from .conftest import OpenPage
from .site import Site
from .test_coordinator import heading, undo


def test_plan_computed_anew(coordinator: Page) -> None:
    page = coordinator
    page.goto("exchange/plans/")
    check(page)
    before = page.locator("main tbody tr, main .rows > li").count()
    page.goto("exchange/")
    heading(page, "Wer kann wem helfen?")
    check(page)
    page.get_by_role("button", name="Neu berechnen").click()
    page.wait_for_url("**/a/demo/exchange/")  # through the bar of the job
    expect(page.locator("article.proposal").first).to_be_visible()
    page.goto("exchange/plans/")
    assert page.locator("main tbody tr, main .rows > li").count() == before + 1


def test_proposal_says_why_and_is_accepted(coordinator: Page) -> None:
    page = coordinator
    page.goto("exchange/?kind=ring")
    card = page.locator("article.proposal").first
    why = card.locator("details.why").first
    why.locator("summary").click()
    expect(why.get_by_text("Was dafür spricht")).to_be_visible()
    check(page)
    title = card.get_by_role("heading", level=2).inner_text()
    card.get_by_role("link", name=re.compile("^Annehmen")).click()
    heading(page, "Was genau ist vereinbart?")
    check(page)
    page.get_by_role("button", name="Vereinbarung daraus machen").click()
    heading(page, title)
    expect(page.locator("#redemption")).to_be_visible()
    check(page)


def test_proposal_rejected_with_a_reason(coordinator: Page) -> None:
    page = coordinator
    page.goto("exchange/")
    card = page.locator("article.proposal").last
    card.get_by_role("link", name=re.compile("^Ablehnen")).click()
    heading(page, "Warum passt es nicht?")
    check(page)
    page.get_by_label(re.compile("^Für alles zusammen")).select_option(label="zu weit weg")
    page.get_by_label(re.compile("^In Ihren Worten")).fill("Über die Stadtautobahn geht niemand zu Fuß.")
    page.get_by_role("button", name="Ablehnen", exact=True).click()
    expect(page.locator("#messages .success")).to_be_visible()
    page.goto("exchange/rejections/")
    expect(page.locator("main")).to_contain_text("Über die Stadtautobahn geht niemand zu Fuß.")
    check(page)


def test_redemption_recorded_and_undone(coordinator: Page) -> None:
    page = coordinator
    page.goto("exchange/agreements/?state=overdue")
    heading(page, "Was wurde vereinbart")
    check(page)
    page.locator("main table tbody").get_by_role("link").first.click()
    form = page.locator("#redemption ~ form")
    for choice in form.get_by_role("radio", name="ja", exact=True).all():
        choice.check()
    for choice in form.locator("select").all():
        choice.select_option("yes")
    page.get_by_label(re.compile("^Was daraus wurde")).fill(
        "Beide sind zufrieden und wollen es im Frühjahr wiederholen."
    )
    check(page)
    form.get_by_role("button", name="Speichern").click()
    expect(page.locator("#answer")).to_contain_text("eingelöst")
    expect(page.locator("main")).to_contain_text("wollen es im Frühjahr wiederholen")
    check(page)
    undo(page)
    expect(page.locator("#redemption")).to_be_visible()


def test_network_kinds_and_list_twin(coordinator: Page) -> None:
    page = coordinator
    page.goto("networks/")
    heading(page, "Wer hält das Netz zusammen?")
    settled(page)
    expect(page.locator("[data-network]")).to_have_attribute("data-state", "drawn")
    row = page.locator("#ranking > li").nth(1)
    row.locator("a, button").first.focus()
    expect(row).to_have_class(re.compile("picked"))
    expect(page.locator(".network-said")).to_contain_text(row.locator("a, button").first.inner_text().strip())
    check(page)
    page.get_by_role("checkbox", name="Kontakte").uncheck()
    page.get_by_role("button", name="Anzeigen").click()
    page.wait_for_url("**kinds=**")
    expect(page.get_by_role("checkbox", name="Kontakte")).not_to_be_checked()
    expect(page.locator("#answer")).to_contain_text("Es zählen nur")
    page.goto("networks/founded/")
    check(page)
    page.locator("main .rows").first.get_by_role("link").first.click()
    check(page)


def test_day_after_introduction_becomes_a_task(coordinator: Page) -> None:
    page = coordinator
    page.goto("handover/")
    heading(page, "Was bliebe, wenn das Projekt morgen endete?")
    check(page)
    page.get_by_role("checkbox", name=re.compile("^Kathleen Rohweder")).uncheck()
    page.get_by_role("button", name="Was bliebe dann?").click()
    page.wait_for_url("**leaves=**")
    expect(page.get_by_role("checkbox", name=re.compile("^Kathleen Rohweder"))).not_to_be_checked()
    check(page)
    pair = page.locator("#introductions > ol > li").first
    pair.locator("summary").click()
    expect(pair.locator("details ul > li").first).to_be_visible()
    names = [link.inner_text() for link in pair.get_by_role("link").all()[:2]]
    pair.get_by_role("button", name=re.compile("^Als Aufgabe notieren")).click()
    expect(page.locator("#introductions > ol > li").first).to_contain_text("schon als Aufgabe notiert")
    page.goto("outreach/tasks/")
    for name in names:
        expect(page.locator("#results")).to_contain_text(name)
    check(page)
    page.goto("handover/tasks/")
    heading(page, "Wer übernimmt?")
    check(page)


def test_dossier_made_and_downloaded(coordinator: Page) -> None:
    page = coordinator
    page.goto("dossier/")
    heading(page, "Womit können Nachfolgende anfangen?")
    check(page)
    page.get_by_role("button", name="Dossier von heute erstellen").click()
    page.wait_for_url("**/dossier/")
    line = page.get_by_role("link", name=re.compile("^Dossier: Rostock")).first
    expect(line).to_be_visible()
    check(page)
    with page.expect_download() as download:
        line.evaluate("(link) => { link.download = ''; link.click(); }")
    data = download.value.path().read_bytes()
    assert data.startswith(b"%PDF-")
    pages = PdfReader(io.BytesIO(data)).pages
    text = "\n".join(each.extract_text() for each in pages)
    assert len(pages) >= 5
    assert "Rostock Nordost und Nordwest" in text
    assert "Zusagen" in text


def test_english_and_back(open_page: OpenPage) -> None:
    page = open_page(Role.CIVIC_PARTNER)
    page.goto("")
    try:
        page.get_by_role("button", name="EN", exact=True).click()
        heading(page, "Today")
        expect(page.locator("html")).to_have_attribute("lang", "en")
        check(page)
    finally:
        page.get_by_role("button", name="DE", exact=True).click()
    heading(page, "Heute")
    expect(page.locator("html")).to_have_attribute("lang", "de")


def test_sign_out(open_page: OpenPage, site: Site) -> None:
    page = open_page()
    page.goto(site.login_link(Role.VIEWER))
    heading(page, "Heute")
    page.locator("summary").filter(has_text="Ihr Menü").click()
    check(page)
    page.get_by_role("button", name="Abmelden").click()
    page.goto("actors/")
    page.wait_for_url("**/accounts/login/**")
    check(page)
