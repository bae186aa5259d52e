"""Line charts as SVG, drawn on the server: they print, need no script and read the same in every browser."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format, localize
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 640, 220
LEFT, RIGHT, TOP, BOTTOM = 46, 14, 14, 30


def sparkline(values: Sequence[float], label: str = "") -> SafeString:
    """A line of 96 × 24 pixels; its last point is marked. Empty for fewer than two values."""
    if len(values) < 2:
        return SafeString("")
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = 88 / (len(values) - 1)
    points = [(4 + index * step, 20 - (value - low) / span * 16) for index, value in enumerate(values)]
    x, y = points[-1]
    return format_html(
        '<svg class="sparkline" viewBox="0 0 96 24" role="img" aria-label="{}">'
        '<polyline points="{}"/><circle cx="{}" cy="{}" r="2.5"/></svg>',
        f"{label}: {localize(round(values[0], 2))} → {localize(round(values[-1], 2))}".strip(": "),
        " ".join(f"{px:.1f},{py:.1f}" for px, py in points),
        f"{x:.1f}",
        f"{y:.1f}",
    )


def bar(value: float | None, top: float, kind: str = "") -> SafeString:
    """A bar as long as `value` is of `top`, for a cell beside the number itself, which says what it shows.

    Kinds colour it as badges are coloured (sea, brick, moss, ochre). Empty where there is nothing to measure.
    """
    if value is None or top <= 0 or not math.isfinite(value):
        return SafeString("")
    return format_html(
        '<svg class="bar {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="track" width="100" height="8"/><rect width="{}" height="8"/></svg>',
        kind,
        f"{min(max(value / top, 0), 1) * 100:.1f}",
    )


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round numbers (1, 2 or 5 times a power of ten) that cover low to high in about `wanted` steps."""
    if not (math.isfinite(low) and math.isfinite(high)):
        raise ValueError("The ends of an axis must be finite numbers.")
    if high <= low:
        high = low + (abs(low) or 1.0)
    raw = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw * 0.999)
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]


def _number(value: float) -> str:
    return str(localize(int(value) if float(value).is_integer() else round(value, 4)))


def _label(value: Any) -> str:
    if isinstance(value, date | datetime):
        return date_format(value, "SHORT_DATE_FORMAT")
    return str(value)


def _positions(labels: Sequence[Any]) -> list[float]:
    """Where the points stand along the axis, 0 to 1: dates by their distance in time, other labels evenly."""
    if len(labels) == 1:
        return [0.5]
    if all(isinstance(label, date) for label in labels):
        days = [label.toordinal() for label in labels]
        span = (max(days) - min(days)) or 1
        return [(day - min(days)) / span for day in days]
    return [index / (len(labels) - 1) for index in range(len(labels))]


def line(
    points: Sequence[tuple[Any, float | None]], title: str, unit: str = "", low: float | None = None
) -> SafeString:
    """A line chart of (date or label, value); None breaks the line. Empty when there is no value at all."""
    values = [float(value) for _label_, value in points if value is not None]
    if not values:
        return SafeString("")
    marks = ticks(min(values) if low is None else min(low, *values), max(values))
    foot, head = marks[0], marks[-1]
    labels = [label for label, _value in points]

    def across(position: float) -> float:
        return LEFT + position * (WIDTH - LEFT - RIGHT)

    def up(value: float) -> float:
        return HEIGHT - BOTTOM - (value - foot) / (head - foot) * (HEIGHT - TOP - BOTTOM)

    places = [across(position) for position in _positions(labels)]
    runs: list[list[str]] = [[]]
    dots: list[tuple[str, str, str]] = []
    for x, (label, value) in zip(places, points, strict=True):
        if value is None:
            runs.append([])
            continue
        runs[-1].append(f"{x:.1f},{up(float(value)):.1f}")
        said = f"{_label(label)}: {_number(float(value))} {unit}".strip()
        dots.append((f"{x:.1f}", f"{up(float(value)):.1f}", said))
    grid = [(f"{up(mark):.1f}", _number(mark)) for mark in marks]
    ends = [(f"{places[0]:.1f}", "start" if len(places) > 1 else "middle", _label(labels[0]))]
    if len(places) > 1:
        ends.append((f"{places[-1]:.1f}", "end", _label(labels[-1])))
    return format_html(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}</svg>',
        WIDTH,
        HEIGHT,
        f"{title}: {dots[0][2]} … {dots[-1][2]}",
        format_html_join(
            "",
            f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{{0}}" y2="{{0}}"/>'
            f'<text x="{LEFT - 8}" y="{{0}}" dy="0.32em" text-anchor="end">{{1}}</text>',
            grid,
        ),
        format_html_join("", f'<text x="{{}}" y="{HEIGHT - 8}" text-anchor="{{}}">{{}}</text>', ends),
        format_html_join("", '<polyline points="{}"/>', ((" ".join(run),) for run in runs if len(run) > 1)),
        format_html_join("", '<circle cx="{}" cy="{}" r="3.5"><title>{}</title></circle>', dots),
    )
