"""Static files are compressed once, not at every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kogge.cli.server import collect_static_files


def test_collected_once_and_again_after_a_change(settings: Any, tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "page.css").write_text("body { color: black }")
    settings.STATICFILES_DIRS = [source]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    settings.STATIC_ROOT.mkdir()
    assert collect_static_files()
    assert (settings.STATIC_ROOT / "page.css").read_text() == "body { color: black }"
    assert not collect_static_files()
    (source / "page.css").write_text("body { color: darkblue }")
    assert collect_static_files()
    assert (settings.STATIC_ROOT / "page.css").read_text() == "body { color: darkblue }"
