"""Acts on one or many organisations; each is one change that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Person, Tag, Tagging
from kogge.core.history import bulk_create, bulk_update, change
from kogge.core.models import Change
from kogge.places.models import Membership


def tag(rows: Sequence[Organisation], *, name: str, by: Any, area: Any) -> Change:
    """Put a tag on organisations; a tag of this name in any spelling of capitals is taken, else made."""
    with change(_("Tag “%(name)s” set") % {"name": name}, by=by, area=area) as made:
        word = Tag.objects.filter(area=area, name__iexact=name).first()
        if word is None:
            word = Tag.objects.create(area=area, name=name)
        tagged = set(Tagging.objects.filter(tag=word).values_list("organisation", flat=True))
        bulk_create([Tagging(organisation=row, tag=word) for row in rows if row.pk not in tagged])
    return made


def verify(rows: Sequence[Organisation], *, by: Any, area: Any) -> Change:
    """Note that the records were checked today."""
    with change(_("Checked"), by=by, area=area) as made:
        for row in rows:
            row.verified_on, row.verified_by = timezone.localdate(), by
        bulk_update(rows, ["verified_on", "verified_by"])
    return made


def set_district(rows: Sequence[Organisation], *, district: Any, by: Any, area: Any) -> Change:
    """Put organisations into a district (None: into none)."""
    with change(_("District set"), by=by, area=area) as made:
        for row in rows:
            row.district = district
        bulk_update(rows, ["district"])
    return made


def remove(organisation: Organisation, *, by: Any, area: Any) -> Change:
    """Delete an organisation and what hangs on it; undone from the history."""
    with change(_("Deleted: %(name)s") % {"name": organisation.name}, by=by, area=area) as made:
        organisation.delete()
    return made


def know(membership: Membership) -> Person:
    """The person that stands for a member of the area: the one known by the same name and address, or a new one.

    Both must fit, and only one may: an account is a key to what its person may see as their own.
    """
    area, user = membership.area, membership.user
    person = Person.objects.filter(area=area, user=user).first()
    if person is None:
        known = Person.objects.filter(area=area, user=None, email__iexact=user.email, name__iexact=user.name)[:2]
        person = known[0] if len(known) == 1 else Person(area=area, name=user.name, email=user.email)
    project = membership.project or person.project
    if person.user_id != user.pk or person.project != project:
        person.user, person.project = user, project
        person.save()
    return person
