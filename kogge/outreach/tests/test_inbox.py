"""What came in: the list, a page per filled guide, filing it to somebody known or new, discarding, old answers."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kogge.actors.importing.store import replace_keys
from kogge.actors.models import Organisation, Person
from kogge.core.undo import undo
from kogge.needs.actions import install_topics
from kogge.needs.models import Need
from kogge.outreach.actions import add_version
from kogge.outreach.models import GuideVersion, Interview, Submission, SubmissionFile, Visit

SHEET = """
| survey |
| | type | name | label::Deutsch (de) | label::English (en) | kogge |
| | start | start | | | |
| | text | shop | Name | Name | organisation:name |
| | text | street | Straße | Street | organisation:street |
| | text | situation | Wie läuft es? | How do things go? | situation |
| | select_multiple needs | needs | Was fehlt? | What is missing? | need |
| | text | other | Was noch? | What else? | need |
| | image | photo | Laden | Shop | |
| | begin_repeat | child | Kinder | Children | |
| | integer | age | Wie alt? | How old? | |
| | end_repeat | | | | |
| choices |
| | list_name | name | label::Deutsch (de) | label::English (en) | kogge |
| | needs | room | ein Raum | a room | meeting-room |
| | needs | staff | Leute | people | skilled-staff |
| settings |
| | form_title | form_id | version | default_language |
| | Hafenrunde | harbour | 1 | Deutsch (de) |
"""
TODAY = dt.date.today()
ANSWERS = (
    "<shop>Bäckerei Sturm</shop><street>Kaistraße</street><situation>Die Miete steigt</situation>"
    "<needs>room staff</needs><other>Поверка весов</other><photo>laden.jpg</photo>"
    "<child><age>4</age></child><child><age>9</age></child><gone>früher gefragt</gone>"
)


def at(name: str, area: Any, *more: Any) -> str:
    return reverse(f"outreach:{name}", args=[area.slug, *more])


@pytest.fixture
def version(area: Any, alice: Any) -> GuideVersion:
    install_topics(area, by=alice)
    return add_version(area, content=SHEET.encode(), name="runde.md", by=alice)


def sent(version: GuideVersion, body: str = ANSWERS, number: int = 1, **fields: Any) -> Submission:
    start = f"<start>{TODAY.isoformat()}T10:00:00+01:00</start>"
    xml = (
        f'<data id="{version.guide.form_id}" version="1">{start}{body}'
        f"<meta><instanceID>uuid:{number}</instanceID></meta></data>"
    )
    return Submission.objects.create(
        area=version.guide.area,
        version=version,
        instance_id=f"uuid:{number}",
        xml=xml,
        digest=hashlib.sha256(xml.encode()).hexdigest(),
        started_at=dt.datetime.fromisoformat(f"{TODAY.isoformat()}T10:00:00+01:00"),
        expected_files=["laden.jpg"],
        **fields,
    )


def test_an_empty_inbox_teaches(area: Any, bob: Any, english: Any) -> None:
    assert "No filled guide waits." in english(bob).get(at("inbox", area)).content.decode()


def test_what_waits_stands_in_the_list_and_on_the_home_page(
    area: Any, bob: Any, stella: Any, english: Any, version: GuideVersion
) -> None:
    home = reverse("reports:today", args=[area.slug])
    assert "filled guide" not in english(bob).get(home).content.decode()
    sent(version)
    sent(version, number=2)
    assert "<strong>2</strong> filled guides wait" in english(bob).get(at("inbox", area)).content.decode()
    assert "2 filled guides wait: whose are they?" in english(bob).get(home).content.decode()
    client = english(stella)  # a steward does not read what was said in confidence
    assert "filled guide" not in client.get(home).content.decode()
    assert client.get(at("inbox", area)).status_code == 403


def test_the_page_says_everything_in_the_words_of_the_guide(
    area: Any, bob: Any, english: Any, login: Any, version: GuideVersion
) -> None:
    row = sent(version)
    body = english(bob).get(at("submission", area, row.pk)).content.decode()
    assert "How do things go?" in body
    assert "Die Miete steigt" in body
    assert "a room; people" in body
    assert "<li>4</li><li>9</li>" in body
    assert "früher gefragt" in body  # also what this version never asked
    assert "has not arrived yet" in body
    SubmissionFile.objects.create(
        submission=row,
        name="laden.jpg",
        file=ContentFile(b"\xff\xd8\xff", name="laden.jpg"),
        digest="x",
        size=3,
        content_type="image/jpeg",
    )
    body = english(bob).get(at("submission", area, row.pk)).content.decode()
    assert "<img src=" in body
    assert "has not arrived yet" not in body


def test_only_pictures_are_shown_in_the_browser(area: Any, bob: Any, login: Any, version: GuideVersion) -> None:
    row, client = sent(version), login(bob)
    for name, kind, shown in (("a.jpg", "image/jpeg", True), ("b.svg", "image/svg+xml", False)):
        file = SubmissionFile.objects.create(
            submission=row, name=name, file=ContentFile(b"x", name=name), digest="x", size=1, content_type=kind
        )
        answer = client.get(at("submission_attachment", area, file.pk))
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert ("attachment" in answer.get("Content-Disposition", "")) != shown
        assert (answer["Content-Type"] == kind) == shown


def test_a_form_that_cannot_be_read_still_has_its_page(
    area: Any, bob: Any, english: Any, version: GuideVersion
) -> None:
    row = sent(version)
    row.xml = "<broken"
    row.save()
    assert "Nothing was answered." in english(bob).get(at("submission", area, row.pk)).content.decode()


def test_it_suggests_who_it_may_be_by_name_and_by_the_visits_of_the_day(
    area: Any, bob: Any, english: Any, version: GuideVersion, organisation: Organisation
) -> None:
    replace_keys(area, [organisation])
    other = Organisation.objects.create(area=area, name="Friseur Kamm")
    Visit.objects.create(area=area, organisation=other, date=TODAY, visitor=Person.objects.get(user=bob))
    body = english(bob).get(at("submission", area, sent(version, by=bob).pk)).content.decode()
    assert f'value="{organisation.pk}"' in body
    assert "Bob was there on that day or planned to be." in body
    assert f'value="{other.pk}"' in body


def test_filing_takes_the_visit_of_the_day_and_is_undone_as_one(
    area: Any, bob: Any, english: Any, version: GuideVersion, organisation: Organisation
) -> None:
    planned = Visit.objects.create(
        area=area, organisation=organisation, date=TODAY, visitor=Person.objects.get(user=bob)
    )
    row, client = sent(version, by=bob), english(bob)
    data = {"organisation": organisation.pk, "date": TODAY.isoformat(), "language": "en"}
    answer = client.post(at("submission_file", area, row.pk), data)
    interview = Interview.objects.get()
    assert answer.url == at("interview", area, interview.pk)
    assert (interview.visit, interview.language, interview.situation) == (planned, "en", "Die Miete steigt")
    assert {need.topic.code for need in Need.objects.all()} == {"meeting-room", "skilled-staff"}
    undo(interview.history.first().change, by=bob)
    row.refresh_from_db()
    planned.refresh_from_db()
    assert (row.status, planned.status, Interview.objects.count()) == ("received", "planned", 0)


def test_without_an_organisation_it_stays_and_says_so(area: Any, bob: Any, english: Any, version: GuideVersion) -> None:
    row = sent(version)
    answer = english(bob).post(
        at("submission_file", area, row.pk), {"date": (TODAY + dt.timedelta(days=2)).isoformat()}
    )
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "A talk cannot have been held in the future." in body
    assert "Type a part of the name or the street" in body
    assert not Interview.objects.exists()


def test_who_comes_second_is_told(area: Any, bob: Any, english: Any, version: GuideVersion, organisation: Any) -> None:
    row, client = sent(version), english(bob)
    data = {"organisation": organisation.pk, "date": TODAY.isoformat()}
    client.post(at("submission_file", area, row.pk), data)
    body = client.post(at("submission_file", area, row.pk), data, follow=True).content.decode()
    assert "Somebody was faster" in body
    assert Interview.objects.count() == 1


def test_a_business_met_by_chance_is_entered_and_filed_in_one_go(
    area: Any, bob: Any, english: Any, version: GuideVersion
) -> None:
    row, client = sent(version), english(bob)
    url = at("submission_new", area, row.pk)
    body = client.get(url).content.decode()
    assert 'value="Bäckerei Sturm"' in body
    assert 'value="Kaistraße"' in body
    form = client.get(url).context["form"]
    data = {"name": "Bäckerei Sturm", "street": "Kaistraße", "kind": form["kind"].value(), "talk-date": TODAY}
    assert client.post(url, data | {"name": ""}).status_code == 422
    answer = client.post(url, data | {"talk-language": "de"})
    assert answer.status_code == 302, answer.context["form"].errors
    interview = Interview.objects.get()
    assert interview.organisation.street == "Kaistraße"
    undo(interview.history.first().change, by=bob)
    assert not Organisation.objects.exists()
    row.refresh_from_db()
    assert row.status == "received"


def test_discarding_is_taken_back_by_undo_and_by_a_button(
    area: Any, bob: Any, english: Any, version: GuideVersion
) -> None:
    row, client = sent(version), english(bob)
    body = client.post(at("submission_discard", area, row.pk), follow=True).content.decode()
    assert "Form discarded: Hafenrunde" in body
    assert "Nothing waits." in body
    undo(row.history.first().change, by=bob)
    assert Submission.objects.get().status == "received"
    client.post(at("submission_discard", area, row.pk))
    assert "Let it wait again" in client.get(at("submission", area, row.pk)).content.decode()
    client.post(at("submission_discard", area, row.pk), {"do": "back"})
    assert Submission.objects.get().status == "received"


def test_old_answers_stay_readable_by_the_version_that_asked(
    area: Any, alice: Any, english: Any, version: GuideVersion, organisation: Organisation
) -> None:
    client, row = english(alice), sent(version)
    client.post(at("submission_file", area, row.pk), {"organisation": organisation.pk, "date": TODAY.isoformat()})
    newer = SHEET.replace("How do things go?", "What is new?").replace("harbour | 1", "harbour | 2")
    add_version(area, content=newer.encode(), name="runde.md", by=alice)
    body = client.get(at("interview", area, Interview.objects.get().pk)).content.decode()
    assert "How do things go?" in body
    assert "Hafenrunde, version 1" in body
    assert "What is new?" not in body


def test_what_fitted_no_topic_waits_for_somebody_to_choose_one(
    area: Any, bob: Any, english: Any, version: GuideVersion, organisation: Organisation
) -> None:
    client, row = english(bob), sent(version)
    client.post(at("submission_file", area, row.pk), {"organisation": organisation.pk, "date": TODAY.isoformat()})
    interview = Interview.objects.get()
    url = reverse("needs:uncoded", args=[area.slug, interview.pk])
    body = client.get(url).content.decode()
    assert "1 answer is not on the board yet" in body
    assert "Поверка весов" in body
    assert "a room" not in body
    page = client.get(at("interview", area, interview.pk)).content.decode()
    assert f'hx-get="{url}"' in page
    form_url = reverse("needs:interview_entries", args=[area.slug, interview.pk])
    form = client.get(form_url, {"need": "Поверка весов"}).context["need_form"]
    assert form["text"].value() == "Поверка весов"
    topic = Need.objects.first().topic  # type: ignore[union-attr]
    data = {"kind": "need", "topic": topic.pk, "text": "Поверка весов", "urgency": form["urgency"].value() or 2}
    answer = client.post(f"{form_url}?need=x&next={url}", data)
    assert answer.status_code == 302, answer.context["need_form"].errors
    assert answer.url == url
    assert "Everything that was named has a topic." in client.get(url).content.decode()


def test_a_stranger_sees_nothing_of_it(area: Any, charlie: Any, login: Any, version: GuideVersion) -> None:
    row = sent(version)
    assert login(charlie).get(at("submission", area, row.pk)).status_code == 404
    assert login(charlie).get(at("inbox", area)).status_code == 404


def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    area: Any, bob: Any, login: Any, version: GuideVersion
) -> None:
    client, counts = login(bob), []
    for numbers in ((1,), (2, 3)):
        for number in numbers:
            sent(version, number=number, by=bob)
        with CaptureQueriesContext(connection) as seen:
            client.get(at("inbox", area))
        counts.append(len(seen))
    assert counts[0] == counts[1]
