"""The picture of a ring or a chain: boxes with names, numbered arrows (the list beside it has them too)."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH = 360.0
BOX = (144.0, 54.0)  # width and height of a name's box
LETTERS = 17  # that fit into a line of a box
GAP = 50.0  # between the boxes of a chain
Point = tuple[float, float]


def picture(names: Sequence[str], *, ring: bool, label: str) -> SafeString:
    """An SVG with the organisations in giving order; `label` says in words what it shows.

    A ring stands in a circle, a chain from top to bottom with its starter in a dashed box.
    """
    places = _ring_places(len(names)) if ring else _chain_places(len(names))
    steps = [(i, (i + 1) % len(names)) for i in range(len(names) if ring else len(names) - 1)]
    bend = 42.0 if ring and len(names) == 2 else 0.0
    height = max(y for _x, y in places) + BOX[1] / 2 + 3 + (bend / 2 + 14 if bend else 0)
    arrows = format_html_join(
        "", "{}", ((_arrow(places[a], places[b], number, bend),) for number, (a, b) in enumerate(steps, 1))
    )
    boxes = format_html_join(
        "",
        "{}",
        (
            (_box(place, name, starter=not ring and index == 0),)
            for index, (place, name) in enumerate(zip(places, names, strict=True))
        ),
    )
    return format_html(
        '<svg class="ringpicture" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>',
        _n(WIDTH),
        _n(height),
        label,
        arrows,
        boxes,
    )


def _ring_places(count: int) -> list[Point]:
    left, right, top = BOX[0] / 2 + 3, WIDTH - BOX[0] / 2 - 3, BOX[1] / 2 + 3
    if count == 2:
        return [(left, top + 35), (right, top + 35)]
    if count == 3:
        return [(WIDTH / 2, top), (right, top + 150), (left, top + 150)]
    if count == 4:
        return [(left, top), (right, top), (right, top + 150), (left, top + 150)]
    radius = max(120.0, count * 24.0)
    turns = [2 * math.pi * i / count - math.pi / 2 for i in range(count)]
    wide = (WIDTH - BOX[0]) / 2 - 3
    return [(WIDTH / 2 + wide * math.cos(turn), top + radius + radius * 1.3 * math.sin(turn) + 40) for turn in turns]


def _chain_places(count: int) -> list[Point]:
    return [(WIDTH / 2, BOX[1] / 2 + 3 + i * (BOX[1] + GAP)) for i in range(count)]


def _box(place: Point, name: str, *, starter: bool) -> SafeString:
    x, y = place
    lines = textwrap.wrap(name, LETTERS) or [name]
    if len(lines) > 2:
        lines = [lines[0], lines[1][: LETTERS - 1].rstrip() + "…"]
    first = y + 5 - 9 * (len(lines) - 1)
    text = format_html_join(
        "",
        '<text class="name" x="{}" y="{}">{}</text>',
        ((_n(x), _n(first + 18 * i), line) for i, line in enumerate(lines)),
    )
    return format_html(
        '<rect class="box{}" x="{}" y="{}" width="{}" height="{}" rx="5"></rect>{}',
        " starter" if starter else "",
        _n(x - BOX[0] / 2),
        _n(y - BOX[1] / 2),
        _n(BOX[0]),
        _n(BOX[1]),
        text,
    )


def _edge(place: Point, towards: Point) -> Point:
    """Where the line from the middle of a box leaves it, a little outside its frame."""
    dx, dy = towards[0] - place[0], towards[1] - place[1]
    scale = min((BOX[0] / 2 + 4) / abs(dx) if dx else math.inf, (BOX[1] / 2 + 4) / abs(dy) if dy else math.inf)
    return place[0] + dx * scale, place[1] + dy * scale


def _arrow(start: Point, end: Point, number: int, bend: float) -> SafeString:
    """An arrow between two boxes with its number in the middle; `bend` leads it around (two boxes only)."""
    if bend:
        side = -1.0 if start[0] < end[0] else 1.0
        lift = side * (BOX[1] / 2 + 3)
        a, b = (start[0], start[1] + lift), (end[0], end[1] + lift)
        control = ((a[0] + b[0]) / 2, a[1] + side * bend)
        middle = (control[0], (a[1] + control[1]) / 2)
        b = (b[0], b[1] + side * 3)
        came = control
        path = f"M{_n(a[0])} {_n(a[1])}Q{_n(control[0])} {_n(control[1])} {_n(b[0])} {_n(b[1])}"
    else:
        a, b = _edge(start, end), _edge(end, start)
        middle = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        came = a
        path = f"M{_n(a[0])} {_n(a[1])}L{_n(b[0])} {_n(b[1])}"
    return format_html(
        '<path class="arrow" d="{}"></path><path class="head" d="{}"></path>'
        '<circle class="dot" cx="{}" cy="{}" r="11"></circle><text class="number" x="{}" y="{}">{}</text>',
        path,
        _head(came, b),
        _n(middle[0]),
        _n(middle[1]),
        _n(middle[0]),
        _n(middle[1] + 5),
        number,
    )


def _head(came: Point, tip: Point) -> str:
    turn = math.atan2(tip[1] - came[1], tip[0] - came[0])
    wings = [(tip[0] - 11 * math.cos(turn + spread), tip[1] - 11 * math.sin(turn + spread)) for spread in (-0.45, 0.45)]
    corners = " ".join(f"L{_n(x)} {_n(y)}" for x, y in wings)
    return f"M{_n(tip[0])} {_n(tip[1])}{corners}Z"


def _n(value: float) -> str:
    """A coordinate, short and with a point in every language."""
    return f"{value:.1f}".rstrip("0").rstrip(".")
