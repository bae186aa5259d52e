"""The XML that OpenRosa answers with: form list, manifest, and the answer to a submission.

Shapes: docs.getodk.org/openrosa-form-list, openrosa-form-submission, openrosa-http.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from kogge.outreach.models import GuideVersion

LIST = "http://openrosa.org/xforms/xformsList"
MANIFEST = "http://openrosa.org/xforms/xformsManifest"
RESPONSE = "http://openrosa.org/http/response"
ITEMSETS = "itemsets.csv"
# Address of a kind ("form", "manifest", "itemsets") for the id of a form.
Address = Callable[[str, str], str]


def form_list(versions: Iterable[GuideVersion], address: Address, describe: Callable[[GuideVersion], str]) -> bytes:
    """The forms one may fetch; `describe` gives a sentence about one, or nothing."""
    root = Element("xforms", xmlns=LIST)
    for version in versions:
        form_id = version.guide.form_id
        entry = SubElement(root, "xform")
        fields = {
            "formID": form_id,
            "name": version.guide.name,
            "version": version.version,
            "hash": f"md5:{version.md5}",
            "descriptionText": describe(version),
            "downloadUrl": address("form", form_id),
            "manifestUrl": address("manifest", form_id) if version.itemsets else "",
        }
        for name, text in fields.items():
            if text:
                SubElement(entry, name).text = text
    return _document(root)


def manifest(version: GuideVersion, address: Address) -> bytes:
    """The files that belong to a form: the external lists of a guide, if it has some."""
    root = Element("manifest", xmlns=MANIFEST)
    if version.itemsets:
        entry = SubElement(root, "mediaFile")
        SubElement(entry, "filename").text = ITEMSETS
        digest = hashlib.md5(version.itemsets.encode(), usedforsecurity=False).hexdigest()
        SubElement(entry, "hash").text = f"md5:{digest}"
        SubElement(entry, "downloadUrl").text = address("itemsets", version.guide.form_id)
    return _document(root)


def response(text: str, *, nature: str = "") -> bytes:
    """A message for the person with the device."""
    root = Element("OpenRosaResponse", xmlns=RESPONSE)
    message = SubElement(root, "message")
    if nature:
        message.set("nature", nature)
    message.text = text
    return _document(root)


def _document(root: Element) -> bytes:
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode()
