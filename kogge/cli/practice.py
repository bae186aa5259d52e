"""`kogge demo`, `kogge practise`: areas to learn with."""

from __future__ import annotations

import time
from typing import Any

import click

from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.output import answer, find_area


def main_job(area: Any) -> tuple[dict[str, Any], list[str]]:
    """The main job on an area: proposals, the network, the day after. Data, and one line per step."""
    from kogge.exchange.actions import make_plan
    from kogge.handover.actions import compute, store_week

    plan = make_plan(area=area)
    proposals = list(plan.proposals.prefetch_related("transfers"))
    helped = {transfer.receiver_id for proposal in proposals for transfer in proposal.transfers.all()}
    outlook = compute(area)
    store_week(area)
    found = outlook.found
    proof = "proven best" if plan.is_optimal else f"at most {plan.gap:.1%} below the best possible"
    data = {
        "proposals": len(proposals),
        "helped": len(helped),
        "optimal": plan.is_optimal,
        "gap": plan.gap,
        "network_nodes": len(outlook.network.nodes),
        "ties": found.ties_today,
        "fragmentation_today": found.fragmentation_today,
        "fragmentation_after": found.fragmentation_after,
        "orphans": len(found.orphans),
        "tasks_orphaned": len(outlook.tasks_orphaned),
        "introductions": len(found.introductions),
    }
    lines = [
        f"Proposals: {len(proposals)} rings and chains would help {len(helped)} organisations ({proof}).",
        f"Network: {outlook.organisations} organisations, {found.ties_today} ties, {found.components_today} parts.",
        f"The day after: {len(found.orphans)} organisations would stand alone, {len(outlook.tasks_orphaned)} "
        f"coordination tasks would have nobody; {len(found.introductions)} introductions proposed.",
    ]
    return data, lines


def build_demo() -> list[str]:
    """Build the demonstration area (if there is none), run the main job on it; one line per step."""
    from kogge.demo.builder import build

    built = build()
    count = built.counts
    lines = [
        f"Demonstration area '{built.area.slug}' {'built' if built.fresh else 'is there'} "
        "(everything in it is invented).",
        f"Register: {count['organisations']} organisations, {count['persons']} persons, "
        f"{count['relations']} relations.",
        f"Outreach: {count['visits']} visits, {count['interviews']} interviews, {count['promises']} promises.",
        f"Board: {count['needs']} needs, {count['offers']} offers; {count['agreements']} agreements so far.",
    ]
    if built.fresh:
        lines += main_job(built.area)[1]
    return lines


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
        raise BadInput(str(error)) from error
    data, lines = main_job(built.area)
    data = {"area": built.area.slug, "fresh": built.fresh, **built.counts, **data}
    data["seconds"] = round(time.perf_counter() - began, 1)
    counted = ", ".join(f"{number} {name.replace('_', ' ')}" for name, number in built.counts.items())
    made = "built" if built.fresh else "was there already"
    answer(data, as_json, [f"Demonstration area '{built.area.slug}' {made}: {counted}.", *lines])


@click.command()
@click.argument("area")
@click.option("--interviews", default=100, show_default=True, help="How many practice interviews.")
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
        raise BadInput(str(error)) from error
    verb = "removed" if remove else "made"
    counted = ", ".join(f"{number} {name}" for name, number in asdict(done).items())
    answer({"area": found.slug, verb: asdict(done)}, as_json, [f"Practice records {verb}: {counted}."])
