"""Results back: the sheet as a page and as paper; the leaflet before the first question."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from kogge.actors import wording
from kogge.actors.actions import withdraw
from kogge.actors.models import Consent
from kogge.actors.views.consents import consent_link
from kogge.outreach.models import DAYS, FORMATS, TIMES, SurveyRound
from kogge.outreach.queries.results import sheet, talks

from .factories import days, make_interview, make_organisation
from .paper import is_tagged, language_of, letters_are_shown, pages, stands

pdfreader = pytest.importorskip("pypdf")


@pytest.fixture
def results(area):
    return reverse("outreach:results", args=[area.slug])


@pytest.fixture
def street(area, district):
    """Six shops of one street: all would come to breakfast, four have time on Tuesdays, two on Fridays."""
    shops = [make_organisation(area, f"Laden {n}", street="Kaistraße", district=district) for n in range(6)]
    for number, shop in enumerate(shops):
        slots = ["tu-morning"] if number < 4 else ["fr-noon"]
        make_interview(shop, -number, slots=slots, formats=["breakfast"], expectation=f"Wunsch {number}")
    return shops


def consent(organisation, purpose):
    return Consent.objects.create(
        area=organisation.area, organisation=organisation, purpose=purpose, channel="spoken", given_on=days(-9)
    )


def scope_of(district, street="Kaistraße"):
    return ("street", f"{district.pk}:{street}")


def lines(found):
    return {line.label: line.count for _title, rows in found.sections for line in rows}


# Typst's own signs of direction stick to the letters beside them.
DIRECTIONS = re.compile("[\u202a-\u202e]")


def text_of(answer):
    import io

    reader = pdfreader.PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
    return reader, DIRECTIONS.sub("", text)


def test_counts_without_small_numbers(area, district, street):
    found = sheet(talks(area), scope_of(district))
    assert found.asked == 6
    # Four of six on Tuesdays: the number would tell that two have no time then. Two on Fridays are too few.
    assert lines(found) == {f"{dict(DAYS)['tu']}, {dict(TIMES)['morning']}": None, str(dict(FORMATS)["breakfast"]): 6}


def test_most_of_them_instead_of_a_number_that_tells_who_did_not(area, district, street):
    make_interview(street[5], 0, slots=["fr-noon"], formats=[])
    found = sheet(talks(area), scope_of(district))
    assert None in lines(found).values()
    assert 5 not in lines(found).values()


def test_fewer_than_three_have_no_sheet(area, district, street, bob, english, results):
    for number in range(2):
        shop = make_organisation(area, f"Klein {number}", street="Gasse", district=district)
        make_interview(shop, 0, formats=["walk"])
    found = talks(area)
    assert sheet(found, scope_of(district, "Gasse")) is None
    assert "Gasse" not in str(found.choices("street"))
    answer = english(bob).get(results, {"group": f"street|{district.pk}:Gasse"})
    assert answer.status_code == 200
    assert "Laden" not in answer.content.decode()
    pdf = reverse("outreach:results_pdf", args=[area.slug])
    assert english(bob).get(pdf, {"group": f"street|{district.pk}:Gasse"}).status_code == 404


def test_what_is_left_over_between_street_and_district_tells_nothing(area, district, street):
    """One more shop in another street: district minus street would be that one shop."""
    make_interview(make_organisation(area, "Einzeln", street="Gasse", district=district), 0, formats=["breakfast"])
    found = talks(area)
    assert sheet(found, scope_of(district)) is None
    assert sheet(found, ("district", str(district.pk))).asked == 7
    for number in range(2):  # three of them are no longer a few
        shop = make_organisation(area, f"Noch {number}", street="Gasse", district=district)
        make_interview(shop, 0, formats=["breakfast"])
    found = talks(area)
    assert [sheet(found, scope_of(district, street)).asked for street in ("Kaistraße", "Gasse")] == [6, 3]


def test_practice_and_withdrawn_words_do_not_count(area, alice, district, street):
    shop = make_organisation(area, "Übung", street="Kaistraße", district=district)
    make_interview(shop, 0, is_practice=True)
    withdraw(consent(street[0], "contact"), by=alice, area=area)
    assert sheet(talks(area), scope_of(district)).asked == 5


def test_quotes_only_with_consent_to_publication(area, alice, district, street):
    assert sheet(talks(area), scope_of(district)).quotes == []
    agreed = consent(street[2], "publication")
    assert sheet(talks(area), scope_of(district)).quotes == ["Wunsch 2"]
    withdraw(agreed, by=alice, area=area)
    assert sheet(talks(area), scope_of(district)).quotes == []


def test_needs_of_the_board_are_on_it(area, district, street):
    from kogge.needs.models import Need
    from kogge.needs.tests.factories import make_need, make_topic

    topic = make_topic(area, "Laufkundschaft", group="Kundschaft")
    for shop in street[:3]:
        make_need(shop, topic)
    make_need(street[3], make_topic(area, "Drachenbau", group="Seltenes"))
    make_need(street[4], topic, status="withdrawn")
    found = lines(sheet(talks(area), scope_of(district)))
    assert found["Kundschaft"] == 3
    assert "Seltenes" not in found
    assert Need.objects.count() == 5


def test_the_page_and_its_one_click_to_paper(area, district, bob, street, english, results):
    area.imprint = "Verein Hafen e. V.\nKai 1"
    area.save()
    consent(street[2], "publication")
    SurveyRound.objects.create(
        area=area, name="Runde am Kai", begin=days(-9), end=days(0), assembly_on=days(20), place="Bücherei"
    )
    client = english(bob)
    group = f"street|{district.pk}:Kaistraße"
    body = client.get(results, {"group": group}).content.decode()
    assert "Wunsch 2" in body
    assert "(Bücherei): “Runde am Kai”" in body
    with translation.override("en"):
        day = date_format(days(20), "SHORT_DATE_FORMAT")
    assert f"On {day} we talk about it together" in body
    link = re.search(r'href="([^"]*results/pdf/\?[^"]*)"', body)[1].replace("&amp;", "&")
    answer = client.get(link)
    assert answer["Content-Type"] == "application/pdf"
    reader, text = text_of(answer)
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    for words in ("What you told us", "Kaistraße (Fischerviertel)", "business breakfast", "Wunsch 2", "Runde am Kai",
                  "Verein Hafen e. V.", "Bob"):  # fmt: skip
        assert words in text, words
    assert "Laden" not in text


def test_the_empty_page_teaches(area, bob, english, results):
    assert "Too few talks so far." in english(bob).get(results).content.decode()


@pytest.mark.parametrize("group", ["", "street|", "nonsense", "street|9:x|y", "district|x", "sector|", "street|:0"])
def test_nonsense_in_the_address_shows_no_sheet(area, bob, street, english, results, group):
    answer = english(bob).get(results, {"group": group, "until": "gestern"})
    assert answer.status_code == 200
    assert answer.context["sheet"] is None


@pytest.mark.parametrize("code", list(wording.languages()))
def test_the_leaflet_is_one_page_in_each_language(area, bob, organisation, english, code):
    area.imprint, area.protection_officer = "Verein Hafen e. V.\nKai 1", "Dr. Eva Muster"
    area.save()
    url = reverse("outreach:leaflet", args=[area.slug])
    reader, text = text_of(english(bob).get(url, {"language": code, "organisation": organisation.pk}))
    assert len(reader.pages) == 1
    assert reader.trailer["/Root"]["/Lang"] == code
    words = wording.leaflet(code)
    headings = (words["title"], words["controller"], words["officer"])
    for expected in (*headings, "Verein Hafen e. V.", "Dr. Eva Muster", wording.version()):
        assert stands(expected, text)
    for sentence in wording.purposes(code).values():
        assert stands(sentence, text)
    assert all(letters_are_shown(reader.stream.getvalue()))
    token = consent_link(organisation).strip("/").rpartition("/")[2]
    assert token in re.sub("[ \u202a-\u202e]", "", text)


def test_the_leaflet_without_an_organisation_carries_no_link(area, vera, stella, organisation, english):
    url = reverse("outreach:leaflet", args=[area.slug])
    _reader, text = text_of(english(stella).get(url))
    assert "/consent/" not in text
    assert wording.leaflet("en")["officer"] not in text  # there is none
    assert english(vera).get(url).status_code == 403


def test_a_member_gets_the_leaflet_of_its_own_alone(area, organisation, english):
    from kogge.accounts.roles import Role
    from kogge.actors.models import Position
    from kogge.conftest import make_user

    mona = make_user(area, Role.CIVIC_PARTNER, "Mona")
    url = reverse("outreach:leaflet", args=[area.slug])
    assert english(mona).get(url, {"organisation": organisation.pk}).status_code == 404
    Position.objects.create(
        organisation=organisation, person=area.persons.get(user=mona), title="Chefin", opens_records=True
    )
    assert english(mona).get(url, {"organisation": organisation.pk}).status_code == 200


def test_the_first_look_offers_every_group_and_complains_of_nothing(area, district, bob, street, english, results):
    body = english(bob).get(results).content.decode()
    assert 'aria-invalid="true"' not in body
    paper = re.findall(r'href="([^"]*results/pdf/\?[^"]*)"', body)
    assert len(paper) == body.count("As PDF")
    answer = english(bob).get(paper[0].replace("&amp;", "&"))
    assert answer["Content-Type"] == "application/pdf"
    assert "We come by again" in text_of(answer)[1]


def test_groups_stand_in_the_order_of_the_alphabet(area, district):
    for name in ("Zollgasse", "Öhmweg", "Kaistraße"):
        for number in range(3):
            make_interview(make_organisation(area, f"{name} {number}", street=name, district=district), 0)
    titles = [title.partition(" ")[0] for _key, title in talks(area).choices("street")]
    assert titles == ["Kaistraße", "Öhmweg", "Zollgasse"]


def test_the_same_words_are_quoted_once(area, district, street):
    from kogge.outreach.models import Interview

    Interview.objects.update(expectation="Nicht immer dasselbe")
    for shop in street[:3]:
        consent(shop, "publication")
    assert sheet(talks(area), scope_of(district)).quotes == ["Nicht immer dasselbe"]


def test_a_question_as_the_name_of_a_round_reads_well(area, district, bob, street, english, results):
    SurveyRound.objects.create(
        area=area, name="Wer macht mit?", begin=days(-9), end=days(0), assembly_on=days(20), place="Bücherei"
    )
    body = english(bob).get(results, {"group": f"street|{district.pk}:Kaistraße"}).content.decode()
    assert "we talk about it together (Bücherei): “Wer macht mit?”" in body


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("de", "Was Sie uns gesagt haben, Unternehmerfrühstück, Wir kommen wieder vorbei, bis"),
        ("en", "What you told us, business breakfast, We come by again, by"),
        ("ru", "Что Вы нам рассказали, завтрак для предпринимателей, Мы снова зайдём, до"),
        ("uk", "Що Ви нам розповіли, сніданок для підприємців, Ми знову зайдемо, до"),
        ("ar", "ما قلتموه لنا, فطور لأصحاب المحلات, سنمرّ عليكم مرة أخرى, حتى"),
        ("vi", "Những điều quý vị đã nói, ăn sáng cùng các cửa hàng khác, Chúng tôi sẽ ghé lại, chậm nhất"),
        ("tr", "Bize anlattıklarınız, esnaf kahvaltısı, Yeniden uğrar, en geç"),
    ],
)
def test_the_sheet_is_one_page_in_each_language(area, district, bob, street, english, code, words):
    pdf = (
        english(bob)
        .get(
            reverse("outreach:results_pdf", args=[area.slug]),
            {"group": f"street|{district.pk}:Kaistraße", "language": code},
        )
        .content
    )
    (text,) = pages(pdf)
    assert is_tagged(pdf)
    assert language_of(pdf) == code
    assert all(letters_are_shown(pdf))
    for part in words.split(", "):
        assert stands(part, text), part
    assert "Kaistraße (Fischerviertel)" in text


def test_every_word_of_the_sheet_is_there_in_every_language():
    from kogge.outreach.paper.results import said
    from kogge.outreach.queries.results import headings

    others = set(wording.languages()) - {"de", "en"}
    with translation.override("de"):
        labels = [str(label) for pairs in (DAYS, TIMES, FORMATS) for _code, label in pairs]
        for words in (*labels, *headings().values(), "Räume & Flächen", "die meisten"):
            assert all(said(words, code) != words for code in others), words
