"""Whose consents a personal link is about."""

from __future__ import annotations

from kogge.actors.models import Consent, Organisation


def behind_link(pk: int) -> Organisation | None:
    """The organisation of a link, with its area; of one that was merged, that which its consents moved to.

    None where it is gone, or where its consents went to more than one. At most three queries.
    """
    rows = Organisation.objects.select_related("area")
    found: Organisation | None = rows.filter(pk=pk).first()
    if found is not None:
        return found
    once = Consent.history.filter(organisation_id=pk).values("id")
    heirs = list(rows.filter(pk__in=Consent.objects.filter(pk__in=once).values("organisation"))[:2])
    return heirs[0] if len(heirs) == 1 else None
