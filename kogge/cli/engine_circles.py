"""`kogge engine circles FILE`: founding circles with a proven bound, and why somebody is left out."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from kogge.cli import BadInput
from kogge.cli.engine_rings import read_json
from kogge.cli.language import figure
from kogge.cli.language import gettext as _
from kogge.cli.output import print_json

if TYPE_CHECKING:
    from kogge.engine.circles import Plan


def size_of(text: str) -> tuple[int, int]:
    """`5:12` as two numbers. Raises BadInput."""
    low, colon, high = text.partition(":")
    if colon and low.isascii() and high.isascii() and low.isdigit() and high.isdigit() and len(text) < 10:
        found = int(low), int(high)
        if 1 <= found[0] <= found[1] <= 1000:
            return found
    raise BadInput(_("--size %(value)s: must be two whole numbers like 5:12, the smaller first") % {"value": text})


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--size", help="Fewest and most members of a circle, like 5:12. Default: the file's.")
@click.option("--seconds", type=float, default=30.0, show_default=True, help="Stop after this time.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def circles(file: Path, size: str | None, seconds: float, as_json: bool) -> None:
    """Founding circles for the town in FILE, with a proven bound.

    FILE is circles JSON (docs/reference/circles.md), plain or gzip. A plan with a gap is a good plan whose proof did
    not end in the time given. The first call on a machine prepares the solver, which takes about 20 seconds.
    """
    if not 0 < seconds < float("inf"):
        raise BadInput(_("--seconds %(value)s: must be above 0") % {"value": seconds})
    wanted = None if size is None else size_of(size)
    from kogge.engine.circles import BadTown
    from kogge.engine.circles.reading import is_town, read_town

    began = perf_counter()  # reading and solving; starting Python and loading the solver are not counted
    data = read_json(file)
    if not is_town(data):
        raise BadInput(
            _("%(file)s: not a town of circles JSON (an object with `members`, `places`, `slots` and `topics`)")
            % {"file": file}
        )
    try:
        town = read_town(data, wanted)
        read = perf_counter() - began
        from kogge.engine.circles import solve
        from kogge.engine.circles.warm import warm

        warm()
        plan = solve(town, seconds=max(0.1, seconds - read))
    except BadTown as error:
        raise BadInput(f"{file}: {error.text(_)}") from error
    if as_json:
        print_json(answer(plan, read + plan.seconds))
    else:
        show(plan)


def answer(plan: Plan, seconds: float) -> dict[str, Any]:
    """The JSON answer; its keys are promised in the contract of the command."""
    return {
        "objective": plan.objective,
        "bound": plan.bound,
        "gap": round(plan.gap, 6),
        "optimal": plan.optimal,
        "circles": [
            {
                "slot": circle.slot,
                "place": circle.place,
                "language": circle.language,
                "topics": list(circle.topics),
                "members": list(circle.members),
                "host": circle.host,
            }
            for circle in plan.circles
        ],
        "left_out": [
            {
                "id": left.id,
                "reason": str(left.reason.said),
                "code": left.reason.code,
                "values": dict(left.reason.values),
            }
            for left in plan.left_out
        ],
        "seconds": round(seconds, 4),
    }


def show(plan: Plan) -> None:
    """The plan for a person to read."""
    click.echo(_("Circles: %(number)s") % {"number": len(plan.circles)})
    for number, circle in enumerate(plan.circles, 1):
        values = {"number": number, "slot": circle.slot, "place": circle.place, "language": circle.language}
        values |= {"topics": ", ".join(circle.topics), "members": ", ".join(circle.members), "host": circle.host}
        click.echo(_("%(number)s. %(slot)s, %(place)s, %(language)s; topics: %(topics)s") % values)
        click.echo(_("   members: %(members)s; host: %(host)s") % values)
    for left in plan.left_out:
        click.echo(_("Left out: %(id)s (%(why)s)") % {"id": left.id, "why": left.reason.said.text(_)})
    values = {"objective": plan.objective, "bound": plan.bound, "gap": figure(100 * plan.gap, 2)}
    if plan.optimal:
        said = _("Together %(objective)s points: proven to be the most possible.")
    else:
        said = _("Together %(objective)s points; no plan reaches more than %(bound)s (open: %(gap)s %%).")
    click.echo(said % values)
    click.echo(_("%(seconds)s s") % {"seconds": figure(plan.seconds, 2)})
