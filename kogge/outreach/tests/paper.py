"""What the tests of paper share."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader

from kogge.outreach.actions.guides import SHIPPED, add_version
from kogge.outreach.models import GuideVersion


def first_visit(area: Any, user: Any) -> GuideVersion:
    """The shipped guide "Erstbesuch" of an area."""
    file = SHIPPED / "first-visit.xlsx"
    return add_version(area, content=file.read_bytes(), name=file.name, by=user)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, spaces and line breaks as one space."""
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def is_tagged(pdf: bytes) -> bool:
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return bool(root["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in root
