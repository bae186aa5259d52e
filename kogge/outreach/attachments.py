"""Files that come with a filled form: a name that leads nowhere, a type by content, a place that only we read."""

from __future__ import annotations

import hashlib
import unicodedata
import uuid
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from kogge.core.pictures import without_traces

LONGEST_NAME = 200
MOST_CLEANED = 50_000_000  # bytes of a picture that is read into memory
PLAIN = "application/octet-stream"
# What a browser may draw or play in a page of ours; all else is only handed out.
SHOWN = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "audio/ogg", "audio/mp4", "audio/mpeg"})
# How a file begins → its type and the ending it is kept with.
SIGNATURES: list[tuple[bytes, int, str, str]] = [
    (b"\xff\xd8\xff", 0, "image/jpeg", "jpg"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png", "png"),
    (b"GIF8", 0, "image/gif", "gif"),
    (b"WEBP", 8, "image/webp", "webp"),
    (b"WAVE", 8, "audio/wav", "wav"),
    (b"ftyphei", 4, "image/heic", "heic"),
    (b"ftypmif1", 4, "image/heic", "heic"),
    (b"ftypM4A", 4, "audio/mp4", "m4a"),
    (b"ftyp3g", 4, "video/3gpp", "3gp"),
    (b"ftyp", 4, "video/mp4", "mp4"),
    (b"OggS", 0, "audio/ogg", "ogg"),
    (b"\x1aE\xdf\xa3", 0, "video/webm", "webm"),
    (b"#!AMR", 0, "audio/amr", "amr"),
    (b"ID3", 0, "audio/mpeg", "mp3"),
    (b"\xff\xfb", 0, "audio/mpeg", "mp3"),
    (b"%PDF-", 0, "application/pdf", "pdf"),
]


@dataclass(frozen=True)
class Incoming:
    """A file on its way in: `name` is clean, `content` Django's uploaded file."""

    name: str
    content: Any
    digest: str

    @classmethod
    def of(cls, upload: Any) -> Incoming:
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        return cls(clean_name(upload.name), upload, digest.hexdigest())


def clean_name(name: str | None) -> str:
    r"""The name of a file without any path, control character or excess of length.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\fotos\\laden.jpg"), clean_name("..")
    ('passwd', 'laden.jpg', 'file')
    >>> len(clean_name("a" * 500 + ".jpg")), clean_name("a" * 500 + ".jpg")[-4:]
    (200, '.jpg')
    """
    last = (name or "").replace("\\", "/").rpartition("/")[2]
    last = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    if not last.strip("."):
        return "file"
    if len(last) <= LONGEST_NAME:
        return last
    stem, dot, ending = last.rpartition(".")
    tail = f".{ending}" if dot and len(ending) < 10 else ""
    return (stem or last)[: LONGEST_NAME - len(tail)] + tail


def type_of(start: bytes) -> tuple[str, str]:
    """Type and ending of a file by its first bytes, whatever its sender calls it.

    >>> type_of(b"\\xff\\xd8\\xff\\xe0....JFIF")
    ('image/jpeg', 'jpg')
    >>> type_of(b"<html><script>")
    ('application/octet-stream', 'bin')
    """
    for signature, offset, kind, ending in SIGNATURES:
        if start[offset : offset + len(signature)] == signature:
            return kind, ending
    return PLAIN, "bin"


def keep(incoming: Incoming, *, folder: str) -> dict[str, Any]:
    """Write a file below the data folder (readable by its owner alone) and give the fields of its row.

    Nothing the sender wrote becomes part of the path. A picture loses where, when and by what it was taken; the digest
    is that of the file as it came, by which it is known when it is sent again.
    """
    incoming.content.seek(0)
    kind, ending = type_of(incoming.content.read(32))
    incoming.content.seek(0)
    size = incoming.content.size
    # Wrapped, so that the upload is copied and not moved away: it may have to be written again.
    content = File(incoming.content)
    if kind.startswith("image/") and size <= MOST_CLEANED:
        clean = without_traces(incoming.content.read(), kind)
        content, size = ContentFile(clean), len(clean)
    path = default_storage.save(f"{folder}/{uuid.uuid4().hex}.{ending}", content)
    return {
        "name": incoming.name,
        "file": path,
        "digest": incoming.digest,
        "size": size,
        "content_type": kind,
    }


def drop(kept: list[dict[str, Any]]) -> None:
    """Remove what was written for rows that were not stored after all."""
    for fields in kept:
        default_storage.delete(fields["file"])
