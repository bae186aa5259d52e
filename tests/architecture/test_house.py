"""The house keeps its promises: one direction, one word for one thing, small files, complete German."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps

from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet

ROOT = Path(__file__).resolve().parents[2]
STORY = [
    "core",
    "accounts",
    "places",
    "actors",
    "outreach",
    "needs",
    "exchange",
    "networks",
    "handover",
    "reports",
    "demo",
]
OURS = [model for model in apps.get_models() if model.__module__.startswith("kogge.")]
LONGEST = 400


def place(model: type) -> int:
    return STORY.index(model._meta.app_label)  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_relations_point_up_the_story(model: type) -> None:
    for field in model._meta.get_fields():  # type: ignore[attr-defined]
        target = getattr(field, "related_model", None)
        if field.auto_created or target is None or not target.__module__.startswith("kogge."):
            continue
        # Every history names the user who wrote it; core's own rows do too. That is the one way down.
        if target._meta.label == "accounts.User":
            continue
        assert place(target) <= place(model), f"{field} points down the story to {target._meta.label}"


@pytest.mark.parametrize(
    "model", [m for m in OURS if not m.__name__.startswith("Historical")], ids=lambda model: model._meta.label
)
def test_every_model_stands_in_the_glossary(model: type) -> None:
    glossary = (ROOT / "docs" / "reference" / "glossary.md").read_text(encoding="utf-8")
    assert f"`{model.__name__}`" in glossary


@pytest.mark.parametrize("model", [m for m in OURS if issubclass(m, Recorded)], ids=lambda model: model._meta.label)
def test_records_of_an_area_are_read_through_visible_to(model: type) -> None:
    if model._meta.label in {
        "actors.Address",
        "actors.ContactPoint",
        "actors.NotDuplicate",
        "exchange.Transfer",
        "outreach.NoGo",
        "actors.Tagging",
        "networks.Attendance",
        "networks.Leader",
        "networks.WorkingGroupMember",
        "outreach.TaskOrganisation",
        "needs.RelatedTopic",
    }:
        return  # parts of another record, only read through it
    manager = model.objects  # type: ignore[attr-defined]
    assert isinstance(manager.all(), AreaOwnedQuerySet) or hasattr(manager.all(), "visible_to")


def ours(*suffixes: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    files = [ROOT / line for line in listed.splitlines() if line.endswith(suffixes)]
    return [path for path in files if "/vendor/" not in str(path) and "/migrations/" not in str(path) and path.exists()]


def test_no_file_is_too_long_for_one_look() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in ours(".py", ".html", ".js", ".css")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    }
    assert not long


def test_pages_carry_no_inline_code() -> None:
    """The Content Security Policy has no 'unsafe-inline': such code would be dead, and nobody would notice."""
    found = []
    for path in ours(".html"):
        text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(encoding="utf-8"), flags=re.S)
        if re.search(r"<[^>]+\s(on[a-z]+|style)\s*=", text) or re.search(r"<script(?![^>]*\ssrc=)[^>]*>", text):
            found.append(str(path.relative_to(ROOT)))
    assert [path for path in found if "typst" not in path] == []


def test_no_host_of_a_mirror_in_the_locks() -> None:
    for lock in ROOT.glob("requirements*.lock"):
        assert "://" not in lock.read_text()


def test_everything_is_said_in_german() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_swallowed_exception() -> None:
    lazy = re.compile(r"except[^\n]*:\s*\n\s*pass\b")
    guilty = [path for path in ours(".py") if lazy.search(path.read_text(encoding="utf-8"))]
    assert not guilty
