"""Names and words in any script: a letter that no typeface has does not stop the paper."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from kogge.core.typeset import BREAK, MISSING, shown, typeset


def test_what_cannot_be_shown_is_marked_and_the_rest_stays() -> None:
    data: dict[str, Any] = {"name": "中华 Imbiss 💣", "rows": [["Магазин", 3, None], {"x": "a\x00b\x01"}], "n": 1.5}
    mark = MISSING
    assert shown(data) == {
        "name": f"{mark}{mark} Imbiss {mark}",
        "rows": [["Магазин", 3, None], {"x": "a b "}],
        "n": 1.5,
    }
    plain = {"name": "Öz Gül’s „Ecke“ – 3 €", "more": ["Łódź", "Việt"]}
    assert shown(plain) == plain


def test_a_run_longer_than_any_word_may_break() -> None:
    word = "Rindfleischetikettierungsüberwachung"
    assert shown(word) == word
    broken = shown(["x " + "A" * 100])[0]
    assert broken.replace(BREAK, "") == "x " + "A" * 100
    assert max(map(len, broken.split(BREAK))) <= 10


@pytest.mark.parametrize(
    "run", ["a" * 160, "aaaaaaa-" * 20, "https://kogge.example/consent/1.CB_IOUTNxfnar1kkWyRHMfiZPnsdpHz"]
)
def test_a_long_run_breaks_on_paper_and_is_copied_as_it_was(tmp_path: Path, run: str) -> None:
    document = tmp_path / "paper.typ"
    document.write_text('#set document(title: "x")\n#set page(width: 6cm)\n#json("data.json").run')
    lines = PdfReader(io.BytesIO(typeset(document, {"run": run}))).pages[0].extract_text().splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) < 40
    assert "".join(lines).replace(" ", "") == run


def test_paper_in_many_scripts_is_tagged_and_escapes_by_being_data(tmp_path: Path) -> None:
    words = {
        "title": "Tiếng Việt ễ ữ ộ, кириллица їґє, Türkçe ğış",
        "arabic": "مرحبا بكم",
        "code": "#panic() *fett* $x$ \\ <b>",
        "unknown": "中",
    }
    document = tmp_path / "paper.typ"
    document.write_text(
        """#let d = json("data.json")
#set document(title: d.title)
#set text(lang: "de")
#for word in d.pairs().filter(p => p.first() != "pictures") [#word.last() \\ ]
#if d.pictures.mark [#image("mark.svg", alt: "mark")]"""
    )
    mark = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
    reader = PdfReader(io.BytesIO(typeset(document, words, pictures={"mark": mark, "other": None})))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    text = reader.pages[0].extract_text()
    for letters in ("Tiếng Việt ễ ữ ộ", "кириллица їґє", "ğış", "#panic() *fett* $x$ \\ <b>", MISSING):
        assert letters in text
    assert set("مرحبا") <= set(unicodedata.normalize("NFKC", text))
    fonts = {str(font.get_object()["/BaseFont"]) for font in root_fonts(reader)}
    assert any("Vazirmatn" in name for name in fonts)


def root_fonts(reader: PdfReader) -> list[Any]:
    resources: Any = reader.pages[0]["/Resources"]
    return list(resources["/Font"].values())
