"""What is under way: promises, agreements, needs and offers."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.exchange.models import Agreement
from kogge.exchange.queries import reciprocity, redemption_rate
from kogge.needs.models import Need, Offer
from kogge.outreach.models import Promise
from kogge.outreach.queries import keeping_rate
from kogge.places.models import Area

from .wording import day, number, percent


def promises(area: Area, named: bool) -> dict[str, Any]:
    rate = keeping_rate(area)
    rows = Promise.objects.open().filter(area=area).select_related("organisation", "promised_by")
    today = timezone.localdate()
    return {
        "rate": percent(rate.rate),
        "counts": _("kept: %(kept)s, broken: %(broken)s, overdue: %(overdue)s")
        % {"kept": number(rate.kept), "broken": number(rate.broken), "overdue": number(rate.overdue)},
        "rows": [
            {
                "what": row.what,
                "whom": row.organisation.name,
                "who": row.promised_by.name if named and row.promised_by else "",
                "due": day(row.due),
                "overdue": row.due < today,
            }
            for row in rows
        ],
    }


def agreements(area: Area) -> dict[str, Any]:
    rows = (
        Agreement.objects.filter(area=area, status=Agreement.Status.AGREED)
        .prefetch_related("contributions__giver", "contributions__receiver")
        .order_by("due")
    )
    return {
        "redemption": percent(redemption_rate(area).value),
        "reciprocity": percent(reciprocity(area).value),
        "rows": [
            {
                "title": row.title,
                "due": day(row.due),
                "overdue": row.due is not None and row.due < timezone.localdate(),
                "sides": [f"{c.giver.name} → {c.receiver.name}: {c.text}" for c in row.contributions.all()],
            }
            for row in rows
        ],
    }


def board(area: Area) -> list[dict[str, str]]:
    """Topics with the most open needs, beside what is offered."""
    needs: Counter[int] = Counter(Need.objects.live().filter(area=area).values_list("topic_id", flat=True))
    offers: Counter[int] = Counter(Offer.objects.live().filter(area=area).values_list("topic_id", flat=True))
    topics = {topic.pk: topic.name for topic in area.topics.filter(pk__in=[pk for pk, _n in needs.most_common(12)])}
    return [
        {"topic": topics[pk], "needs": number(count), "offers": number(offers[pk])}
        for pk, count in needs.most_common(12)
    ]
