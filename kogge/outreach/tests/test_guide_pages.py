"""Guides: the list, uploading with all errors at once, versions, the preview in every language, the handbook."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from kogge.core.undo import undo
from kogge.outreach.actions import add_version
from kogge.outreach.guides import read
from kogge.outreach.guides.handbook import BY_WORD, GROUPS
from kogge.outreach.guides.meaning import INTERVIEW_FIELDS, ORGANISATION_FIELDS, PURPOSES, VISIT_FIELDS
from kogge.outreach.guides.template import template_book
from kogge.outreach.models import Guide, GuideVersion, Interview, Submission

SHEET = """
| survey |
| | type | name | label::Deutsch (de) | label::العربية (ar) | hint::Deutsch (de) | kogge | required | relevant |
| | select_one yesno | keep | Dürfen wir schreiben? | هل تسمح؟ | Jederzeit widerruflich | consent:contact | yes | |
| | text | situation | Wie läuft es? | كيف الحال؟ | | situation | | ${keep} = 'yes' |
| | select_multiple needs | needs | Was fehlt? | ماذا ينقص؟ | | need | | ${keep} = 'yes' and ${situation} != '' |
| | text | odd | Seltsam | | | | | string-length(${situation}) > 3 |
| choices |
| | list_name | name | label::Deutsch (de) | label::العربية (ar) | kogge |
| | yesno | yes | ja | نعم | |
| | yesno | no | nein | لا | |
| | needs | room | ein Raum | غرفة | meeting-room |
| settings |
| | form_title | form_id | version | default_language |
| | Hafenrunde | harbour | {version} | Deutsch (de) |
"""
BROKEN = "| survey |\n| | type | name | label | kogge |\n| | text | two words | A | |\n| | text | b | B | nonsense |"


def sheet(version: str = "1") -> bytes:
    return SHEET.replace("{version}", version).encode()


def at(name: str, area: Any, *more: Any) -> str:
    return reverse(f"outreach:{name}", args=[area.slug, *more])


def send(client: Client, url: str, content: bytes, name: str = "runde.md") -> Any:
    return client.post(url, {"file": SimpleUploadedFile(name, content)})


@pytest.fixture
def version(area: Any, alice: Any) -> GuideVersion:
    return add_version(area, content=sheet(), name="runde.md", by=alice)


def test_an_area_without_guides_is_told_what_they_are(area: Any, alice: Any, english: Any) -> None:
    body = english(alice).get(at("guides", area)).content.decode()
    assert "No guide yet." in body
    assert "3 of them are not in this area yet." in body


def test_the_guides_that_come_with_kogge_are_one_button_away(area: Any, alice: Any, english: Any) -> None:
    client = english(alice)
    answer = client.post(at("guide_install", area), follow=True)
    body = answer.content.decode()
    assert "Guides set up: Träger des Gemeinwohls, Erstbesuch, Vertiefung." in body
    assert "<strong>3</strong> guides are in use." in body
    assert "العربية" in body
    assert "of them are not in this area yet" not in body
    undo(Guide.history.first().change, by=alice)
    assert not Guide.objects.exists()


def test_a_good_sheet_becomes_a_version_and_can_be_undone(area: Any, alice: Any, english: Any) -> None:
    client = english(alice)
    answer = send(client, at("guide_upload", area), sheet())
    version = GuideVersion.objects.get()
    assert answer.url == at("guide_version", area, version.pk)
    body = client.get(answer.url).content.decode()
    assert "Hafenrunde: version “1” is there." in body
    assert "undo" in body.lower()
    undo(version.history.first().change, by=alice)
    assert not GuideVersion.objects.exists()


def test_everything_that_is_wrong_stands_in_one_table_and_nothing_is_stored(
    area: Any, alice: Any, english: Any
) -> None:
    answer = send(english(alice), at("guide_upload", area), BROKEN.encode(), "meine runde.md")
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "2 things are to be mended in “meine runde.md”" in body
    assert "This is no valid name." in body
    assert "“nonsense” is no meaning that Kogge knows." in body
    assert re.findall(r'data-label="Row">(\d+)<', body) == ["2", "3"]
    assert "Chosen last: <strong>meine runde.md</strong>" in body
    assert not Guide.objects.exists()


@pytest.mark.parametrize(("content", "name"), [(b"", "leer.xlsx"), (b"x", "bild.png"), (b"PK\x03\x04x", "kaputt.xlsx")])
def test_a_file_that_is_no_guide_is_refused_in_words(
    area: Any, alice: Any, english: Any, content: bytes, name: str
) -> None:
    answer = send(english(alice), at("guide_upload", area), content, name)
    assert answer.status_code == 422
    assert "1 thing is to be mended" in answer.content.decode()


def test_other_questions_need_another_version_and_the_same_file_changes_nothing(
    area: Any, alice: Any, english: Any, version: GuideVersion
) -> None:
    client, url = english(alice), at("guide_version_new", area, version.guide_id)
    assert "nothing was changed" in client.get(send(client, url, sheet()).url).content.decode()
    other = sheet().replace("Wie läuft es?".encode(), b"Und?")
    refused = send(client, url, other)
    assert refused.status_code == 422
    assert "is there already, with other questions" in refused.content.decode()
    assert send(client, url, other.replace(b"| 1 |", b"| 2 |")).status_code == 302
    body = client.get(at("guide", area, version.guide_id)).content.decode()
    assert body.index(">2</a>") < body.index(">1</a>")
    assert body.count("Alice") >= 2


def test_answers_are_counted_by_version(
    area: Any, alice: Any, english: Any, version: GuideVersion, organisation: Any
) -> None:
    for number, status in enumerate(("received", "filed", "discarded")):
        Submission.objects.create(
            area=area, version=version, instance_id=f"uuid:{number}", xml="", digest="", status=status
        )
    Interview.objects.create(area=area, organisation=organisation, guide_version=version)
    body = english(alice).get(at("guide", area, version.guide_id)).content.decode()
    assert "<strong>3</strong> talks were held by it." in body


def test_a_sheet_comes_back_as_it_went(area: Any, bob: Any, login: Any, version: GuideVersion) -> None:
    answer = login(bob).get(at("guide_file", area, version.pk))
    assert b"".join(answer.streaming_content) == sheet()
    assert "runde.md" in answer["Content-Disposition"]


def test_out_of_use_and_back_with_undo(area: Any, alice: Any, english: Any, version: GuideVersion) -> None:
    client = english(alice)
    body = client.post(at("guide_use", area, version.guide_id), {"use": "no"}, follow=True).content.decode()
    assert "Guide no longer in use: Hafenrunde" in body
    assert not Guide.objects.get().is_active
    assert "No guide is in use." in client.get(at("guides", area)).content.decode()
    undo(Guide.history.first().change, by=alice)
    assert Guide.objects.get().is_active


def test_an_area_may_call_a_guide_as_it_likes(area: Any, alice: Any, english: Any, version: GuideVersion) -> None:
    client, url = english(alice), at("guide_edit", area, version.guide_id)
    assert client.post(url, {"name": "", "minutes": "5"}).status_code == 422
    client.post(url, {"name": "Runde am Hafen", "minutes": "7"})
    assert "about 7 minutes" in client.get(at("guide", area, version.guide_id)).content.decode()
    assert Guide.objects.get().name == "Runde am Hafen"


def test_the_preview_shows_what_people_see_and_what_it_means(
    area: Any, bob: Any, english: Any, version: GuideVersion
) -> None:
    body = english(bob).get(at("guide_version", area, version.pk)).content.decode()
    assert "<strong>4</strong> questions in version 1, in 2 languages" in body
    assert "Jederzeit widerruflich" in body
    assert "must be answered" in body
    assert "consent: contact" in body
    assert "meeting-room" in body
    assert "only if “Dürfen wir schreiben?”: “ja” and “Wie läuft es?” was answered" in body
    assert "string-length(${situation}) &gt; 3" in body  # what cannot be said in words stays readable


def test_the_preview_in_arabic_runs_from_right_to_left(
    area: Any, bob: Any, english: Any, version: GuideVersion
) -> None:
    body = english(bob).get(at("guide_version", area, version.pk) + "?lang=ar").content.decode()
    assert 'lang="ar" dir="rtl"' in body
    assert "هل تسمح؟" in body
    assert "1 text is missing in this language" in body
    unknown = english(bob).get(at("guide_version", area, version.pk) + "?lang=xx").content.decode()
    assert "Wie läuft es?" in unknown


def test_what_works_and_could_be_better_is_said_in_plain_words(area: Any, alice: Any, english: Any) -> None:
    content = b"| survey |\n| | type | name | label::Deutsch |\n| | text | a | A |"
    body = english(alice).get(send(english(alice), at("guide_upload", area), content).url).content.decode()
    assert "It works; this could be better" in body
    assert "Languages without a code: Deutsch." in body


def test_on_paper_there_is_room_to_write_and_no_code(area: Any, bob: Any, english: Any, version: GuideVersion) -> None:
    body = english(bob).get(at("guide_version", area, version.pk) + "?view=paper").content.decode()
    assert 'class="write"' in body
    assert "meeting-room" not in body
    assert "consent: contact" not in body


def test_those_who_visit_read_guides_and_do_not_change_them(
    area: Any, bob: Any, stella: Any, english: Any, version: GuideVersion
) -> None:
    for user in (bob, stella):
        client = english(user)
        assert "Upload" not in client.get(at("guides", area)).content.decode()
        assert client.get(at("guide", area, version.guide_id)).status_code == 200
        assert send(client, at("guide_upload", area), sheet("9")).status_code == 403
        assert client.post(at("guide_use", area, version.guide_id), {"use": "no"}).status_code == 403
    assert GuideVersion.objects.count() == 1


def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    area: Any, alice: Any, login: Any, version: GuideVersion
) -> None:
    client, counts = login(alice), []
    for number in (1, 3):
        for extra in range(number - 1):
            content = sheet().replace(b"harbour", f"h{extra}".encode())
            add_version(area, content=content, name="x.md", by=alice)
        with CaptureQueriesContext(connection) as seen:
            client.get(at("guides", area))
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_the_empty_sheet_is_a_guide_that_works() -> None:
    book = load_workbook(io.BytesIO(template_book()))
    assert book.sheetnames == ["survey", "choices", "settings", "kogge"]
    guide = read(template_book(), "vorlage.xlsx")
    assert next(iter(guide.answerable())).kogge == "consent:contact"


def test_every_meaning_is_explained_on_the_page_and_in_the_handbook(area: Any, bob: Any, login: Any) -> None:
    known = {*INTERVIEW_FIELDS, *VISIT_FIELDS, "need", "offer", "quote", "flag"}
    known |= {f"consent:{purpose}" for purpose in PURPOSES} | {f"organisation:{name}" for name in ORGANISATION_FIELDS}
    assert known <= set(BY_WORD)
    body = login(bob).get(at("guide_handbook", area)).content.decode()
    handbook = Path(__file__).resolve().parents[3].joinpath("docs", "de", "leitfaeden.md").read_text(encoding="utf-8")
    for _title, meanings in GROUPS:
        for meaning in meanings:
            assert f"<code>{meaning.word}</code>" in body
            assert f"`{meaning.word}`" in handbook, meaning.word
