"""Pictures lose what they tell about whoever took them, and nothing of their pixels."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kogge.core.pictures import without_traces

SECRETS = (b"GPS 54.1 N", b"Erna", b"Kamera 7", b"privat")


def segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(body) + 2) + body


def exif(way_up: int, order: str = ">") -> bytes:
    head = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(f"{order}HHIH", 0x010F, 2, 4, 0) + b"\0\0"
    entries += struct.pack(f"{order}HHIHH", 0x0112, 3, 1, way_up, 0)
    tiff = head + struct.pack(f"{order}IH", 8, 2) + entries + b"\0\0\0\0" + SECRETS[0]
    return segment(0xE1, b"Exif\0\0" + tiff)


TABLES = segment(0xDB, bytes(range(65))) + segment(0xC0, b"\x08\0\x08\0\x08\1\1\x11\0")
PIXELS = segment(0xDA, b"\1\1\0\0\x3f\0") + b"\x12\xff\0\x34\xff\xd0\x56\xff\0"  # stuffed bytes and a restart
MORE_PIXELS = segment(0xC4, b"\0" * 20) + segment(0xDA, b"\1\1\0\1\x3f\0") + b"\x77\x88"
ICC = segment(0xE2, b"ICC_PROFILE\0\1\1farben")


def jpeg(*added: bytes, behind: bytes = b"") -> bytes:
    return b"\xff\xd8" + b"".join(added) + TABLES + PIXELS + MORE_PIXELS + b"\xff\xd9" + behind


def test_a_jpeg_keeps_colours_pixels_and_the_way_up_alone() -> None:
    jfif = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
    noisy = jpeg(
        jfif, exif(6), segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0Erna"), segment(0xED, b"Photoshop Kamera 7"),
        segment(0xE2, b"MPF\0privat"), ICC, segment(0xFE, b"privat"), behind=jpeg(exif(1)) + b"Erna",
    )  # fmt: skip
    found = without_traces(noisy, "image/jpeg")
    assert not any(secret in found for secret in SECRETS)
    way = found[2:38]
    assert way.startswith(b"\xff\xe1")
    assert struct.pack(">HHIH", 0x0112, 3, 1, 6) in way
    assert found == b"\xff\xd8" + way + jfif + ICC + TABLES + PIXELS + MORE_PIXELS + b"\xff\xd9"


@pytest.mark.parametrize("order", [">", "<"])
@pytest.mark.parametrize("way_up", [1, 3, 8])
def test_the_way_up_is_read_in_both_orders(order: str, way_up: int) -> None:
    found = without_traces(jpeg(exif(way_up, order)), "image/jpeg")
    told = struct.pack(">HHIH", 0x0112, 3, 1, way_up) in found
    assert told == (way_up != 1)
    assert without_traces(found, "image/jpeg") == found


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def test_a_png_keeps_what_it_is_drawn_from() -> None:
    parts = [chunk(b"IHDR", b"\0" * 13), chunk(b"iCCP", b"farben"), chunk(b"IDAT", b"pixel"), chunk(b"IEND", b"")]
    start = b"\x89PNG\r\n\x1a\n"
    noisy = start + parts[0] + chunk(b"eXIf", SECRETS[0]) + parts[1] + chunk(b"tEXt", b"Author\0Erna") + parts[2]
    noisy += chunk(b"tIME", b"1234567") + parts[3] + b"privat"
    assert without_traces(noisy, "image/png") == start + b"".join(parts)


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def little(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def test_a_webp_loses_exif_and_says_that_it_has_none() -> None:
    pixels = little(b"VP8 ", b"pixel")
    noisy = riff(little(b"VP8X", b"\x2c" + b"\0" * 9), pixels, little(b"EXIF", SECRETS[0]), little(b"XMP ", b"Erna"))
    assert without_traces(noisy + b"privat", "image/webp") == riff(little(b"VP8X", b"\x20" + b"\0" * 9), pixels)


@pytest.mark.parametrize("kind", ["image/jpeg", "image/png", "image/webp"])
@pytest.mark.parametrize("cut", [1, 5, 30])
def test_what_is_damaged_stays_as_it_came(kind: str, cut: int) -> None:
    whole = {
        "image/jpeg": jpeg(exif(6)),
        "image/png": b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13) + chunk(b"IEND", b""),
        "image/webp": riff(little(b"VP8 ", b"pixel"), little(b"EXIF", b"x" * 40)),
    }[kind]
    damaged = whole[:-cut]
    assert without_traces(damaged, kind) == damaged


@given(st.binary(max_size=300), st.sampled_from(["image/jpeg", "image/png", "image/webp", "image/gif", "text/plain"]))
def test_no_bytes_make_it_fall_over(data: bytes, kind: str) -> None:
    start = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n", "image/webp": b"RIFF\x40\0\0\0WEBP"}
    for told in (data, start.get(kind, b"") + data):
        found = without_traces(told, kind)
        assert len(found) <= len(told) + 36
        assert without_traces(found, kind) == found
