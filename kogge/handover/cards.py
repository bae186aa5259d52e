"""The figures of the day after as the page shows them: value in words, rule, records."""

from __future__ import annotations

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.networks.cards import Card, number

from .actions import Outlook
from .queries import Readiness, Remains
from .reasons import lacking


def percent(value: float | None) -> str | None:
    """A share as per cent; None stays None."""
    return None if value is None else f"{number(100 * value, 0)} %"


def remaining(outlook: Outlook, slug: str, query: str) -> list[Card]:
    """What happens to the ties (formulas.md, The day after)."""
    found = outlook.found
    why = lacking(outlook.lacks)

    def records(what: str) -> str:
        return reverse("handover:records", args=[slug, what]) + query

    moved = None
    if not outlook.lacks:
        moved = f"{number(found.fragmentation_today)} → {number(found.fragmentation_after)}"
    return [
        Card(
            moved,
            _("Fragmentation, today and then"),
            _(
                "Share of pairs that cannot reach each other: 1 − Σ s(s−1) / (n(n−1)), s = size of each part, "
                "today and without those who leave. Source: Borgatti 2006."
            ),
            records("parts"),
            why
            if moved is None
            else ngettext("then %(count)s part", "then %(count)s parts", found.components_after)
            % {"count": found.components_after},
        ),
        Card(
            None if why else number(len(outlook.orphans), 0),
            _("would stand alone"),
            _("Organisations that have a tie today and none without those who leave."),
            records("orphans"),
            why,
        ),
        Card(
            None if why else number(len(found.cut_off), 0),
            _("would be cut off"),
            _(
                "They keep a tie, but no longer reach the largest remaining piece of what is the largest part "
                "today. Those who stand alone are not counted again."
            ),
            records("cut_off"),
            why,
        ),
        Card(
            percent(found.staff_only_ties),
            _("of the ties hang on those who leave"),
            _("Ties between somebody who stays and somebody who leaves ÷ all ties of today."),
            records("staff_only"),
            why
            if found.staff_only_ties is None
            else _("%(part)s of %(whole)s") % {"part": len(found.staff_only), "whole": found.ties_today},
        ),
    ]


def handing_over(ready: Readiness, labels: Mapping[int, str], slug: str, query: str) -> list[Card]:
    """How far the tasks are handed over (formulas.md, The day after)."""
    tasks = reverse("handover:tasks", args=[slug])
    none = _("No coordination task is noted yet.")
    truck_value, truck_note = None, none
    if ready.truck is not None:
        shown = number(ready.truck.size, 0) or ""
        truck_value = shown if ready.truck.exact else _("at most %(number)s") % {"number": shown}
        truck_note = ", ".join(labels[int(pk)] for pk in ready.truck.people)
        if not ready.truck.size:
            truck_note = _("More than half have nobody already.")
    return [
        Card(
            number(ready.lost, 0) if ready.tasks else None,
            _("tasks would have nobody"),
            _(
                "Coordination tasks that nobody who stays leads or stands in for. Those that nobody does today "
                "are among them."
            ),
            reverse("handover:records", args=[slug, "tasks"]) + query,
            "" if ready.tasks else none,
        ),
        Card(
            percent(ready.handover_ratio),
            _("Handover ratio"),
            _("Coordination tasks led by people whom no project pays ÷ all coordination tasks."),
            tasks,
            _part(ready.led_by_locals, ready, none),
        ),
        Card(
            percent(ready.second_ratio),
            _("Second person ready"),
            _("Coordination tasks with a named deputy who has done it once ÷ all coordination tasks."),
            tasks,
            _part(ready.second_ready, ready, none),
        ),
        Card(
            truck_value,
            _("Truck factor"),
            _(
                "The fewest people whose leaving would orphan more than half of the coordination tasks, deputies "
                "counted. Exact for up to 40 people, beyond that an upper bound. "
                "Source: Avelino and others 2016, applied to tasks."
            ),
            tasks,
            truck_note,
        ),
    ]


def _part(part: int, ready: Readiness, none: str) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": ready.tasks} if ready.tasks else none


def left_behind(remains: Remains, permissions: frozenset[str], slug: str, query: str) -> list[Card]:
    """What those who leave would leave behind, as far as this person may see it."""

    def records(what: str) -> str:
        return reverse("handover:records", args=[slug, what]) + query

    found = [
        Card(
            number(len(remains.networks), 0),
            _("networks without a leader"),
            _("Networks that somebody leads today, and all who lead them leave."),
            records("networks"),
        )
    ]
    if "view_visits" in permissions:
        found += [
            Card(
                number(remains.promises.count(), 0),
                _("promises without an owner"),
                _("Open promises given by those who leave."),
                records("promises"),
            ),
            Card(
                number(remains.todo.count(), 0),
                _("open tasks without an owner"),
                _("Open one-time tasks assigned to those who leave."),
                records("todo"),
            ),
        ]
    if "view_exchange" in permissions:
        found.append(
            Card(
                number(remains.agreements.count(), 0),
                _("agreements without an owner"),
                _("Open agreements that were noted by those who leave: they keep an eye on the due dates."),
                records("agreements"),
            )
        )
    return found
