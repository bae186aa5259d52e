"""The front end as committed: the files we fetched, nothing from elsewhere, within the budget."""

from __future__ import annotations

import gzip
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

CORE = Path(__file__).resolve().parents[1]
STATIC = CORE / "static"
TEMPLATES = CORE.parent


def _tool() -> ModuleType:
    path = CORE.parents[1] / "tools" / "vendor_frontend.py"
    if not path.exists():
        pytest.skip("tools/vendor_frontend.py is only in the repository, not in an installed package")
    spec = importlib.util.spec_from_file_location("vendor_frontend", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    import sys

    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _size(*names: str) -> int:
    """Bytes over the wire: compressed as whitenoise does; fonts are compressed already."""
    sizes = []
    for name in names:
        content = (STATIC / name).read_bytes()
        sizes.append(len(content) if name.endswith(".woff2") else len(gzip.compress(content, 9)))
    return sum(sizes)


EVERY_PAGE = (
    "vendor/pico/pico.css",
    "core/css/tokens.css",
    "core/css/shell.css",
    "core/css/forms.css",
    "core/css/lists.css",
    "core/css/components.css",
    "core/css/print.css",
    "vendor/htmx/htmx.min.js",
    "core/js/shell.js",
    "core/js/keys.js",
    "core/js/search.js",
    "core/js/unsent.js",
    "core/kogge.svg",
    "vendor/lucide/icons.svg",
    "vendor/source-sans/latin-normal.woff2",
    "vendor/source-sans/latin-italic.woff2",
)
MAP = (
    "core/js/map.js",
    "core/js/map-style.js",
    "vendor/maplibre/maplibre-gl.mjs",
    "vendor/maplibre/maplibre-gl-worker.mjs",
    "vendor/maplibre/maplibre-gl.css",
    "vendor/pmtiles/pmtiles.js",
)


def test_vendored_files_are_the_ones_we_fetched() -> None:
    tool = _tool()
    assert tool.checksums() == tool.recorded()


def test_every_library_brings_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").stat().st_size > 300, folder.name


def test_no_source_maps_and_no_imports_from_elsewhere() -> None:
    """The manifest storage fails on links to maps; and nothing may be loaded from another host."""
    for path in STATIC.rglob("*"):
        if path.suffix in {".js", ".mjs", ".css"}:
            text = path.read_text(encoding="utf-8")
            assert "sourceMappingURL" not in text, path
            assert not re.search(r"""(@import|url\(|from|import\()\s*["']?https?://""", text), path


def test_first_page_stays_within_its_budget() -> None:
    assert _size(*EVERY_PAGE) < 200_000


def test_map_page_stays_within_its_budget() -> None:
    assert _size(*EVERY_PAGE, *MAP) < 600_000


def test_every_icon_a_template_asks_for_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "vendor/lucide/icons.svg").read_text()))
    missing = {
        f"{name} ({path.relative_to(TEMPLATES)})"
        for path in TEMPLATES.rglob("templates/**/*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
        if name not in known
    }
    assert not missing


def test_templates_carry_no_inline_code() -> None:
    """The Content Security Policy would block it in the browser; better to see it here."""
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|<script(?![^>]*\ssrc=)|\bhx-on|hx-vals=['\"]js:")
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group(0)}"
        for path in TEMPLATES.rglob("templates/**/*.html")
        for match in inline.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
