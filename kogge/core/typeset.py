"""Paper: a Typst document and its data become a tagged PDF (PDF/UA-1), with the typefaces that come with Kogge.

A document escapes nothing, since all its words come as data. PDF/UA forbids what no typeface has: one such letter would
stop the whole paper, so it is shown as `MISSING` instead. Latin (Vietnamese too), Greek, Cyrillic and Hebrew are in
Typst's own Libertinus Serif, Arabic is vendored (static/vendor/vazirmatn).
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).with_name("static") / "vendor" / "vazirmatn"
MISSING = "▯"  # stands for a letter that cannot be shown, as on any screen without the typeface
# Latin, Greek and Cyrillic as the document's typeface has them: not worth a look each time.
KNOWN = (range(0x20, 0x7F), range(0xA0, 0x250), range(0x391, 0x3CA), range(0x410, 0x450), range(0x2010, 0x2027))
LONGEST = 40  # letters of a word in a row; German has words of 36
LONG_RUN = re.compile(rf"\S{{{LONGEST + 1},}}")
PIECE = re.compile(r"\S{8}(?=\S)")
BREAK = "\u200b"  # zero-width space
# As a space it is no letter: else it stuck to the letter before it wherever text is copied from the paper. A space of
# exactly nothing would be left out, and nothing would break there.
BREAKS = '#show "\\u{200b}": h(0.001pt)\n'
# Each script with the spaces and stops of its own typeface: else every word would stand alone where text is copied.
FACES = """#let faces(rtl) = if rtl { ("Vazirmatn", "Libertinus Serif") } else { ("Libertinus Serif", "Vazirmatn") }
"""
PROBE = '#set document(title: "x")\n#json("letter.json")'


def typeset(document: Path, data: Mapping[str, Any], *, pictures: Mapping[str, str | None] | None = None) -> bytes:
    """The PDF of a document (`.typ`), which reads `json("data.json")`.

    `pictures`: name → SVG, laid beside it as NAME.svg; `data.pictures` tells the document which of them there are.
    """
    with tempfile.TemporaryDirectory() as folder:
        for name, picture in (pictures or {}).items():
            if picture is not None:
                Path(folder, f"{name}.svg").write_text(picture, encoding="utf-8")
        named = {name: picture is not None for name, picture in (pictures or {}).items()}
        plain = json.loads(json.dumps({**data, "pictures": named}, default=str))
        words = json.dumps(shown(plain))
        Path(folder, "data.json").write_text(words, encoding="utf-8")
        # Where the rule stands every text is searched for breaks: 500 sheets feel it.
        breaks = BREAKS if json.dumps(BREAK)[1:-1] in words else ""
        main = Path(folder, "main.typ")
        main.write_text(breaks + FACES + document.read_text(encoding="utf-8"), encoding="utf-8")
        return _compiled(main)


def _compiled(main: Path) -> bytes:
    import typst  # takes a while: those who make no paper need not wait

    pdf: bytes = typst.compile(
        main, root=main.parent, ignore_system_fonts=True, font_paths=[str(FONTS)], pdf_standards="ua-1"
    )
    return pdf


def shown(data: Any) -> Any:
    """The same data; in its texts every letter that cannot be shown is MISSING, control signs are spaces.

    A run of letters longer than any word may break: else it would run over the edge of the page.
    """
    letters = {letter for text in _texts(data) for letter in text if not _is_known(letter)}
    table = {ord(letter): new for letter in letters if (new := _instead(letter)) != letter}
    return _translated(data, table)


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict | list | tuple):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


def _translated(data: Any, table: dict[int, str]) -> Any:
    if isinstance(data, str):
        text = data.translate(table) if table else data
        return LONG_RUN.sub(lambda run: PIECE.sub(f"\\g<0>{BREAK}", run[0]), text) if len(text) > LONGEST else text
    if isinstance(data, dict):
        return {key: _translated(value, table) for key, value in data.items()}
    return [_translated(value, table) for value in data] if isinstance(data, list | tuple) else data


def _is_known(letter: str) -> bool:
    return any(ord(letter) in block for block in KNOWN)


@cache
def _instead(letter: str) -> str:
    """The letter itself if it can be shown (asked of the typesetter, some 20 ms), else what stands for it."""
    if letter.isspace():
        return letter
    import typst

    if ord(letter) < 0x20 or 0xD800 <= ord(letter) < 0xE000:
        return " "
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "letter.json").write_text(json.dumps(letter), encoding="utf-8")
        probe = Path(folder, "probe.typ")
        probe.write_text(PROBE, encoding="utf-8")
        try:
            _compiled(probe)
        except typst.TypstError:
            return MISSING
    return letter
