"""`kogge day-after`: what would remain of an area if the project ended tomorrow."""

from __future__ import annotations

from typing import Any

import click

from kogge.cli.django import setup
from kogge.cli.output import answer, find_area

SHOWN = 10  # names of a list for a person


@click.command("day-after")
@click.argument("area")
@click.option(
    "--introductions", default=10, show_default=True, type=click.IntRange(0, 100), help="How many to propose."
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def day_after(area: str, introductions: int, as_json: bool) -> None:
    """What would remain of AREA if all staff of its projects left tomorrow. Stores the week's figure."""
    setup()
    from django.utils import translation

    from kogge.handover.actions import compute, store_week
    from kogge.handover.queries import readiness

    found_area = find_area(area)
    with translation.override("en"):
        outlook = compute(found_area, introductions=introductions)
        ready = readiness(outlook.tasks, outlook.persons_gone)
        record = store_week(found_area, outlook=outlook)
        data = _data(found_area, outlook, ready, record)
    if record is None:
        if as_json:
            answer(data, True, [])
        click.echo(
            f"kogge: the area '{found_area.slug}' has too few ties to say what would remain; nothing was stored. "
            "Note relations or talks first; on real addresses kogge practise adds practice ones.",
            err=True,
        )
        raise SystemExit(1)  # a person must look
    answer(data, as_json, _lines(data) if not as_json else [])


def _data(area: Any, outlook: Any, ready: Any, record: Any) -> dict[str, Any]:
    """The answer: the keys of `kogge engine day-after`, with names in place of ids, and how far the handover is."""
    from kogge.handover.reasons import worded
    from kogge.networks.queries import person_labels

    found = outlook.found
    names = {node.id: node.label for node in outlook.network.nodes}
    people = person_labels(area, (), named=True)
    return {
        "area": area.slug,
        "week": record.week.isoformat() if record else None,
        "leavers": sorted(people[pk] for pk in outlook.persons_gone),
        "organisations": outlook.organisations,
        "fragmentation_today": found.fragmentation_today,
        "fragmentation_after": found.fragmentation_after,
        "fragmentation_change": found.fragmentation_change,
        "components_today": found.components_today,
        "components_after": found.components_after,
        "orphans": sorted(names[node] for node in outlook.orphans),
        "cut_off": sorted(names[node] for node in found.cut_off),
        "ties_today": found.ties_today,
        "staff_only_ties": found.staff_only_ties,
        "staff_only": [[names[a], names[b]] for a, b in found.staff_only],
        "introductions": [
            {
                "pair": [names[one.a], names[one.b]],
                "gain": one.gain,
                "joins": list(one.joins),
                "reasons": [worded(reason, names) for reason in one.reasons],
            }
            for one in found.introductions
        ],
        "introductions_gain": found.introductions_gain,
        "introductions_bound": found.introductions_bound,
        "introductions_optimal": found.introductions_optimal,
        "tasks": ready.tasks,
        "tasks_orphaned": [task.name for task in outlook.tasks_orphaned],
        "handover_ratio": ready.handover_ratio,
        "second_person_ready": ready.second_ratio,
        "truck_factor": None if ready.truck is None else ready.truck.size,
        "truck_factor_exact": None if ready.truck is None else ready.truck.exact,
    }


def _lines(data: dict[str, Any]) -> list[str]:
    """The answer for a person."""

    def share(value: float | None) -> str:
        return "not enough data" if value is None else f"{100 * value:.0f} %"

    def some(names: list[str]) -> str:
        more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
        return (", ".join(names[:SHOWN]) or "nobody") + more

    bound = "" if data["truck_factor_exact"] in {True, None} else " at most"
    return [
        f"{len(data['leavers'])} leave: {some(data['leavers'])}",
        f"fragmentation: {data['fragmentation_today']:.3f} → {data['fragmentation_after']:.3f}, "
        f"parts: {data['components_today']} → {data['components_after']}",
        f"stand alone ({len(data['orphans'])}): {some(data['orphans'])}",
        f"ties only through those who leave: {share(data['staff_only_ties'])} of {data['ties_today']}",
        f"tasks nobody would do ({len(data['tasks_orphaned'])} of {data['tasks']}): {some(data['tasks_orphaned'])}",
        f"handover ratio: {share(data['handover_ratio'])}, second person ready: {share(data['second_person_ready'])}, "
        f"truck factor:{bound} {data['truck_factor'] if data['truck_factor'] is not None else 'not enough data'}",
        *(
            f"{rank}. introduce {one['pair'][0]} and {one['pair'][1]} (−{one['gain']:.4f})"
            for rank, one in enumerate(data["introductions"], start=1)
        ),
        f"stored for the week of {data['week']}",
    ]
