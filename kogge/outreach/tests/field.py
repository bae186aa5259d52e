"""A guide for field apps and forms filled by it."""

from __future__ import annotations

from kogge.outreach.models import GuideVersion

SHEET = """
| survey |
| | type | name | label | kogge |
| | start | start | | |
| | text | situation | Wie läuft es? | situation |
| | image | photo | Foto | |
| | begin_group | more | Mehr | |
| | audio | voice | Aufnahme | |
| | end_group | | | |
| | hidden | visit | | visit |
| | hidden | shop | | organisation:id |
| settings |
| | form_title | form_id | version |
| | Erstbesuch | first-visit | {version} |
"""
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"0" * 200


def sheet(version: str = "1") -> bytes:
    return SHEET.format(version=version).encode()


def filled(version: GuideVersion, body: str = "", instance: str = "uuid:1", meta: str = "") -> bytes:
    return (
        f'<?xml version=\'1.0\' ?><data id="{version.guide.form_id}" version="{version.version}">'
        f"<situation>Die Miete steigt</situation>{body}"
        f"<meta><instanceID>{instance}</instanceID>{meta}</meta></data>"
    ).encode()
