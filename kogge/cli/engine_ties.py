"""`kogge engine ties` and `kogge engine day-after`: networks in files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kogge.cli import BadInput
from kogge.cli.language import gettext as _
from kogge.cli.language import language, ngettext
from kogge.cli.output import print_json

SHOWN = 10  # how many lines of a list are shown to a person; --json has them all

Command = Callable[..., None]


def network_options(command: Command) -> Command:
    """The options that say which network is meant, shared by both commands."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object."),
        click.option(
            "--directed/--undirected",
            default=None,
            help="Read ties one way. Without it GraphML and GEXF decide themselves, tables are undirected.",
        ),
        click.option("--edges", type=click.Path(path_type=Path), help="CSV (from,to[,weight]), Kumu, GraphML or GEXF."),
        click.option("--nodes", type=click.Path(path_type=Path), help="CSV with a column id, or Kumu's Elements."),
        click.argument("file", required=False, type=click.Path(path_type=Path)),
    ):
        command = option(command)
    return command


def read(file: Path | None, nodes: Path | None, edges: Path | None, directed: bool | None) -> Any:
    from kogge.engine.ties.files import FileError, read_network

    if (file is None) == (edges is None):
        raise BadInput(_("give one file with ties: --edges FILE (with --nodes FILE), or a GraphML or GEXF file"))
    path = file or edges
    assert path is not None
    try:
        return read_network(path, nodes, directed)
    except FileError as error:
        raise BadInput(error.text(_)) from error


@click.command()
@network_options
@click.option("--weighted", is_flag=True, help="Weights count in constraint, communities and modularity.")
@click.option("--quick", is_flag=True, help="Leave out betweenness and distances, slow above 50,000 nodes.")
@click.option(
    "--attack",
    "losses",
    default=0,
    metavar="N",
    type=click.IntRange(0, 10_000),
    help="Also: lose the busiest broker, compute anew, N times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Write the network too: .graphml, .gexf, .csv (two files) or .kumu.csv (Elements and Connections).",
)
def ties(
    file: Path | None,
    nodes: Path | None,
    edges: Path | None,
    directed: bool | None,
    as_json: bool,
    weighted: bool,
    quick: bool,
    losses: int,
    out: Path | None,
) -> None:
    """Figures of a network: density, brokers, fragmentation, communities."""
    network = read(file, nodes, edges, directed)
    if out is not None:
        write(network, out)
    from kogge.engine.ties import attack, figures

    found = figures(network, slow=not quick, weighted=weighted)
    lost = attack(network, losses) if losses else None
    if as_json:
        print_json(asdict(found) | ({"attack": asdict(lost)["losses"]} if lost else {}))
        return
    names = {node.id: node.label or node.id for node in network.nodes}
    click.echo(_("%(nodes)s nodes, %(edges)s ties, %(components)s components") % asdict(found))
    for title, value in (
        (_("density"), found.density),
        (_("degree centralisation"), found.degree_centralisation),
        (_("fragmentation"), found.fragmentation),
        (_("fragmentation by distance"), found.distance_fragmentation),
        (_("vertex connectivity"), found.vertex_connectivity),
        (_("communities"), len(found.communities)),
        (_("modularity"), found.modularity),
    ):
        click.echo(f"{title}: {number(value)}")
    click.echo(
        _("articulation points: %(names)s") % {"names": listed([names[key] for key in found.articulation_points])}
    )
    brokers = sorted(found.betweenness.items(), key=lambda item: -item[1])[:SHOWN]
    for key, value in brokers:
        click.echo("  " + _("betweenness %(value)s: %(name)s") % {"value": number(value), "name": names[key]})
    for rank, loss in enumerate(lost.losses if lost else (), start=1):
        click.echo(
            _("%(rank)s. without %(name)s: fragmentation %(value)s, %(components)s components")
            % {
                "rank": rank,
                "name": names[loss.node],
                "value": number(loss.fragmentation),
                "components": loss.components,
            }
        )


def write(network: Any, out: Path) -> None:
    """Write the network in the form that the ending of `out` names, all files or none."""
    from kogge.engine.ties.files import FileError, Form, written

    endings: dict[str, Form] = {".graphml": "graphml", ".gexf": "gexf", ".kumu.csv": "kumu", ".csv": "csv"}
    ending = next((ending for ending in endings if out.name.casefold().endswith(ending)), None)
    if ending is None:
        raise BadInput(_("--out: the name must end in .graphml, .gexf, .csv or .kumu.csv"))
    try:
        files = written(network, endings[ending])
    except FileError as error:
        raise BadInput(error.text(_)) from error
    stem = out.name[: -len(ending)]
    done = [out.with_name(stem + tail) for tail in files]
    parts = [path.with_name(f"{path.name}.part") for path in done]
    try:
        for part, data in zip(parts, files.values(), strict=True):
            part.write_bytes(data)
        for part, path in zip(parts, done, strict=True):
            part.replace(path)
    except (OSError, ValueError) as error:
        for part in parts:
            part.unlink(missing_ok=True)
        raise BadInput(_("--out: %(path)s cannot be written") % {"path": out}) from error
    for path in done:
        click.echo(_("written: %(path)s") % {"path": path}, err=True)


