"""The area's own base map: one PMTiles file, read piece by piece."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from kogge.accounts.roles import Permission
from kogge.places.access import AreaRequest, area_view

CHUNK = 64 * 1024
_RANGE = re.compile(r"^bytes=(\d{0,18})-(\d{0,18})$")


def _part(handle: BinaryIO, start: int, length: int) -> Iterator[bytes]:
    with handle:
        handle.seek(start)
        while length > 0 and (block := handle.read(min(CHUNK, length))):
            length -= len(block)
            yield block


@require_safe
@area_view(Permission.VIEW_AREA)
def basemap(request: AreaRequest) -> HttpResponse | StreamingHttpResponse:
    """The tiles, with byte ranges (RFC 9110, one range a request: what PMTiles readers ask for).

    206 with the range, 416 when it lies beyond the end, 304 when the reader has the same file already.
    """
    if not request.area.basemap:
        raise Http404
    try:
        handle = open(request.area.basemap.path, "rb")  # noqa: SIM115 - closed by _part or below
    except FileNotFoundError as error:
        raise Http404 from error
    status = os.fstat(handle.fileno())
    size, mark = status.st_size, f'"{status.st_mtime_ns:x}-{status.st_size:x}"'
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": mark,
        "Last-Modified": http_date(status.st_mtime),
        "Cache-Control": "private, max-age=0, must-revalidate",
    }
    if request.headers.get("If-None-Match") == mark and "Range" not in request.headers:
        handle.close()
        return HttpResponse(status=304, headers=headers)
    start, end = 0, size - 1
    code = 200
    wanted = _RANGE.match(request.headers.get("Range", ""))
    if wanted and wanted[0] != "bytes=-" and request.headers.get("If-Range", mark) == mark:
        if wanted[1]:
            start, end = int(wanted[1]), min(int(wanted[2] or size - 1), size - 1)
        else:
            start = max(0, size - int(wanted[2]))
        if start > end:
            handle.close()
            return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
        code = 206
        headers["Content-Range"] = f"bytes {start}-{end}/{size}"
    headers["Content-Length"] = str(end - start + 1)
    if request.method == "HEAD":
        handle.close()
        return HttpResponse(status=code, headers=headers, content_type="application/vnd.pmtiles")
    body = _part(handle, start, end - start + 1)
    return StreamingHttpResponse(body, status=code, headers=headers, content_type="application/vnd.pmtiles")
