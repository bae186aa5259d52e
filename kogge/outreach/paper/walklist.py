"""Walk list: who is to be visited, street by street, each side in the order of its house numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation
from kogge.core.typeset import typeset
from kogge.outreach.models import Visit
from kogge.places.models import Area

from .streets import by_street

DOCUMENT = Path(__file__).with_name("walklist.typ")


@dataclass(frozen=True)
class Stop:
    """A door of the list; with the visit that is planned there, if one is."""

    organisation: Organisation
    visit: Visit | None = None
    warning: str = ""


def walk_list(area: Area, stops: Sequence[Stop], *, refused: int = 0) -> bytes:
    """The list as PDF, in the active language. `refused`: how many were left out because they do not want to."""
    sides = {"odd": _("odd numbers"), "even": _("even numbers"), "none": _("without a number")}
    parts = by_street(
        stops, lambda stop: (stop.organisation.street, stop.organisation.housenumber, stop.organisation.name)
    )
    streets: list[dict[str, object]] = []
    for part in parts:
        name = part.street or _("without a street")
        rows = [_row(stop) for stop in part.rows]
        entry = {"side": sides[part.side], "rows": rows}
        if streets and streets[-1]["name"] == name:
            streets[-1]["sides"].append(entry)  # type: ignore[attr-defined]
        else:
            streets.append({"name": name, "sides": [entry]})
    count = ngettext("%(n)s door", "%(n)s doors", len(stops)) % {"n": len(stops)}
    left_out = ngettext(
        "%(n)s organisation that does not want to is left out.",
        "%(n)s organisations that do not want to are left out.",
        refused,
    ) % {"n": refused}
    data = {
        "language": str(get_language() or "de")[:2],
        "area": area.name,
        "date": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        "summary": f"{count}. {left_out}" if refused else f"{count}.",
        "streets": streets,
        "words": {
            "title": _("Walk list"),
            "number": _("No."),
            "who": _("Organisation"),
            "away": _("not there"),
            "later": _("come back"),
            "refused": _("no"),
            "word": _("In a word"),
            "page": _("Page"),
            "of": _("of"),
            "empty": _("Nobody is on this list."),
        },
    }
    return typeset(DOCUMENT, data)


def _row(stop: Stop) -> dict[str, str]:
    visit = stop.visit
    when = ""
    if visit is not None:
        when = date_format(visit.date, "SHORT_DATE_FORMAT") + (f" {visit.time:%H:%M}" if visit.time else "")
    return {
        "number": stop.organisation.housenumber,
        "name": stop.organisation.name,
        "note": " · ".join(part for part in (when, str(visit.visitor or "") if visit else "", stop.warning) if part),
    }
