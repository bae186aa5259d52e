"""Visit sheets and walk lists: what stands on them, for whom, in which language and order."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kogge.accounts.models import User
from kogge.actors.models import Consent, Organisation, Person, Position
from kogge.core.models import Job
from kogge.outreach.guides.definition import Definition, Question
from kogge.outreach.models import GuideVersion
from kogge.outreach.paper.guide import on_paper
from kogge.outreach.paper.numbers import SheetNumber, qr, read_number
from kogge.outreach.paper.sheets import visit_sheets
from kogge.outreach.paper.streets import by_street
from kogge.outreach.paper.walklist import Stop, walk_list
from kogge.places.models import Area

from .factories import days, make_interview, make_organisation, make_promise, make_visit
from .paper import first_visit, is_tagged, language_of, languages_of, letters_are_shown, pages, shipped, stands


@pytest.fixture
def guide(area: Area, alice: User) -> GuideVersion:
    return first_visit(area, alice)


def address(number: str) -> str:
    return f"https://kogge.example/sheets/{number}/"


def one_sheet(user: User, area: Area, visit: Any, guide: GuideVersion, language: str = "") -> list[str]:
    pdf = visit_sheets(user, area, [visit], guide, language=language, address=address)
    assert is_tagged(pdf)
    return pages(pdf)


def test_a_sheet_says_whom_to_ask_and_what_one_must_know(
    area: Area, organisation: Organisation, alice: User, guide: GuideVersion
) -> None:
    person = Person.objects.create(area=area, name="Maria Sturm", phone="0381 123")
    Position.objects.create(person=person, organisation=organisation, title="Inhaberin", is_contact=True)
    make_visit(organisation, -40, "met", note="Der Ofen ist neu.")
    make_promise(organisation, -3, what="Das #Schild# *klären*")
    make_promise(organisation, -30, status="broken", what="Flyer bringen")
    make_interview(organisation, -40, would_join="maybe", max_fee=10)
    Consent.objects.create(
        area=area, organisation=organisation, purpose="matching", channel="spoken", given_on=days(-40)
    )
    visit = make_visit(organisation, 1)
    found = one_sheet(alice, area, visit, guide)
    assert len(found) == 1
    for words in (
        "Bäckerei Sturm",
        "Kaistraße 3, 18146 Rostock (Fischerviertel)",
        "Maria Sturm, Inhaberin, 0381 123",
        "Der Ofen ist neu.",
        "Das #Schild# *klären*",
        "Flyer bringen",
        "Wir schulden ihnen zuerst eine Entschuldigung.",
        "höchstens 10 € im Monat",
        "Einverstanden mit: Vermittlung von Bedarfen und Angeboten",
        "1. Dürfen wir aufschreiben, was Sie sagen",
        "nur wenn „Frage 1“: „ja“",
        str(SheetNumber(visit.pk, guide.pk)),
    ):
        assert words in found[0], words
    # Consent comes first; the shop's own name and street are not asked again.
    assert found[0].index("Dürfen wir aufschreiben") < found[0].index("Wie läuft das Geschäft?")
    assert "Name auf dem Schild" not in found[0]


def test_who_may_not_read_talks_finds_none_on_the_sheet(
    area: Area, organisation: Organisation, stella: User, guide: GuideVersion
) -> None:
    make_interview(organisation, -40, max_fee=10, not_with=[make_organisation(area, "Nord GmbH")])
    text = one_sheet(stella, area, make_visit(organisation, 1), guide)[0]
    assert "10 €" not in text
    assert "Nord GmbH" not in text


@pytest.mark.parametrize("guide_name", ["first-visit", "common-good"])
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("de", "Würden Sie mitmachen?"),
        ("en", "Would you take part?"),
        ("ru", "Вы бы участвовали?"),
        ("uk", "Ви б брали участь?"),
        ("ar", "هل تشارك؟"),
        ("vi", "Anh/Chị có tham gia không?"),
        ("tr", "Katılır mısınız?"),
    ],
)
def test_a_sheet_in_each_language_is_one_page(
    area: Area, organisation: Organisation, alice: User, language: str, words: str, guide_name: str
) -> None:
    version = shipped(area, alice, guide_name)
    pdf = visit_sheets(alice, area, [make_visit(organisation, 1)], version, language=language, address=address)
    assert is_tagged(pdf)
    (text,) = pages(pdf)
    assert stands(words, text)
    assert all(letters_are_shown(pdf))
    assert language == "de" or (language in languages_of(pdf))
    assert "nur wenn „Frage 1“: „ja“" in text  # the conditions are for the one who asks


def test_an_arabic_sheet_for_those_who_speak_arabic(
    area: Area, organisation: Organisation, alice: User, guide: GuideVersion
) -> None:
    organisation.languages = ["ar"]
    organisation.save()
    (text,) = one_sheet(alice, area, make_visit(organisation, 1), guide)
    assert stands("كيف تسير الأمور", text)
    assert "Frage 1" in text


def test_times_are_a_table_and_empty_groups_are_left_out() -> None:
    def question(path: str, **fields: Any) -> Question:
        return Question(path=path, type=fields.pop("type", "string"), label={"": path}, **fields)

    definition = Definition(
        "g", "G", "1", (), "",
        (question("a", is_group=True, type="group"), question("a/b", kogge="organisation:name"), question("c")),
        "",
    )  # fmt: skip
    assert [(line["label"], line["number"]) for line in on_paper(definition, "", "de")["lines"]] == [("c", 2)]


def test_the_sheets_of_the_filter_in_one_pdf(
    area: Area, organisation: Organisation, alice: User, guide: GuideVersion, login: Any
) -> None:
    for name in ("Imbiss", "Kiosk"):
        make_visit(make_organisation(area, name), 2)
    make_visit(organisation, 2)
    client: Client = login(alice)
    page = client.get(reverse("outreach:paper", args=[area.slug]))
    assert "<strong>3</strong> Besuche bleiben übrig." in page.content.decode()
    url = reverse("outreach:sheets", args=[area.slug])
    answer = client.post(f"{url}?q=Kiosk", {"version": guide.pk, "language": "de"})
    assert answer["Content-Type"] == "application/pdf"
    found = pages(answer.content)
    assert len(found) == 1
    assert "Kiosk" in found[0]
    nothing = client.post(f"{url}?q=gibtesnicht", {"version": guide.pk, "language": ""}, follow=True)
    assert "Kein Besuch bleibt übrig, der gedruckt werden könnte." in nothing.content.decode()


def test_many_sheets_are_made_in_the_background(
    area: Area,
    alice: User,
    bob: User,
    guide: GuideVersion,
    login: Any,
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr("kogge.outreach.views.paper.AT_ONCE", 1)
    for name in ("Imbiss", "Kiosk"):
        make_visit(make_organisation(area, name), 2)
    client: Client = login(alice)
    client.post(reverse("outreach:sheets", args=[area.slug]), {"version": guide.pk, "language": "en"})
    job = Job.objects.get()
    assert job.status == "done", job.error
    answer = client.get(job.result_url)
    assert len(pages(b"".join(answer.streaming_content))) == 2  # type: ignore[attr-defined]
    assert login(bob).get(job.result_url).status_code == 404  # it shows what Alice may see


def test_the_code_on_the_sheet_leads_to_the_visit(
    area: Area, organisation: Organisation, bob: User, guide: GuideVersion, login: Any
) -> None:
    visit = make_visit(organisation, 1)
    number = SheetNumber(visit.pk, guide.pk)
    answer = login(bob).get(reverse("outreach:sheet", args=[area.slug, number]))
    assert answer.headers["Location"] == reverse("outreach:visit", args=[area.slug, visit.pk])
    assert login(bob).get(reverse("outreach:sheet", args=[area.slug, "1-11"])).status_code == 404
    assert qr(address(str(number))).startswith("<svg")


def test_a_slip_of_the_finger_is_noticed() -> None:
    for visit, version in ((1234, 5), (7, 11), (90210, 123)):
        text = str(SheetNumber(visit, version))
        assert read_number(f"  {text} ") == SheetNumber(visit, version)
        assert read_number(text.replace("-", "ß")) == SheetNumber(visit, version)  # a scanner set to US keys
        for place, digit in enumerate(text):
            if digit.isdigit():
                other = text[:place] + str((int(digit) + 3) % 10) + text[place + 1 :]
                assert read_number(other) is None, other


def test_streets_are_walked_side_by_side() -> None:
    doors = [("Kaistr.", "10"), ("Kaistraße", "5a"), ("Kaistraße", "1"), ("Ufer", "2"), ("Kaistraße", "5"), ("", "")]
    found = by_street(doors, lambda door: (*door, ""))
    assert [(part.street, part.side, [row[1] for row in part.rows]) for part in found] == [
        ("Kaistraße", "odd", ["1", "5", "5a"]),
        ("Kaistraße", "even", ["10"]),
        ("Ufer", "even", ["2"]),
        ("", "none", [""]),
    ]


def test_walk_list_of_visits_and_of_the_register(area: Area, alice: User, login: Any) -> None:
    one = make_organisation(area, "Imbiss Eins", street="Kaistraße", housenumber="1")
    no = make_organisation(area, "Kiosk Nein", street="Kaistraße", housenumber="3")
    make_organisation(area, "Laden Zwei", street="Kaistraße", housenumber="2")
    make_visit(no, -3, "refused")
    make_visit(one, 1)
    client: Client = login(alice)
    answer = client.get(reverse("outreach:walk_visits", args=[area.slug]))
    assert is_tagged(answer.content)
    text = pages(answer.content)[0]
    assert "Imbiss Eins" in text
    assert "Laden Zwei" not in text
    url = reverse("outreach:walk_register", args=[area.slug])
    assert "<strong>3</strong> Organisationen" in client.get(url).content.decode()
    text = pages(client.get(f"{url}?pdf=1").content)[0]
    for words in ("Kaistraße", "ungerade Nummern", "gerade Nummern", "niemand da", "später", "nein", "In einem Wort"):
        assert words in text, words
    assert text.index("Imbiss Eins") < text.index("Laden Zwei")
    assert "Kiosk Nein" not in text  # a no is respected
    assert "1 Organisation, die nicht möchte, ist weggelassen." in text


def test_a_walk_list_shows_names_in_each_script_and_breaks_long_ones(area: Area) -> None:
    names = [
        "مخبز الشمس",
        "Магазин «Тройка»",
        "Крамниця Їжак",
        "Quán Phở Hà Nội",
        "Öz Gül Fırını",
        "Fish & Chips",
        "W" * 90,
    ]
    stops = [
        Stop(make_organisation(area, name, street="Kai", housenumber=str(number))) for number, name in enumerate(names)
    ]
    pdf = walk_list(area, stops)
    (text,) = pages(pdf)
    assert is_tagged(pdf)
    assert language_of(pdf) == "de"
    assert all(letters_are_shown(pdf))
    assert all(stands(name, text) for name in names[:-1])
    assert 3 <= text.count("WWWWWWWW") <= 11
    assert "W" * 60 not in text  # it does not run over the boxes to tick
