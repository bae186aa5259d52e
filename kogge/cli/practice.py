"""`kogge demo`, `kogge practise`: areas to learn with."""

from __future__ import annotations

import time
from typing import Any

import click

from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.language import figure
from kogge.cli.language import gettext as _
from kogge.cli.language import gettext_noop as _noop
from kogge.cli.output import answer, find_area


def main_job(area: Any) -> tuple[dict[str, Any], list[str]]:
    """The main job on an area: proposals, the network, the day after. Data, and one line per step."""
    from kogge.cli.circles import circle_lines, founding_plan
    from kogge.exchange.actions import make_plan
    from kogge.handover.actions import compute, store_week

    plan = make_plan(area=area)
    founding = founding_plan(area)
    proposals = list(plan.proposals.prefetch_related("transfers"))
    helped = {transfer.receiver_id for proposal in proposals for transfer in proposal.transfers.all()}
    outlook = compute(area)
    store_week(area)
    found = outlook.found
    if plan.is_optimal:
        proof = _("proven best possible")
    else:
        proof = _("at most %(gap)s %% below the best possible") % {"gap": figure(100 * plan.gap, 2)}
    data = {
        "proposals": len(proposals),
        "helped": len(helped),
        "optimal": plan.is_optimal,
        "gap": plan.gap,
        "network_nodes": len(outlook.network.nodes),
        "ties": found.ties_today,
        "fragmentation_today": found.fragmentation_today,
        "fragmentation_after": None if outlook.lacks else found.fragmentation_after,
        "orphans": len(outlook.orphans),
        "tasks_orphaned": len(outlook.tasks_orphaned),
        "introductions": len(found.introductions),
        "circles": len(founding["circles"]),
    }
    lines = [
        _("Proposals: %(number)s rings and chains would help %(helped)s organisations (%(proof)s).")
        % {"number": len(proposals), "helped": len(helped), "proof": proof},
        circle_lines(founding)[0],
        _("Network: %(organisations)s organisations, %(ties)s ties, %(parts)s parts.")
        % {"organisations": outlook.organisations, "ties": found.ties_today, "parts": found.components_today},
        _(
            "The day after: %(orphans)s organisations would stand alone, %(tasks)s coordination tasks would have "
            "nobody; %(introductions)s introductions proposed."
        )
        % {
            "orphans": len(outlook.orphans),
            "tasks": len(outlook.tasks_orphaned),
            "introductions": len(found.introductions),
        },
    ]
    return data, lines


def about(built: Any) -> list[str]:
    """What the demonstration area holds, one line per step."""
    if built.fresh:
        there = _("Demonstration area '%(area)s' built (everything in it is invented).")
    else:
        there = _("Demonstration area '%(area)s' was there already (everything in it is invented).")
    return [
        there % {"area": built.area.slug},
        _("Register: %(organisations)s organisations, %(persons)s persons, %(relations)s relations.") % built.counts,
        _("Outreach: %(visits)s visits, %(interviews)s interviews, %(promises)s promises.") % built.counts,
        _("Board: %(needs)s needs, %(offers)s offers; %(agreements)s agreements so far.") % built.counts,
    ]


def build_demo() -> list[str]:
    """Build the demonstration area (if there is none), run the main job on it; one line per step."""
    from kogge.demo.builder import build

    built = build()
    return about(built) + (main_job(built.area)[1] if built.fresh else [])


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def demo(as_json: bool) -> None:
    """Build the demonstration area (idempotent, seeded, clearly fictional) and run the main job on it."""
    from kogge.cli.server import prepare

    prepare()
    from kogge.demo.builder import build

    began = time.perf_counter()
    try:
        built = build()
    except ValueError as error:
        raise BadInput(_("there is an area 'demo' already, and it is no demonstration.")) from error
    data, lines = main_job(built.area)
    data = {"area": built.area.slug, "fresh": built.fresh, **built.counts, **data}
    data["seconds"] = round(time.perf_counter() - began, 1)
    answer(data, as_json, [*about(built), *lines])


# What practice records are, by the names of their counts.
COUNTED = {
    "interviews": _noop("%(number)s interviews"),
    "visits": _noop("%(number)s visits"),
    "needs": _noop("%(number)s needs"),
    "offers": _noop("%(number)s offers"),
    "promises": _noop("%(number)s promises"),
}


@click.command()
@click.argument("area")
@click.option(
    "--interviews",
    type=click.IntRange(0, 100_000),
    default=100,
    show_default=True,
    help="How many practice interviews.",
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same interviews.")
@click.option("--remove", is_flag=True, help="Remove all practice records of the area.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def practise(area: str, interviews: int, seed: int, remove: bool, as_json: bool) -> None:
    """Labelled practice interviews, needs, offers and visits for the real organisations of AREA."""
    setup()
    from dataclasses import asdict

    from kogge.demo import practise as practice

    found = find_area(area)
    try:
        done = practice.remove_practice(found) if remove else practice.practise(found, interviews=interviews, seed=seed)
    except ValueError as error:
        raise BadInput(_("the area '%(area)s' has no organisations to practise with.") % {"area": area}) from error
    counts = asdict(done)
    counted = ", ".join(_(text) % {"number": counts[name]} for name, text in COUNTED.items())
    said = _("Practice records removed: %(counted)s.") if remove else _("Practice records made: %(counted)s.")
    answer({"area": found.slug, "removed" if remove else "made": counts}, as_json, [said % {"counted": counted}])
