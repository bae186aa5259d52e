"""The picture of a network as an SVG file: it opens in a text processor, prints at any size, and needs no script."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# As in core/js/network/look.js: a value has a shape and a colour of its own.
COLOURS = ("#0b5863", "#9f3320", "#744e00", "#345c2c", "#5a3d78", "#47555a", "#8a3a5c", "#2d4f8f")
WIDTH = 1200.0  # of the picture without its head and legend
LINE, FONT = 22.0, 13.0
NAMES = 80  # at most
Point = tuple[float, float]


def _even(corners: int, turn: float = 0.0) -> tuple[Point, ...]:
    angles = [-math.pi / 2 + turn + 2 * math.pi * i / corners for i in range(corners)]
    return tuple((math.cos(angle), math.sin(angle)) for angle in angles)


def _star() -> tuple[Point, ...]:
    ends = [(-math.pi / 2 + math.pi * i / 5, 0.5 if i % 2 else 1.15) for i in range(10)]
    return tuple((reach * math.cos(angle), reach * math.sin(angle)) for angle, reach in ends)


CROSS = ((-0.4, -1), (0.4, -1), (0.4, -0.4), (1, -0.4), (1, 0.4), (0.4, 0.4),
         (0.4, 1), (-0.4, 1), (-0.4, 0.4), (-1, 0.4), (-1, -0.4), (-0.4, -0.4))  # fmt: skip
SHAPES: tuple[tuple[Point, ...] | None, ...] = (
    None, _even(4, math.pi / 4), _even(4), _even(3), _even(6, math.pi / 6), _even(5), CROSS, _star(),
)  # fmt: skip


def shape(value: int, x: float, y: float, r: float, title: str = "") -> SafeString:
    """The node with the number of its value; `title` is read out and shown at the pointer."""
    colour = COLOURS[value % len(COLOURS)]
    inner = format_html("<title>{}</title>", title) if title else ""
    corners = SHAPES[value % len(SHAPES)]
    if corners is None:
        return format_html(
            '<circle cx="{}" cy="{}" r="{}" fill="{}">{}</circle>', f"{x:.1f}", f"{y:.1f}", f"{r:.1f}", colour, inner
        )
    points = " ".join(f"{x + r * dx:.1f},{y + r * dy:.1f}" for dx, dy in corners)
    return format_html('<polygon points="{}" fill="{}">{}</polygon>', points, colour, inner)


def drawing(picture: dict[str, Any], *, by: str, title: str, note: str) -> str:
    """The picture of `networks.picture`, coloured by one of its attributes, with head, legend and names."""
    from .picture import width

    words: dict[str, str] = picture["by"][by]["words"]
    numbers = {value: number for number, value in enumerate(words)}
    nodes: Sequence[dict[str, Any]] = picture["nodes"]
    radius = {node["id"]: width(node["size"]) / 2 for node in nodes}
    ends = [(node["x"], node["y"], radius[node["id"]]) for node in nodes]
    ends += [(ground["x"], ground["y"], ground["r"] + 8) for ground in picture["grounds"]]
    left, top = min((x - r for x, _y, r in ends), default=0), min((y - r for _x, y, r in ends), default=0)
    right, bottom = max((x + r for x, _y, r in ends), default=1), max((y + r for _x, y, r in ends), default=1)
    scale = WIDTH / max(right - left, 1)
    head = 3 * LINE
    foot = head + (bottom - top) * scale + LINE
    at = {
        node["id"]: ((node["x"] - left) * scale + LINE, (node["y"] - top) * scale + head, radius[node["id"]] * scale)
        for node in nodes
    }
    ground = format_html_join(
        "",
        '<circle cx="{}" cy="{}" r="{}"/>',
        (
            tuple(
                f"{number:.1f}"
                for number in (
                    (one["x"] - left) * scale + LINE, (one["y"] - top) * scale + head, (one["r"] + 8) * scale,
                )
            )
            for one in picture["grounds"]
        ),
    )  # fmt: skip
    lines = format_html_join(
        "",
        '<path d="M{} {}L{} {}"{}/>',
        (
            (
                *(f"{number:.1f}" for number in (*at[tie["source"]][:2], *at[tie["target"]][:2])),
                format_html(' stroke-width="{}"', tie["weight"]) if tie.get("weight", 1) > 1 else "",
            )
            for tie in picture["edges"]
        ),
    )
    drawn = format_html_join(
        "", "{}", ((shape(numbers.get(node.get(by, ""), 0), *at[node["id"]], node["label"]),) for node in nodes)
    )
    legend = format_html_join(
        "",
        '{}<text x="{}" y="{}">{}</text>',
        (
            (
                shape(number, 2 * LINE, foot + LINE * number, 7),
                f"{2.7 * LINE:.1f}",
                f"{foot + LINE * number + 4.5:.1f}",
                word,
            )
            for number, word in enumerate(words.values())
        ),
    )
    height = foot + LINE * (len(words) + 1)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" '
        'aria-labelledby="title" font-family="Source Sans 3, Source Sans Pro, Arial, sans-serif" font-size="{font}">'
        '<title id="title">{title}</title><rect width="{w}" height="{h}" fill="#fff"/>'
        '<text x="{line}" y="{y1}" font-size="20" font-weight="bold">{title}</text>'
        '<text x="{line}" y="{y2}">{note}</text>'
        '<g fill="#f3ede0" stroke="#8a8372" stroke-opacity=".5">{ground}</g>'
        '<g stroke="#8a8372" stroke-opacity="{alpha}">{lines}</g><g stroke="#fff">{drawn}</g>'
        '<g stroke="#fff" stroke-width="3" paint-order="stroke" text-anchor="middle">{names}</g><g>{legend}</g></svg>',
        w=f"{WIDTH + 2 * LINE:.0f}", h=f"{height:.0f}", font=FONT, title=title, note=note, line=LINE,
        y1=f"{1.1 * LINE:.1f}", y2=f"{2.1 * LINE:.1f}", ground=ground, lines=lines, drawn=drawn, legend=legend,
        alpha=".25" if len(picture["edges"]) > 2000 else ".6", names=_names(nodes, at),
    )  # fmt: skip


def _names(nodes: Sequence[dict[str, Any]], at: dict[str, tuple[float, float, float]]) -> SafeString:
    """Names below their nodes, none over another: those after whom groups are named first, then by size."""
    taken: list[tuple[float, float, float, float]] = []
    shown = []
    for node in sorted(nodes, key=lambda node: (-int(node.get("hub", False)), -node["size"])):
        x, y, r = at[node["id"]]
        half = len(node["label"]) * FONT * 0.27 + 2
        x = min(max(x, half), WIDTH + 2 * LINE - half)
        box = (x - half, x + half, y + r + 1, y + r + FONT + 4)
        if any(box[0] < o[1] and o[0] < box[1] and box[2] < o[3] and o[2] < box[3] for o in taken):
            continue
        taken.append(box)
        shown.append((f"{x:.1f}", f"{y + r + FONT:.1f}", node["label"]))
        if len(shown) == NAMES:
            break
    return format_html_join("", '<text x="{}" y="{}">{}</text>', shown)
