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
        raise BadInput(f"{path}: cannot be read ({error}); give a JSON file, plain or gzip") from error
    if len(content) > MOST_BYTES:
        raise BadInput(f"{path}: more than {MOST_BYTES // 1_000_000} MB of text; split it by area")
    if not content.strip():
        raise BadInput(f"{path}: the file is empty; it must hold one JSON object")
    try:
        return json.loads(content, object_pairs_hook=_no_doubles, parse_constant=_no_constants)
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: is not UTF-8 text (byte {error.start}); save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise BadInput(f"{path}: line {error.lineno} is not valid JSON: {error.msg}") from error
    except RecursionError as error:
        raise BadInput(f"{path}: is nested too deeply; write it flat, as in docs/reference/rings.md") from error
    except ValueError as error:
        raise BadInput(f"{path}: {error}") from error


def _no_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"key {double!r} is there twice in one object; every id must be there once")
    return found


def _no_constants(name: str) -> Any:
    raise ValueError(f"{name} is not a number JSON knows; write a number")


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
        raise BadInput(f"{path}: {error}") from error
    raise BadInput(
        f"{path}: neither a kidney-exchange file (an object with `data` or `donors`) "
        "nor a board of offers and needs (an object with `parties`, `offers` and `needs`)"
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
        raise BadInput(f"--success {success}: must be above 0 and at most 1, for example 0.7")
    if not 0 < seconds < float("inf"):
        raise BadInput(f"--seconds {seconds}: must be above 0")
    from kogge.engine.rings import solve

    began = perf_counter()  # reading and solving; starting Python and loading the solver are not counted
    problem, used = problem_of(read_json(file), file, weights, success)
    left = max(0.1, seconds - (perf_counter() - began))
    plan = solve(problem, cycle=cycle, chain=chain, seconds=left)
    if as_json:
        click.echo(json.dumps(answer(plan, problem, used, perf_counter() - began), ensure_ascii=False))
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
    for title, found in (("Rings", plan.rings), ("Chains", plan.chains)):
        click.echo(f"{title}: {len(found)}")
        for ring in found:
            back = f" → {ring.parties[0]}" if found is plan.rings else ""
            click.echo(f"  {' → '.join(ring.parties)}{back}   ({ring.expected:g})")
    unit = "participants" if weights == "participants" else "points"
    if plan.optimal:
        click.echo(f"Together {plan.objective:g} {unit}: proven to be the most possible.")
    else:
        click.echo(
            f"Together {plan.objective:g} {unit}; no plan reaches more than {plan.bound:g} "
            f"(open: {100 * plan.gap:.2f} %)."
        )
    click.echo(f"{plan.candidates} candidates, {plan.seconds:.2f} s")
