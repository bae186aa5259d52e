"""Organisations as GeoJSON for the map: written directly, since at 30,000 points every object counts."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from collections.abc import Callable
from json.encoder import encode_basestring
from threading import Lock
from typing import Any

# Packed maps that were asked for last, in this process: at 30,000 organisations one has 800 kB.
KEPT = 16
_kept: OrderedDict[Any, bytes] = OrderedDict()
_lock = Lock()


def packed(key: Any, make: Callable[[], str]) -> bytes:
    """The gzipped answer for a key, made once. The key must change with the data (`imports.stock_mark`)."""
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    # Level 1: the time a person waits weighs more than a few kilobytes.
    content = gzip.compress(make().encode(), compresslevel=1, mtime=0)
    with _lock:
        _kept[key] = content
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return content


def forget() -> None:
    """Drop what is kept."""
    with _lock:
        _kept.clear()


def points(rows: Any, address: str) -> str:
    """A FeatureCollection (RFC 7946) of the rows that have a place: id, name, kind and page. One query.

    `address` is the address of a record's page with "0" for its id. Five decimals of a degree are a metre.
    """
    before, after = address.rsplit("0", 1)
    found = rows.filter(lat__isnull=False, lon__isnull=False).order_by()
    features = [
        f'{{"type":"Feature","id":{pk},"geometry":{{"type":"Point","coordinates":[{lon:.5f},{lat:.5f}]}},'
        f'"properties":{{"id":{pk},"name":{encode_basestring(name)},"kind":"{kind}","url":"{before}{pk}{after}"}}}}'
        for pk, name, kind, lat, lon in found.values_list("pk", "name", "kind", "lat", "lon")
    ]
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'
