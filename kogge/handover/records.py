"""The records behind each figure of the day after, worded only for the page that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.engine.ties import Node
from kogge.networks.pillars import parts
from kogge.networks.queries import is_organisation, key_of
from kogge.networks.queries.records import Cell
from kogge.networks.queries.standing import neighbours_of
from kogge.places.models import Area

from .actions import Outlook
from .queries import Remains

NAMES = 12  # of a part


@dataclass(frozen=True)
class Source:
    """What the lists are made from, and for whom."""

    area: Area
    outlook: Outlook
    remains: Remains
    labels: Mapping[int, str]  # persons as this person may see them
    user: Any

    def node(self, name: str) -> Node:
        network = self.outlook.network
        return network.nodes[network.index[name]]

    def cell(self, node: Node) -> Cell:
        if not is_organisation(node.id):
            return Cell(node.label)
        return Cell(node.label, reverse("actors:detail", args=[self.area.slug, key_of(node.id)]))

    def person(self, pk: int | None) -> Cell:
        return Cell(self.labels[pk] if pk is not None else _("nobody"))


@dataclass(frozen=True)
class Records:
    """A list: its title, what is said when it is empty, the heads of its columns, the rows, how to word one."""

    title: Any
    empty: Any
    columns: Sequence[tuple[Any, bool]]
    rows: Any
    cells: Callable[[Any], list[Cell]]
    permission: Permission | None = None

    def first(self, count: int) -> list[list[Cell]]:
        return [self.cells(row) for row in self.rows[:count]]

    @property
    def top(self) -> list[list[Cell]]:
        """The first ten, for the page itself."""
        return self.first(10)

    @property
    def count(self) -> int:
        return len(self.rows)


def records_of(what: str, source: Source) -> Records:
    """The records of one of RECORDS."""
    return RECORDS[what](source)


def _by_name(source: Source, names: Sequence[str]) -> list[Node]:
    return sorted((source.node(name) for name in names), key=lambda node: node.label.casefold())


def _orphans(source: Source) -> Records:
    known: dict[str, set[str]] = {}
    for a, b in source.outlook.found.staff_only:
        known.setdefault(a, set()).add(b)
        known.setdefault(b, set()).add(a)

    def cells(node: Node) -> list[Cell]:
        through = sorted(source.node(name).label for name in known.get(node.id, ()))
        return [source.cell(node), Cell(", ".join(through))]

    return Records(
        gettext_lazy("Would stand alone"),
        gettext_lazy("Nobody would stand alone."),
        [(gettext_lazy("Who"), False), (gettext_lazy("Known so far only by"), False)],
        _by_name(source, source.outlook.orphans),
        cells,
    )


def _cut_off(source: Source) -> Records:
    return Records(
        gettext_lazy("Would be cut off"),
        gettext_lazy("Nobody would be cut off."),
        [(gettext_lazy("Who"), False)],
        _by_name(source, source.outlook.found.cut_off),
        lambda node: [source.cell(node)],
    )


def _staff_only(source: Source) -> Records:
    gone = set(source.outlook.leavers)
    rows = [(b, a) if a in gone else (a, b) for a, b in source.outlook.found.staff_only]
    rows.sort(key=lambda pair: (source.node(pair[0]).label.casefold(), pair[1]))
    return Records(
        gettext_lazy("Ties that hang on those who leave"),
        gettext_lazy("No tie hangs on those who leave."),
        [(gettext_lazy("Who stays"), False), (gettext_lazy("Who leaves"), False)],
        rows,
        lambda pair: [source.cell(source.node(pair[0])), source.cell(source.node(pair[1]))],
    )


def _parts(source: Source) -> Records:
    network = source.outlook.network
    removed = [network.index[name] for name in source.outlook.leavers]

    def cells(part: list[int]) -> list[Cell]:
        names = ", ".join(network.nodes[i].label for i in part[:NAMES])
        more = _(" and %(count)s more") % {"count": len(part) - NAMES} if len(part) > NAMES else ""
        return [Cell(names + more), Cell(len(part), num=True)]

    return Records(
        gettext_lazy("The parts that would be left"),
        gettext_lazy("Nothing would be left."),
        [(gettext_lazy("Who belongs to it"), False), (gettext_lazy("How many"), True)],
        parts(neighbours_of(network), removed),
        cells,
    )


def _tasks(source: Source) -> Records:
    def cells(task: Any) -> list[Cell]:
        url = reverse("handover:tasks", args=[source.area.slug]) + f"#task-{task.pk}"
        return [Cell(task.name, url), source.person(task.leader_id)]

    return Records(
        gettext_lazy("Tasks that nobody would do"),
        gettext_lazy("No task would be left without anybody."),
        [(gettext_lazy("Task"), False), (gettext_lazy("Who does it today"), False)],
        source.outlook.tasks_orphaned,
        cells,
    )


def _networks(source: Source) -> Records:
    return Records(
        gettext_lazy("Networks that would lose all who lead them"),
        gettext_lazy("No network would lose all who lead it."),
        [(pgettext_lazy("founded", "Network"), False), (gettext_lazy("Stage"), False)],
        source.remains.networks,
        lambda row: [
            Cell(row.name, reverse("networks:network", args=[source.area.slug, row.pk])),
            Cell(row.get_stage_display()),
        ],
    )


def _day(day: Any) -> Cell:
    return Cell(date_format(day, "SHORT_DATE_FORMAT") if day else "")


def _promises(source: Source) -> Records:
    return Records(
        gettext_lazy("Promises without an owner"),
        gettext_lazy("No open promise would be left without an owner."),
        [
            (gettext_lazy("What"), False),
            (gettext_lazy("To whom"), False),
            (gettext_lazy("By whom"), False),
            (gettext_lazy("Until"), False),
        ],
        source.remains.promises,
        lambda row: [
            Cell(row.what, reverse("outreach:promise_edit", args=[source.area.slug, row.pk])),
            Cell(row.organisation.name),
            source.person(row.promised_by_id),
            _day(row.due),
        ],
        Permission.VIEW_VISITS,
    )


def _todo(source: Source) -> Records:
    return Records(
        gettext_lazy("Open tasks without an owner"),
        gettext_lazy("No open task would be left without an owner."),
        [(gettext_lazy("What"), False), (gettext_lazy("Who"), False), (gettext_lazy("Until"), False)],
        source.remains.todo,
        lambda row: [
            Cell(row.title, reverse("outreach:task_edit", args=[source.area.slug, row.pk])),
            source.person(row.assignee_id),
            _day(row.due),
        ],
        Permission.VIEW_VISITS,
    )


def _agreements(source: Source) -> Records:
    return Records(
        gettext_lazy("Agreements without an owner"),
        gettext_lazy("No open agreement would be left without an owner."),
        [(gettext_lazy("What"), False), (gettext_lazy("Until"), False)],
        source.remains.agreements,
        lambda row: [
            Cell(row.title, reverse("exchange:agreement", args=[source.area.slug, row.pk])),
            _day(row.due),
        ],
        Permission.VIEW_EXCHANGE,
    )


RECORDS: dict[str, Callable[[Source], Records]] = {
    "orphans": _orphans,
    "cut_off": _cut_off,
    "staff_only": _staff_only,
    "parts": _parts,
    "tasks": _tasks,
    "networks": _networks,
    "promises": _promises,
    "todo": _todo,
    "agreements": _agreements,
}
