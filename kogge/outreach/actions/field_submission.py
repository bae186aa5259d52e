"""Store the answers of a guide that a telephone sent, with their photos: each form once, each photo once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from kogge.outreach.guides.answers import Instance, Unreadable, parse
from kogge.outreach.models import GuideVersion, Submission, SubmissionFile
from kogge.places.models import Area

from .field_answers import Refused

LARGEST_XML = 2_000_000
LARGEST_FILE = 20_000_000
MOST_FILES = 60
# How a file may begin that is taken as a photo or recording, by its type.
BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"RIFF": "image/webp", b"GIF8": "image/gif"}


def store(area: Area, *, by: Any, xml: bytes, files: Iterable[Any], device: str = "") -> Submission:
    """The submission of these answers, new or there already; INCOMPLETE while a file is missing. Raises `Refused`."""
    instance, version = _read(area, xml)
    uploads = {str(file.name)[:200]: file for file in files}
    expected = instance.files(version.read())
    if len(uploads) > MOST_FILES or any(file.size > LARGEST_FILE for file in uploads.values()):
        raise Refused(413, "too_large", _("These photos are too large."))
    if unknown := sorted(set(uploads) - set(expected)):
        raise Refused(400, "unknown_file", _("No answer speaks of the file %(name)s.") % {"name": unknown[0]})
    digest = hashlib.sha256(xml).hexdigest()
    submission = Submission.objects.filter(area=area, instance_id=instance.instance_id).first()
    if submission is None:
        submission = Submission(
            area=area,
            version=version,
            instance_id=instance.instance_id[:200],
            xml=xml.decode("utf-8"),
            digest=digest,
            expected_files=expected,
            device=device[:120],
            started_at=instance.started_at,
            by=by,
            status=Submission.Status.INCOMPLETE,
        )
        submission.save()
    elif submission.digest != digest:
        raise Refused(422, "other_content", _("Other answers were stored under this number before."))
    missing = _add_files(submission, uploads)
    if submission.status == Submission.Status.INCOMPLETE:
        if not missing:
            submission.status = Submission.Status.RECEIVED
        submission.problem = (_("Missing: %(names)s") % {"names": ", ".join(missing)})[:250] if missing else ""
        submission.save()
    return submission


def _read(area: Area, xml: bytes) -> tuple[Instance, GuideVersion]:
    if len(xml) > LARGEST_XML:
        raise Refused(413, "too_large", _("These answers are too large."))
    try:
        xml.decode("utf-8")
        instance = parse(xml)
    except (Unreadable, UnicodeDecodeError) as error:
        raise Refused(400, "broken", _("These answers cannot be read.")) from error
    slug, _dot, code = instance.form_id.partition(".")
    version = (
        GuideVersion.objects.filter(guide__area=area, guide__code=code, version=instance.version)
        .select_related("guide__area")
        .first()
        if slug == area.slug
        else None
    )
    if version is None:
        raise Refused(404, "unknown_guide", _("This area has no such guide."))
    return instance, version


def _add_files(submission: Submission, uploads: dict[str, Any]) -> list[str]:
    """Store what is not there yet; the names that are still missing."""
    known = dict(submission.files.values_list("name", "digest"))
    for name, upload in uploads.items():
        content = upload.read()
        digest = hashlib.sha256(content).hexdigest()
        if name in known:
            if known[name] != digest:
                raise Refused(
                    422, "other_content", _("Another photo was stored under the name %(name)s.") % {"name": name}
                )
            continue
        upload.seek(0)
        SubmissionFile.objects.create(
            submission=submission,
            name=name,
            file=upload,
            digest=digest,
            size=len(content),
            content_type=next((kind for start, kind in BEGINNINGS.items() if content.startswith(start)), ""),
        )
        known[name] = digest
    return [name for name in submission.expected_files if name not in known]
