"""The README's pictures, taken from the real pages. Written when missing or when KOGGE_PICTURES is set."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .checks import settled

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"


@pytest.mark.parametrize(
    ("name", "path", "question"),
    [
        ("day-after", "handover/", "Was bliebe, wenn das Projekt morgen endete?"),
        ("exchange", "exchange/", "Wer kann wem helfen?"),
    ],
)
def test_picture_of(coordinator: Page, tmp_path: Path, name: str, path: str, question: str) -> None:
    coordinator.goto(path)
    settled(coordinator)
    expect(coordinator.get_by_role("heading", level=1)).to_have_text(question)
    fresh = tmp_path / f"{name}.png"
    coordinator.screenshot(path=fresh)
    assert fresh.read_bytes().startswith(b"\x89PNG")
    kept = PICTURES / fresh.name
    if os.environ.get("KOGGE_PICTURES") or not kept.exists():
        PICTURES.mkdir(exist_ok=True)
        kept.write_bytes(fresh.read_bytes())
