"""A network drawn elsewhere: uploaded, one unclear node decided, a label of the ties mapped, taken over, taken back."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from .checks import check, check_everywhere, check_width, press
from .test_coordinator import heading
from .watch import Watch

EDGES = """von;nach;art
Bäckerei Kabelitz;Lesecafé Ankerwort;beliefert
Lesecafé Ankerwort;Blumen Dinh;tauscht mit
"""


def test_a_table_of_ties(coordinator: Page, watches: list[Watch], tmp_path: Path) -> None:
    page = coordinator
    page.goto("networks/")
    page.get_by_role("link", name="Ein Netz aus einem anderen Programm mitbringen").click()
    heading(page, "Welches Netz bringen Sie mit?")
    check_everywhere(page, "Which network do you bring?")
    wrong = tmp_path / "foto.graphml"
    wrong.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00")
    watches[0].expect_status(422)
    page.get_by_label("Datei mit den Verbindungen").set_input_files(wrong)
    press(page.get_by_role("button", name="Datei lesen"))
    expect(page.locator("main .error-summary")).to_contain_text("foto.graphml")
    right = tmp_path / "netz.csv"
    right.write_text(EDGES, encoding="utf-8")
    page.get_by_label("Datei mit den Verbindungen").set_input_files(right)
    press(page.get_by_role("button", name="Datei lesen"))
    heading(page, "Was ist was?")
    expect(page.locator(".answer, #answer").first).to_contain_text("3 Knoten und 2 Verbindungen")
    check(page)
    page.set_viewport_size({"width": 360, "height": 740})
    check_width(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.get_by_label("beliefert")).to_have_value("supplies")
    page.get_by_label("tauscht mit").select_option(label="unterstützt")
    page.get_by_label("Lesecafé Ankerwort").select_option(label="neu ins Verzeichnis")
    press(page.get_by_role("button", name="Übernehmen"))
    expect(page.locator("#messages")).to_contain_text("Neue Organisationen: 1, neue Beziehungen: 2")
    heading(page, "Was ist dazugekommen?")
    check_width(page)
    page.goto("actors/?text=Ankerwort")
    page.get_by_role("link", name="Lesecafé Ankerwort").click()
    heading(page, "Lesecafé Ankerwort")
    panel = page.locator(".networks-panel")
    expect(panel).to_contain_text("Bäckerei Kabelitz")
    expect(panel).to_contain_text("Blumen Dinh")
    page.goto("actors/imports/")
    page.get_by_role("link", name="netz.csv").click()
    press(page.get_by_role("button", name="Ganzen Import rückgängig machen"))
    page.goto("actors/?text=Ankerwort")
    expect(page.get_by_role("link", name="Lesecafé Ankerwort")).to_have_count(0)
