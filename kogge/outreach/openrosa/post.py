"""A post of a field app, read to its end or to where it broke off.

A telephone loses its network in the middle of a photo. Django's own reading would take the first half for the whole
file; here the end of the post is looked for, and a last file without an end is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest, RawPostDataException, UnreadablePostError
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from kogge.outreach.receiving import LARGEST_XML, TooLarge

XML = "xml_submission_file"
OLD_XML = "xml_submission_data"  # as older web forms called it
ROOM = 64 * 1024  # for what stands between the files


@dataclass(frozen=True)
class Post:
    """What came: the answers (empty: none), the files beside them, and whether there is more to come."""

    xml: bytes
    files: list[UploadedFile]
    says_incomplete: bool
    broke_off: bool

    @property
    def more_to_come(self) -> bool:
        return self.says_incomplete or self.broke_off


class _Stream:
    """The body as it comes: counted, and its last bytes kept."""

    def __init__(self, request: HttpRequest) -> None:
        # A body in chunks has no length, and Django would read nothing of it.
        chunked = "chunked" in request.META.get("HTTP_TRANSFER_ENCODING", "").lower()
        self.source: Any = request.environ["wsgi.input"] if chunked else request  # type: ignore[attr-defined]
        self.chunked = chunked
        self.size = 0
        self.tail = b""

    def read(self, size: int) -> bytes:
        try:
            data: bytes = self.source.read(size)
        except (UnreadablePostError, OSError):  # the connection is gone: what came is what there is
            return b""
        self.size += len(data)
        if self.size > settings.MAX_SUBMISSION_BYTES + ROOM:
            raise TooLarge
        self.tail = (self.tail + data[-256:])[-256:]
        return data

    def rest(self) -> None:
        """Read what stands behind the last part."""
        while self.read(64 * 1024):
            continue


class _Order(FileUploadHandler):
    """Notes in which order the files come: the last one may lack its end."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[tuple[str, str]] = []

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.names.append((str(self.field_name), str(self.file_name)))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def read(request: HttpRequest) -> Post:
    """Read a multipart post; raises `BadRequest` for what is none, `TooLarge` beyond the limit."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_SUBMISSION_BYTES + ROOM:
        raise TooLarge
    stream, order = _Stream(request), _Order()
    meta = request.META | ({"CONTENT_LENGTH": settings.MAX_SUBMISSION_BYTES} if stream.chunked else {})
    try:
        handlers = [order, *request.upload_handlers]
        parser = MultiPartParser(meta, stream, handlers, "utf-8")  # type: ignore[arg-type]
        fields, files = parser.parse()
    except (MultiPartParserError, RawPostDataException, UnicodeError) as error:
        raise BadRequest(str(error)) from error
    except SuspiciousOperation as error:  # Django's own limits: too many files or fields
        raise TooLarge from error
    stream.rest()
    end = b"--" + parser._boundary + b"--"  # type: ignore[attr-defined]
    broke_off = end not in stream.tail
    found = list(_in_order(files, order.names))
    if broke_off and found and found[-1][0] != XML:
        found[-1][1].close()
        found.pop()  # perhaps half of it
    answers = next((upload for name, upload in found if name == XML), None)
    if answers is not None and (answers.size or 0) > LARGEST_XML:
        raise TooLarge
    xml = answers.read() if answers is not None else b""
    if not xml:
        xml = str(fields.get(XML) or fields.get(OLD_XML) or "").encode()
    return Post(
        xml,
        [upload for name, upload in found if name != XML],
        str(fields.get("*isIncomplete*", "")).strip().lower() in {"yes", "true", "1"},
        broke_off,
    )


def _in_order(files: Any, names: list[tuple[str, str]]) -> Iterator[tuple[str, UploadedFile]]:
    """The files as they came."""
    left = {name: list(uploads) for name, uploads in files.lists()}
    for name, _file_name in names:
        if left.get(name):
            yield name, left[name].pop(0)
