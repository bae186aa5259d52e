"""The page a telephone keeps: nothing personal, every file, every word."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.urls import reverse

from kogge.outreach.models import Visit
from kogge.outreach.views.field_texts import texts

from .device import cases


def test_the_page_says_nothing_about_anybody(area: Any, planned: Visit, bob: Any, login: Any) -> None:
    """A telephone keeps it unencrypted."""
    client = login(bob)
    answer = client.get(reverse("outreach:field", args=[area.slug]))
    page = answer.content.decode()
    assert "Bob" not in page
    assert bob.email not in page
    assert "Sturm" not in page
    assert "csrfmiddlewaretoken" not in page
    assert "'wasm-unsafe-eval'" in answer.headers["Content-Security-Policy"]
    assert "wasm" not in client.get(reverse("outreach:visits", args=[area.slug])).headers["Content-Security-Policy"]


def test_the_worker_keeps_every_file_of_the_page(area: Any, bob: Any, login: Any) -> None:
    client = login(bob)
    worker = client.get(reverse("outreach:field_worker", args=[area.slug]))
    assert worker.headers["Content-Type"] == "text/javascript"
    kept = json.loads(worker.content.decode().split("self.KOGGE = ")[1].split(";\n")[0])
    page = client.get(reverse("outreach:field", args=[area.slug])).content.decode()
    for address in [part.split('"')[0] for name in ("href", "src") for part in page.split(f'{name}="/static/')[1:]]:
        assert f"/static/{address}".partition("#")[0] in kept["files"]
    folder = Path(str(finders.find("outreach/field/app.js"))).parent
    modules = {f"/static/outreach/field/{path.name}" for path in folder.glob("*.js") if path.name != "worker.js"}
    assert modules <= set(kept["files"])
    assert cases(client, area).status_code == 200
    manifest = client.get(reverse("outreach:field_manifest", args=[area.slug])).json()
    assert manifest["scope"] == kept["page"]


def test_every_text_a_script_asks_for_is_there() -> None:
    folder = Path(str(finders.find("outreach/field/app.js"))).parent
    code = "\n".join(path.read_text() for path in folder.glob("*.js"))
    asked = set(re.findall(r"\bt\(\s*\"(\w+)\"", code)) | set(re.findall(r"\"((?:promise|why|outcome)_\w+)\"", code))
    known = set(texts())
    assert asked - known - {"outcome_record"} == set()
    built = ("kind_", "outcome_", "shop_", "state_", "why_", "promise_")
    named = set(re.findall(r"\"(\w+)\"", code))
    unused = {name for name in known - asked - named if not name.startswith(built)}
    assert unused == set()
