"""German forms that others published: uploaded as guides, listed, fetched, filled by a device, sent and filed."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml.ElementTree import fromstring
from django.core.cache import cache

from kogge.outreach.actions import add_version, make_password
from kogge.outreach.guides.answers import FILES
from kogge.outreach.guides.definition import Definition
from kogge.outreach.models import GuideVersion, Interview, Submission
from kogge.testing import SHARED_DATA

from .field import JPEG, client_of, multipart

FORMS = sorted((SHARED_DATA / "xlsform/correlaid").glob("*.xlsx"))
SPACE = "{http://www.w3.org/2002/xforms}"
pytestmark = [
    pytest.mark.usefixtures("files"),
    pytest.mark.skipif(not FORMS, reason="the published XLSForms are not beside this checkout"),
]
WRITTEN = {
    "integer": "3",
    "int": "3",
    "range": "3",
    "decimal": "2.5",
    "date": "2026-03-02",
    "time": "10:30:00.000+01:00",
    "datetime": "2026-03-02T10:30:00.000+01:00",
    "geopoint": "54.1 12.1 0 5",
    "start": "2026-03-02T10:30:00.000+01:00",
    "end": "2026-03-02T10:40:00.000+01:00",
}


def fill(version: GuideVersion) -> tuple[bytes, dict[str, str]]:
    """An instance as a device makes it from the form: the first answer of each list, a word everywhere else."""
    definition = version.read()
    model = fromstring(version.xform.encode()).find(f".//{SPACE}model/{SPACE}instance")
    assert model is not None
    root: Element = model[0]
    answers: dict[str, str] = {}
    _fill(root, "", definition, answers)
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if "}" in name]:
            del element.attrib[name]
    found = root.find("meta/instanceID")
    assert found is not None
    found.text = f"uuid:{version.guide.code}"
    return tostring(root, encoding="utf-8", xml_declaration=True), answers


def _fill(element: Element, above: str, definition: Definition, answers: dict[str, str]) -> None:
    questions = definition.by_path()
    for child in element:
        name = child.tag.rpartition("}")[2]
        path = f"{above}/{name}" if above else name
        question = questions.get(path)
        if question is not None and not len(child):
            if question.type in FILES:
                child.text = f"{name}.jpg"
            elif question.choices:
                child.text = question.choices[0].name
            else:
                child.text = WRITTEN.get(question.type, "Grüße aus dem Viertel")
            answers[path] = child.text
        _fill(child, path, definition, answers)


@pytest.mark.parametrize("form", FORMS, ids=lambda path: path.stem)
def test_a_published_form_goes_all_the_way(form: Any, area: Any, organisation: Any, alice: Any, bob: Any) -> None:
    cache.clear()
    version = add_version(area, content=form.read_bytes(), name=form.name, by=alice)
    _device, password = make_password(by=bob, area=area, label="Pixel")
    phone = client_of(bob.email, password)
    assert version.guide.form_id in phone.get("/openrosa/formList").content.decode()
    assert phone.get(f"/openrosa/forms/{version.guide.form_id}.xml").content.decode() == version.xform
    xml, answers = fill(version)
    assert len(answers) > 20
    uploads = [(name, JPEG) for name in answers.values() if name.endswith(".jpg")]
    body, kind = multipart(xml, *uploads)
    path = f"/openrosa/submission?organisation={organisation.pk}"
    assert phone.generic("POST", path, body, content_type=kind).status_code == 201
    assert Submission.objects.get().status == "filed"
    assert Interview.objects.get().answers == answers
