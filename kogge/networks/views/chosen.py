"""Which ties of which day the analysis pages are asked for: the choice stands in the address."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils import timezone

from kogge.accounts.roles import Permission
from kogge.networks.forms.ties import TiesForm
from kogge.networks.queries import KINDS
from kogge.networks.queries.overview import Overview, overview_of
from kogge.places.access import AreaRequest


class Choice(NamedTuple):
    """The form as it came, the kinds of ties that count, and the day (None: today)."""

    form: TiesForm
    kinds: list[str]
    day: dt.date | None

    @property
    def all_kinds(self) -> bool:
        return len(self.kinds) == len(KINDS)

    @property
    def query(self) -> str:
        """The choice as it stands in the address; nothing for all ties of today."""
        pairs = [] if self.all_kinds else [("kinds", kind) for kind in self.kinds]
        if self.day is not None:
            pairs.append(("month", str(self.form.data.get("month"))))
        return "?" + urlencode(pairs) if pairs else ""


def choice_of(request: AreaRequest) -> Choice:
    """What the address asks for; what it cannot mean is today, and all kinds."""
    form = TiesForm(request.GET or None)
    kinds = form.chosen() if form.is_bound else list(KINDS)
    day = form.day()
    return Choice(form, kinds, day if day != timezone.localdate() else None)


def shown(choice: Choice) -> TiesForm:
    """The form with what is chosen, as the page shows it."""
    return TiesForm({"kinds": choice.kinds, "month": choice.form.data.get("month") if choice.day else 0})


def overview_for(request: AreaRequest, choice: Choice) -> Overview:
    named = Permission.VIEW_PERSONS in request.permissions
    return overview_of(request.area, kinds=choice.kinds, named=named, day=choice.day)
