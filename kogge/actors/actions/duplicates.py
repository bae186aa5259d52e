"""Duplicates: look for them, merge two, remember that two are not one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.actors.models import NotDuplicate, Organisation, PossibleDuplicate
from kogge.actors.queries.duplicates import FIELDS
from kogge.actors.queries.similar import LIKELY, reasons_of
from kogge.core.history import bulk_update, change
from kogge.core.jobs import Progress
from kogge.core.models import Change, Recorded
from kogge.engine import linkage
from kogge.places.models import Area


def look_for_duplicates(progress: Progress, area: int) -> dict[str, Any]:
    """Job: compare the whole register of an area with itself; the open suspicions are replaced."""
    place = Area.objects.get(pk=area)
    progress.say(_("Reading the register"), 5)
    rows = {str(row.pk): row for row in Organisation.objects.filter(area=place).defer("note")}
    progress.say(_("Comparing"), 20)
    pairs = linkage.find_pairs([row.linkage_record() for row in rows.values()], LIKELY)
    progress.say(_("Writing down the pairs"), 90)
    found = [
        PossibleDuplicate(
            area=place,
            first_id=min(int(pair.left), int(pair.right)),
            second_id=max(int(pair.left), int(pair.right)),
            probability=pair.comparison.probability,
            reasons=reasons_of(pair.comparison),
        )
        for pair in pairs
    ]
    with transaction.atomic():
        PossibleDuplicate.objects.filter(area=place).delete()
        PossibleDuplicate.objects.bulk_create(found, batch_size=2000, ignore_conflicts=True)
    return {"pairs": len(found), "url": reverse("actors:duplicates", args=[place.slug])}


def not_duplicate(first: Organisation, second: Organisation, *, by: Any, area: Any) -> Change:
    """Remember that two organisations are two, however alike they look."""
    one, other = sorted((first, second), key=lambda row: row.pk)
    label = _("Not a duplicate: %(one)s, %(other)s") % {"one": one, "other": other}
    with change(label, by=by, area=area) as made:
        NotDuplicate.objects.get_or_create(first=one, second=other)
    return made


def merge(kept: Organisation, gone: Organisation, *, choices: Mapping[str, str], by: Any, area: Any) -> Change:
    """Make one organisation of two: `kept` stays, what hangs on `gone` moves to it, `gone` is deleted.

    `choices` says for every field of FIELDS "left" (kept's value) or "right" (gone's value). Everything that
    points to `gone`, in every app, is moved through the models' own relations; what would then be
    there twice (the same tag, a seat in the same network, a relation to itself) is deleted. All is one change.
    """
    label = _("Merged: %(gone)s into %(kept)s") % {"gone": gone, "kept": kept}
    with change(label, by=by, area=area) as made:
        for name in FIELDS:
            if choices.get(name) == "right":
                _take(kept, gone, name)
        for model, field in pointing_here(Organisation):
            _move(model, field, gone.pk, kept.pk)
        for model, field in unrecorded(Organisation):
            _move_plainly(model, field, gone.pk, kept.pk)
        gone = Organisation.objects.get(pk=gone.pk)
        gone.delete()
        kept.save()
    return made


def _take(kept: Organisation, gone: Organisation, name: str) -> None:
    names = ("lat", "lon") if name == "place" else (name,)
    if name == "verified_on":
        names = ("verified_on", "verified_by")
    for each in names:
        setattr(kept, each, getattr(gone, each))


def pointing_here(target: type[models.Model]) -> Iterator[tuple[type[Recorded], str]]:
    """Recorded models of all apps with a foreign key to `target`, and the key's attribute."""
    for relation in target._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and not isinstance(relation, models.ManyToManyRel):
            model = relation.related_model
            if issubclass(model, Recorded):
                yield model, relation.field.attname


def unrecorded(target: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    """Models without a history that say of themselves that their rows move too (`moves_with = True`)."""
    for relation in target._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and getattr(relation.related_model, "moves_with", False):
            yield relation.related_model, relation.field.attname


def _move_plainly(model: type[models.Model], field: str, old: int, new: int) -> None:
    """Let rows without a history point to `new`; what is there already goes with the old one."""
    for pk in list(model._base_manager.filter(**{field: old}).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=pk).update(**{field: new})
        except IntegrityError:
            model._base_manager.filter(pk=pk).delete()


def _move(model: type[Recorded], field: str, old: int, new: int) -> None:
    """Let rows point to `new`, in one go where the database allows it, else row by row."""
    rows = list(model._base_manager.filter(**{field: old}))
    if not rows:
        return
    for row in rows:
        setattr(row, field, new)
    name = next(f.name for f in model._meta.fields if f.attname == field)
    try:
        with transaction.atomic():
            bulk_update(rows, [name])
    except IntegrityError:
        # At least one of them is there already: find out which.
        for row in rows:
            _move_one(model, row, name)


def _move_one(model: type[Recorded], row: Any, name: str) -> None:
    try:
        with transaction.atomic():
            bulk_update([row], [name])
    except IntegrityError:
        model._base_manager.get(pk=row.pk).delete()
