"""Names and words in any script: a letter that no typeface has does not stop the dossier."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from pypdf import PdfReader

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.outreach.models import Promise
from kogge.places.models import Area
from kogge.reports.dossier import build_dossier
from kogge.reports.dossier.letters import BREAK, MISSING, shown


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


def test_a_dossier_of_many_scripts(area: Area, organisation: Organisation, alice: User) -> None:
    Organisation.objects.filter(pk=organisation.pk).update(name="饭店 Lotus 🍜\x01")
    Promise.objects.create(
        area=area, organisation=organisation, what="Schild ändern 👍 \ud7ff", due=dt.date.today() - dt.timedelta(days=3)
    )
    pages = PdfReader(io.BytesIO(build_dossier(area))).pages
    text = " ".join("\n".join(page.extract_text() for page in pages).split())
    assert "Lotus" in text
    assert "Schild ändern" in text