@click.command("day-after")
@network_options
@click.option("--leavers", multiple=True, help="Ids (or labels) of those who leave, with commas; default: all staff.")
@click.option("--introductions", default=10, show_default=True, type=click.IntRange(0, 1000))
def day_after(
    file: Path | None,
    nodes: Path | None,
    edges: Path | None,
    directed: bool | None,
    as_json: bool,
    leavers: tuple[str, ...],
    introductions: int,
) -> None:
    """What would remain of a network if some left, and whom to introduce to each other before."""
    network = read(file, nodes, edges, directed)
    from kogge.engine.ties import day_after as compute

    found = compute(network, leaving(network, leavers), introductions)
    if as_json:
        answer = asdict(found)
        for entry in answer["introductions"]:
            entry["pair"] = [entry["a"], entry["b"]]
        print_json(answer)
        return
    for line in _lines(found, {node.id: node.label or node.id for node in network.nodes}):
        click.echo(line)


def _lines(found: Any, names: dict[str, str]) -> Iterator[str]:
    """The answer for a person."""
    leave = ngettext("%(number)s leaves, %(stay)s stay", "%(number)s leave, %(stay)s stay", len(found.leavers))
    yield leave % {"number": len(found.leavers), "stay": found.nodes_after}
    yield _("fragmentation: %(before)s → %(after)s") % {
        "before": number(found.fragmentation_today),
        "after": number(found.fragmentation_after),
    }
    yield _("components: %(before)s → %(after)s") % {
        "before": found.components_today,
        "after": found.components_after,
    }
    yield _("ties only through those who leave: %(number)s of %(ties)s (%(share)s)") % {
        "number": len(found.staff_only),
        "ties": found.ties_today,
        "share": number(found.staff_only_ties),
    }
    yield _("left without any tie: %(names)s") % {"names": listed([names[key] for key in found.orphans])}
    yield _("cut off from the main part: %(names)s") % {"names": listed([names[key] for key in found.cut_off])}
    for rank, tie in enumerate(found.introductions, start=1):
        yield _("%(rank)s. %(one)s – %(other)s: −%(gain)s, joins %(left)s and %(right)s") % {
            "rank": rank,
            "one": names[tie.a],
            "other": names[tie.b],
            "gain": number(tie.gain),
            "left": tie.joins[0],
            "right": tie.joins[1],
        }
    if found.introductions:
        if found.introductions_optimal:
            best = _("proven best possible")
        else:
            best = _("at most %(number)s possible") % {"number": number(found.introductions_bound)}
        yield _("together −%(gain)s (%(best)s)") % {"gain": number(found.introductions_gain), "best": best}


def leaving(network: Any, given: tuple[str, ...]) -> list[str]:
    """The ids meant by --leavers; whoever is marked as staff if it was not given."""
    if not given:
        staff = [node.id for node in network.nodes if node.staff]
        if not staff:
            raise BadInput(_("nobody leaves: name them with --leavers, or mark them in a column 'staff' of the nodes"))
        return staff
    known = set(network.index).union(*(edge.through for edge in network.edges))
    by_label: dict[str, list[str]] = {}
    for node in network.nodes:
        by_label.setdefault(node.label, []).append(node.id)
    found = []
    for text in given:
        # an id or label may itself hold a comma
        whole = text.strip()
        for part in [whole] if whole in known or whole in by_label else whole.split(","):
            name = part.strip()
            if name in known:
                found.append(name)
            elif name and len(by_label.get(name, ())) == 1:
                found.append(by_label[name][0])
            elif name:
                if name in by_label:
                    raise BadInput(
                        _("--leavers: '%(name)s' is the label of several nodes; give the id") % {"name": name}
                    )
                raise BadInput(_("--leavers: '%(name)s' is not in the network") % {"name": name})
    if not found:
        raise BadInput(_("--leavers: names nobody; ids divided by commas were expected"))
    return found


def number(value: float | None) -> str:
    if value is None:
        return _("not enough data")
    text = f"{value:.4g}"
    return text.replace(".", ",") if language() == "de" else text


def listed(names: list[str]) -> str:
    if len(names) > SHOWN:
        return _("%(names)s and %(number)s more") % {"names": ", ".join(names[:SHOWN]), "number": len(names) - SHOWN}
    return ", ".join(names) or _("nobody")
