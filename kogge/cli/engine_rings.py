"""`kogge engine rings FILE`: the best plan of exchange rings and chains, with its proof."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

import click

from kogge.cli import BadInput
from kogge.cli.language import figure, language, why
from kogge.cli.language import gettext as _
from kogge.cli.output import print_json

if TYPE_CHECKING:
    from kogge.engine.rings import Plan, Problem

# A gzip file can hold a thousand times its size; no board of a town comes near this.
MOST_BYTES = 500_000_000


def read_json(path: Path) -> Any:
    """The JSON document in a file, gzip or plain. Raises BadInput with one line."""
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
        with gzip.open(path) if packed else path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        told = why(error) if isinstance(error, OSError) else error
        raise BadInput(
            _("%(file)s: cannot be read (%(why)s); give a JSON file, plain or gzip") % {"file": path, "why": told}
        ) from error
    if len(content) > MOST_BYTES:
        raise BadInput(
            _("%(file)s: more than %(most)s MB of text; split it by area")
            % {"file": path, "most": MOST_BYTES // 1_000_000}
        )
    if not content.strip():
        raise BadInput(_("%(file)s: the file is empty; it must hold one JSON object") % {"file": path})
    try:
        return json.loads(content, object_pairs_hook=_no_doubles, parse_constant=_no_constants)
    except UnicodeDecodeError as error:
        raise BadInput(
            _("%(file)s: is not UTF-8 text (byte %(byte)s); save it as UTF-8") % {"file": path, "byte": error.start}
        ) from error
    except json.JSONDecodeError as error:
        raise BadInput(
            _("%(file)s: line %(line)s is not valid JSON: %(why)s")
            % {"file": path, "line": error.lineno, "why": error.msg}
        ) from error
    except RecursionError as error:
        raise BadInput(
            _("%(file)s: is nested too deeply; write it flat, as in docs/reference/rings.md") % {"file": path}
        ) from error
    except WrongValue as error:
        raise BadInput(f"{path}: {error}") from error
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits
        raise BadInput(
            _("%(file)s: a number in it has thousands of digits; write a shorter one") % {"file": path}
        ) from error


class WrongValue(ValueError):
    """Valid for Python's reader, but not what a document may hold."""


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise WrongValue(_("key '%(key)s' is there twice in one object; every id must be there once") % {"key": double})
    return found


def _no_constants(name: str) -> Any:
    raise WrongValue(_("%(name)s is not a number JSON knows; write a number") % {"name": name})


def problem_of(data: Any, path: Path, weights: str | None, success: float) -> tuple[Problem, str]:
    """The problem in a document and which weights it uses. Raises BadInput naming the file and entry."""
    from kogge.engine.rings import BadProblem
    from kogge.engine.rings.board import board_problem, is_board
    from kogge.engine.rings.kidney import is_kidney, kidney_problem

    try:
        if is_kidney(data):
            weights = weights or "participants"
            return kidney_problem(data, scores=weights == "score", success=success), weights
        if is_board(data):
            weights = weights or "score"
            return board_problem(data, scores=weights == "score", success=success), weights
    except BadProblem as error:
        raise BadInput(f"{path}: {error.text(_)}") from error
    raise BadInput(
        _(
            "%(file)s: neither a kidney-exchange file (an object with `data` or `donors`) "
            "nor a board of offers and needs (an object with `parties`, `offers` and `needs`)"
        )
        % {"file": path}
    )


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--cycle", type=click.IntRange(0, 12), default=3, show_default=True, help="Longest ring; 0: none.")
@click.option(
    "--chain",
    type=click.IntRange(0, 12),
    default=3,
    show_default=True,
    help="Longest chain with its starter; 0: none.",
)
@click.option("--success", type=float, default=1.0, show_default=True, help="Chance that an agreement is kept.")
@click.option("--seconds", type=float, default=60.0, show_default=True, help="Stop after this time.")
@click.option(
    "--weights",
    type=click.Choice(["participants", "score"]),
    help="What counts. Default: participants in a kidney-exchange file, score on a board.",
)
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def rings(
    file: Path, cycle: int, chain: int, success: float, seconds: float, weights: str | None, as_json: bool
) -> None:
    """Best plan of exchange rings and chains in FILE, with a proof.

    FILE is kidney-exchange JSON or a board of parties, offers and needs (docs/reference/rings.md), plain or
    gzip. The bound is proven; a plan with a gap is a good plan whose proof did not end in the time given.
    """
    if not 0 < success <= 1:
        raise BadInput(_("--success %(value)s: must be above 0 and at most 1, for example 0.7") % {"value": success})
    if not 0 < seconds < float("inf"):
        raise BadInput(_("--seconds %(value)s: must be above 0") % {"value": seconds})
    from kogge.engine.rings import solve

    began = perf_counter()  # reading and solving; starting Python and loading the solver are not counted
    problem, used = problem_of(read_json(file), file, weights, success)
    left = max(0.1, seconds - (perf_counter() - began))
    plan = solve(problem, cycle=cycle, chain=chain, seconds=left)
    if as_json:
        print_json(answer(plan, problem, used, perf_counter() - began))
    else:
        show(plan, used)


