"""Letters and mails: in the language spoken there, only to those who agreed, each once and kept in the history."""

from __future__ import annotations

import datetime as dt
import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from .checks import check, check_everywhere, press
from .site import Site
from .test_coordinator import heading
from .watch import Watch

MEETING = dt.date.today() + dt.timedelta(days=30)


def test_an_invitation_by_mail_in_the_language_spoken_there(coordinator: Page, site: Site) -> None:
    page = coordinator
    page.goto("outreach/letters/")
    heading(page, "Wem schreiben wir?")
    check_everywhere(page, "To whom do we write?")
    page.goto("outreach/letters/new/invitation/?language=uk")
    heading(page, "Einladung")
    check_everywhere(page, "Invitation")
    page.goto("outreach/letters/new/invitation/?language=uk")
    page.get_by_label("Tag des Treffens").fill(MEETING.isoformat())
    page.get_by_label("Uhrzeit des Treffens").fill("18:30")
    page.get_by_label("Ort", exact=True).fill("Stadtteilbüro")
    page.get_by_label("Wie", exact=True).select_option(label="per E-Mail")
    press(page.get_by_role("button", name="Vorschau"))
    cards = page.locator("article.card")
    expect(cards.first).to_contain_text("Запрошення на зустріч")
    expect(cards.first).to_contain_text("Stadtteilbüro")
    expect(page.get_by_role("heading", name="Wer weggelassen ist, und warum")).to_be_visible()
    check(page)
    make = page.get_by_role("button", name=re.compile(r"^\d+ Briefe? erstellen$"))
    count = int((make.inner_text()).split()[0])
    assert count
    press(make)
    heading(page, "Was ist aus den Briefen geworden?")
    check_everywhere(page, "What became of the letters?")
    mailing = page.url
    name = page.locator("main tbody tr th a").first.inner_text().strip()
    before = len(site.mailbox.kept)
    press(page.get_by_role("button", name=re.compile(r"^\d+ Mails? verschicken$")))
    page.wait_for_url(re.compile("/jobs/"))
    page.wait_for_url(mailing)  # the bar leads back by itself
    expect(page.locator("main tbody tr").filter(has_text="verschickt")).to_have_count(count)
    sent = site.mailbox.kept[before:]
    assert len(sent) == count
    assert {str(mail["Subject"]).strip()[:21] for mail in sent} == {"Запрошення на зустріч"}
    assert "Stadtteilbüro" in sent[0].get_content()
    # It is said that all was sent, and it stands with the organisation as a contact.
    expect(page.get_by_role("button", name=re.compile("verschicken$"))).to_have_count(0)
    page.get_by_role("link", name=name, exact=True).first.click()
    heading(page, name)
    expect(page.locator("main")).to_contain_text("Einladung: Запрошення на зустріч")


def test_letters_on_paper_are_recorded_once_they_are_on_their_way(coordinator: Page) -> None:
    page = coordinator
    page.goto("outreach/letters/new/results/?text=Ring")
    words = "Der Wochenmarkt kommt zurück. <b>Freitags</b> ab acht."
    page.get_by_label("Was dabei herauskam").fill(words)
    press(page.get_by_role("button", name="Vorschau"))
    press(page.get_by_role("button", name=re.compile(r"^\d+ Briefe? erstellen$")))
    heading(page, "Was ist aus den Briefen geworden?")
    rows = page.locator("main tbody tr").count()
    link = page.get_by_role("link", name="Briefe (PDF)").get_attribute("href") or ""
    pages = PdfReader(io.BytesIO(page.request.get(link).body())).pages
    assert len(pages) == rows
    assert words in " ".join(pages[0].extract_text().split())
    press(page.get_by_role("button", name="Sie sind unterwegs: festhalten"))
    expect(page.locator("#messages")).to_contain_text("Brief")
    expect(page.locator("main tbody tr").filter(has_text="verschickt")).to_have_count(rows)
    # With the same words nobody gets it twice.
    page.goto("outreach/letters/new/results/?text=Ring")
    page.get_by_label("Was dabei herauskam").fill(words)
    press(page.get_by_role("button", name="Vorschau"))
    expect(page.locator("main .by-reason")).to_contain_text(f"{rows} × hat diesen Brief schon bekommen")
    expect(page.get_by_role("button", name=re.compile(r"Briefe? erstellen$"))).to_have_count(0)


def test_a_text_of_ones_own_and_a_poster(coordinator: Page, watches: list[Watch]) -> None:
    page = coordinator
    page.goto("outreach/letters/texts/poster/tr/")
    heading(page, "Was steht im Brief?")
    check_everywhere(page, "What does the letter say?")
    watches[0].expect_status(422)
    page.get_by_label("Betreff").fill("Komşular buluşuyor")
    text = page.get_by_label("Text", exact=True)
    text.fill("{meeting_dat} {meeting_place}")
    press(page.get_by_role("button", name="Speichern"))
    expect(page.locator("main")).to_contain_text("{meeting_dat}")
    expect(text).to_have_value("{meeting_dat} {meeting_place}")
    text.fill("{meeting_date} {meeting_place}")
    press(page.get_by_role("button", name="Speichern"))
    heading(page, "Wem schreiben wir?")
    press(page.get_by_role("link", name=re.compile("^Plakat erstellen")))
    heading(page, "Was steht auf dem Plakat?")
    check_everywhere(page, "What does the poster say?")
    page.get_by_label("Tag des Treffens").fill(MEETING.isoformat())
    page.get_by_label("Uhrzeit des Treffens").fill("18:30")
    page.get_by_label("Ort", exact=True).fill("Büyük salon")
    page.get_by_label("Sprache des Plakats").select_option("tr")
    form = {
        field.get_attribute("name") or "": field.input_value()
        for field in page.locator("form[data-main] input, form[data-main] select").all()
    }
    pdf = page.request.post(page.url, form=form, headers={"Referer": page.url})
    words = " ".join(PdfReader(io.BytesIO(pdf.body())).pages[0].extract_text().split())
    assert "Komşular buluşuyor" in words
    assert "Büyük salon" in words
