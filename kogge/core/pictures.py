"""Pictures without what they tell about whoever took them: place, time, camera, thumbnails, hidden second pictures.

The pixels stay as they came, byte by byte: a picture is not decoded, its file is only copied without the parts that
describe it. Formats: JPEG (ITU T.81, Exif 2.32), PNG (W3C, third edition), WebP (RFC 9649).
"""

from __future__ import annotations

import re
import struct

# Parts of a PNG that one needs to draw it as it was meant; text, time and Exif are none of them.
PNG_PARTS = {
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD", b"pHYs",
    b"acTL", b"fcTL", b"fdAT",
}  # fmt: skip
NEXT_MARKER = re.compile(b"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # the end of a run of compressed pixels
ORIENTATION = 0x0112


class _Damaged(ValueError):
    """The file does not follow its format."""


def without_traces(data: bytes, content_type: str) -> bytes:
    """The same picture without metadata; the way up is kept (JPEG). What is damaged or of another type stays as it is.

    >>> png = b"\\x89PNG\\r\\n\\x1a\\n" + b"\\0\\0\\0\\3tEXtabc\\0\\0\\0\\0" + b"\\0\\0\\0\\0IEND\\xaeB`\\x82"
    >>> without_traces(png, "image/png") == png[:8] + png[-12:]
    True
    """
    clean = {"image/jpeg": _jpeg, "image/png": _png, "image/webp": _webp}.get(content_type)
    if clean is None:
        return data
    try:
        return clean(data)
    except (_Damaged, struct.error):
        return data


def _jpeg(data: bytes) -> bytes:
    if data[:2] != b"\xff\xd8":
        raise _Damaged
    kept, place, way_up = [data[:2]], 2, 1
    while True:
        while data[place : place + 2] == b"\xff\xff":  # fill
            place += 1
        marker = data[place : place + 2]
        if len(marker) < 2 or marker[0] != 0xFF:
            raise _Damaged
        if marker == b"\xff\xd9":  # the end: what stands behind it is no part of the picture
            kept.append(marker)
            break
        (length,) = struct.unpack(">H", data[place + 2 : place + 4])
        end = place + 2 + length
        if length < 2 or end > len(data):
            raise _Damaged
        segment = data[place:end]
        if marker == b"\xff\xe1" and segment[4:10] == b"Exif\0\0":
            way_up = _way_up(segment[10:]) or way_up
        if marker == b"\xff\xda":  # compressed pixels follow
            found = NEXT_MARKER.search(data, end)
            if found is None:
                raise _Damaged
            end = found.start()
            segment = data[place:end]
        if _is_needed(marker[1], segment):
            kept.append(segment)
        place = end
    if way_up != 1:
        kept.insert(1, _exif_with(way_up))
    return b"".join(kept)


def _is_needed(marker: int, segment: bytes) -> bool:
    """Of the parts that programs add (APP0 to APP15, comments) only what colours need."""
    if marker == 0xFE:
        return False
    if 0xE0 <= marker <= 0xEF:
        return marker in (0xE0, 0xEE) or (marker == 0xE2 and segment[4:16] == b"ICC_PROFILE\0")
    return True


def _way_up(tiff: bytes) -> int:
    """The orientation in Exif data, 1 to 8; 0 where there is none."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return 0
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(count):
            tag, kind, _many, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 0
    return 0


def _exif_with(way_up: int) -> bytes:
    """A segment of Exif data that tells which way is up and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, 3, 1, way_up, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    kept, place = [data[:8]], 8
    while True:
        length, name = struct.unpack_from(">I4s", data, place)
        end = place + 12 + length
        if end > len(data):
            raise _Damaged
        if name in PNG_PARTS:
            kept.append(data[place:end])
        if name == b"IEND":
            return b"".join(kept)
        place = end


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise _Damaged
    whole = 8 + struct.unpack_from("<I", data, 4)[0]
    if whole > len(data):
        raise _Damaged
    kept, place = [], 12
    while place < whole:
        name, length = struct.unpack_from("<4sI", data, place)
        end = place + 8 + length + length % 2
        if end > whole:
            raise _Damaged
        chunk = data[place:end]
        if name == b"VP8X" and length >= 10:  # bits 3 and 2 say that Exif and XMP follow
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if name not in (b"EXIF", b"XMP "):
            kept.append(chunk)
        place = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body