def answer(plan: Plan, problem: Problem, weights: str, seconds: float) -> dict[str, Any]:
    """The JSON answer; its keys are promised in the contract of the command."""
    number = _whole if weights == "participants" else _plain
    taking_part = sum(len(ring.parties) for ring in (*plan.rings, *plan.chains))
    starting = {chain.parties[0] for chain in plan.chains}
    # In the kidney-exchange form a giver who starts nothing counts too, as in the published values.
    idle = sum(1 for n in problem.nodes if n.counts_idle and n.id not in starting)
    return {
        "objective": number(plan.objective),
        "bound": number(plan.bound),
        "optimal": plan.optimal,
        "rings": [list(ring.parties) for ring in plan.rings],
        "chains": [list(chain.parties) for chain in plan.chains],
        "participants": taking_part + idle,
        "seconds": round(seconds, 4),
        "gap": round(plan.gap, 6),
        "weights": weights,
        "candidates": plan.candidates,
        "agreements": [
            {"giver": arc.giver, "receiver": arc.receiver, "success": arc.success, **_label(arc.label)}
            for ring in (*plan.rings, *plan.chains)
            for arc in ring.arcs
        ],
    }


def _whole(value: float) -> float | int:
    return int(value) if value == int(value) else value


def _plain(value: float) -> float | int:
    return _whole(round(value, 9))


def _label(label: str) -> dict[str, str]:
    """Donor id in the kidney form, `offer → need` on a board."""
    offer, arrow, need = label.partition(" → ")
    return {"offer": offer, "need": need} if arrow else {"donor": label}


def show(plan: Plan, weights: str) -> None:
    """The plan for a person to read."""
    rings, chains = _("Rings: %(number)s"), _("Chains: %(number)s")
    for title, found in ((rings, plan.rings), (chains, plan.chains)):
        click.echo(title % {"number": len(found)})
        for ring in found:
            back = f" → {ring.parties[0]}" if found is plan.rings else ""
            click.echo(f"  {' → '.join(ring.parties)}{back}   ({_short(ring.expected)})")
    values = {"objective": _short(plan.objective), "bound": _short(plan.bound), "gap": figure(100 * plan.gap, 2)}
    people = weights == "participants"
    if plan.optimal and people:
        said = _("Together %(objective)s participants: proven to be the most possible.")
    elif plan.optimal:
        said = _("Together %(objective)s points: proven to be the most possible.")
    elif people:
        said = _("Together %(objective)s participants; no plan reaches more than %(bound)s (open: %(gap)s %%).")
    else:
        said = _("Together %(objective)s points; no plan reaches more than %(bound)s (open: %(gap)s %%).")
    click.echo(said % values)
    click.echo(
        _("%(number)s candidates, %(seconds)s s") % {"number": plan.candidates, "seconds": figure(plan.seconds, 2)}
    )


def _short(value: float) -> str:
    text = f"{value:g}"
    return text.replace(".", ",") if language() == "de" else text
