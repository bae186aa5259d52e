"""`kogge day-after`: what would remain of an area if the project ended tomorrow."""

from __future__ import annotations

from typing import Any

import click

from kogge.cli.django import setup
from kogge.cli.language import figure, language, ngettext
from kogge.cli.language import gettext as _
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
    from kogge.handover.reasons import lacking

    found_area = find_area(area)
    with translation.override(language()):
        outlook = compute(found_area, introductions=introductions)
        ready = readiness(outlook.tasks, outlook.persons_gone)
        record = store_week(found_area, outlook=outlook)
        data = _data(found_area, outlook, ready, record)
        why = lacking(outlook.lacks)
    if outlook.lacks == "few":
        if as_json:
            answer(data, True, [])
        click.echo(
            "kogge: "
            + _(
                "the area '%(area)s' has too few ties to say what would remain; nothing was stored. "
                "Note relations or talks first; on real addresses kogge practise adds practice ones."
            )
            % {"area": found_area.slug},
            err=True,
        )
        raise SystemExit(1)  # a person must look
    if outlook.lacks:
        click.echo(
            f"kogge: the area '{found_area.slug}': {why} What would remain cannot be said; nothing was stored. "
            "Note relations between organisations, accept proposals or found a network first.",
            err=True,
        )
    with translation.override("en"):
        answer(data, as_json, _lines(data) if not as_json else [])


def _data(area: Any, outlook: Any, ready: Any, record: Any) -> dict[str, Any]:
    """The answer: the keys of `kogge engine day-after`, with names in place of ids, and how far the handover is."""
    from kogge.handover.reasons import lacking, worded
    from kogge.networks.queries import person_labels

    found = outlook.found
    known = not outlook.lacks  # else the figures of the day after have no inputs
    names = {node.id: node.label for node in outlook.network.nodes}
    people = person_labels(area, (), named=True)
    return {
        "area": area.slug,
        "week": record.week.isoformat() if record else None,
        "leavers": sorted(people[pk] for pk in outlook.persons_gone),
        "organisations": outlook.organisations,
        "fragmentation_today": found.fragmentation_today,
        "fragmentation_after": found.fragmentation_after if known else None,
        "fragmentation_change": found.fragmentation_change if known else None,
        "not_enough_data": lacking(outlook.lacks),
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
        return _("not enough data") if value is None else figure(100 * value, 0, " %")

    def some(names: list[str]) -> str:
        if len(names) > SHOWN:
            return _("%(names)s and %(number)s more") % {
                "names": ", ".join(names[:SHOWN]),
                "number": len(names) - SHOWN,
            }
        return ", ".join(names) or _("nobody")

    factor = data["truck_factor"]
    if factor is None:
        truck = _("not enough data")
    else:
        truck = str(factor) if data["truck_factor_exact"] else _("at most %(number)s") % {"number": factor}
    leavers = ngettext("%(number)s leaves: %(names)s", "%(number)s leave: %(names)s", len(data["leavers"]))
    return [
        leavers % {"number": len(data["leavers"]), "names": some(data["leavers"])},
        f"{_('not enough data')}. {data['not_enough_data']}"
        if data["not_enough_data"]
        else _("fragmentation: %(before)s → %(after)s, parts: %(components_today)s → %(components_after)s")
        % (
            data
            | {"before": figure(data["fragmentation_today"], 2), "after": figure(data["fragmentation_after"] or 0, 2)}
        ),
        _("stand alone (%(number)s): %(names)s") % {"number": len(data["orphans"]), "names": some(data["orphans"])},
        _("ties only through those who leave: %(share)s of %(ties)s")
        % {"share": share(data["staff_only_ties"]), "ties": data["ties_today"]},
        _("tasks nobody would do (%(number)s of %(tasks)s): %(names)s")
        % {
            "number": len(data["tasks_orphaned"]),
            "tasks": data["tasks"],
            "names": some(data["tasks_orphaned"]),
        },
        _("handover ratio: %(ratio)s, second person ready: %(second)s, truck factor: %(truck)s")
        % {"ratio": share(data["handover_ratio"]), "second": share(data["second_person_ready"]), "truck": truck},
        *(
            _("%(rank)s. introduce %(one)s and %(other)s (−%(gain)s)")
            % {"rank": rank, "one": one["pair"][0], "other": one["pair"][1], "gain": figure(one["gain"], 4)}
            for rank, one in enumerate(data["introductions"], start=1)
        ),
        *([_("stored for the week of %(week)s") % {"week": data["week"]}] if data["week"] else []),
    ]
