"""Agreements: which there are, what is due, how many were redeemed (docs/reference/exchange.md)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.core.search import Hit
from kogge.exchange.models import Agreement, Contribution

SOON_DAYS = 7
STATES = [
    ("open", _("open")),
    ("due", _("due within a week")),
    ("overdue", _("overdue")),
    ("redeemed", _("redeemed")),
    ("partly", _("partly redeemed")),
    ("failed", _("not redeemed")),
    ("cancelled", pgettext_lazy("agreement", "cancelled")),
    ("counted", _("counted in the redemption rate")),
    ("lasting", _("all but the cancelled ones")),
    ("mutual", _("with a counter-contribution")),
]


@dataclass(frozen=True)
class Rate:
    """A share with what it was computed from. `value` is None where there is nothing to divide by."""

    value: float | None
    part: float
    whole: int
    numbers: dict[str, int]

    @property
    def percent(self) -> int | None:
        return None if self.value is None else round(100 * self.value)


def in_state(rows: Any, state: str, *, today: Any = None) -> Any:
    """Narrow agreements to one of STATES; an unknown state narrows nothing."""
    today = today or timezone.localdate()
    match state:
        case "open":
            return rows.open()
        case "due":
            return rows.open().filter(due__range=(today, today + timedelta(days=SOON_DAYS)))
        case "overdue":
            return rows.overdue()
        case "redeemed" | "partly" | "failed" | "cancelled":
            return rows.filter(status=state)
        case "counted":
            return rows.counted()
        case "lasting":
            return rows.real().exclude(status=Agreement.Status.CANCELLED)
        case "mutual":
            return rows.real().exclude(status=Agreement.Status.CANCELLED).mutual()
    return rows


def with_contributions(rows: Any) -> Any:
    """Agreements with everything their lines show, in a constant number of queries."""
    contributions = Contribution.objects.select_related("giver", "receiver").order_by("pk")
    return rows.prefetch_related(Prefetch("contributions", queryset=contributions))


def search_agreements(rows: Any, text: str) -> Any:
    """Agreements whose title, contributions or organisations contain each word of the text."""
    for word in text.split():
        rows = rows.filter(
            Q(title__icontains=word)
            | Q(
                pk__in=Contribution.objects.filter(
                    Q(text__icontains=word) | Q(giver__name__icontains=word) | Q(receiver__name__icontains=word)
                ).values("agreement")
            )
        )
    return rows


def find_agreements(user: Any, area: Any, text: str, limit: int) -> list[Hit]:
    """What quick search shows of exchange."""
    rows = search_agreements(Agreement.objects.visible_to(user).in_area(area), text).order_by("-due", "pk")
    return [
        Hit(
            title=row.title,
            note=str(row.get_status_display()),
            url=reverse("exchange:agreement", args=[area.slug, row.pk]),
            icon="handshake",
        )
        for row in rows[:limit]
    ]


def in_district(rows: Any, district: Any) -> Any:
    """Agreements in which an organisation of the district gives or gets something."""
    sides = Contribution.objects.filter(Q(giver__district=district) | Q(receiver__district=district))
    return rows.filter(pk__in=sides.values("agreement"))


def agreements_due(user: Any, area: Any, days: int = SOON_DAYS) -> Any:
    """Open agreements that this person may see, due within so many days or overdue; oldest first."""
    until = timezone.localdate() + timedelta(days=days)
    rows = Agreement.objects.visible_to(user).in_area(area).open().filter(due__lte=until)
    return with_contributions(rows.order_by("due", "pk"))


def agreements_of(organisation: Any, user: Any) -> Any:
    """Agreements an organisation gives or gets something in, that this person may see; newest first."""
    sides = Contribution.objects.filter(Q(giver=organisation) | Q(receiver=organisation)).values("agreement")
    rows = Agreement.objects.visible_to(user).filter(pk__in=sides)
    return with_contributions(rows.order_by("-due", "-pk"))


def redemption_rate(area: Any) -> Rate:
    """(redeemed + ½ partly) ÷ due. Due: closed with a result, or open past the agreed day.

    Cancelled agreements and those made while practising are not counted. Source: design note "Exchange",
    after Marktplatz Gute Geschäfte.
    """
    status = Agreement.Status
    counts = (
        Agreement.objects.in_area(area)
        .counted()
        .aggregate(
            redeemed=Count("pk", filter=Q(status=status.REDEEMED)),
            partly=Count("pk", filter=Q(status=status.PARTLY)),
            failed=Count("pk", filter=Q(status=status.FAILED)),
            overdue=Count("pk", filter=Q(status=status.AGREED)),
        )
    )
    whole = sum(counts.values())
    part = counts["redeemed"] + counts["partly"] / 2
    return Rate(part / whole if whole else None, part, whole, counts)


def reciprocity(area: Any) -> Rate:
    """Agreements with a counter-contribution ÷ agreements (cancelled and practice ones left out)."""
    rows = in_state(Agreement.objects.in_area(area), "lasting")
    whole, mutual = rows.count(), rows.mutual().count()
    return Rate(mutual / whole if whole else None, mutual, whole, {"mutual": mutual, "agreements": whole})


def agreement_ties(area: Any, *, practice: bool = False, day: date | None = None) -> list[tuple[int, int, int]]:
    """Who gave what to whom, for the network: (id, id, number of contributions), the smaller id first.

    Contributions of agreements that failed or were cancelled make no tie. `practice`: count those made while
    practising too. `day`: as it stood then; what failed later was still a tie.
    """
    broken = Q(agreement__status__in=[Agreement.Status.FAILED, Agreement.Status.CANCELLED])
    rows = Contribution.objects.in_area(area)
    if day is not None and day < timezone.localdate():
        broken &= Q(agreement__closed_on__isnull=True) | Q(agreement__closed_on__lte=day)
        rows = rows.filter(agreement__agreed_on__lte=day)
    rows = rows.exclude(broken)
    if not practice:
        rows = rows.filter(agreement__is_practice=False)
    weights: Counter[tuple[int, int]] = Counter()
    for giver, receiver in rows.values_list("giver", "receiver"):
        if giver != receiver:
            weights[min(giver, receiver), max(giver, receiver)] += 1
    return [(one, other, weight) for (one, other), weight in sorted(weights.items())]
