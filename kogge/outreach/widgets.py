"""Widgets for a phone at a counter: find an organisation by typing, tick the times one could come."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.actors.queries.register import matching
from kogge.core.addresses import number

from .models import DAYS, TIMES

SHOWN = 8  # hits below the search field


def find_organisations(rows: Any, area: Any, text: str, limit: int = SHOWN) -> list[Organisation]:
    """Organisations of `rows` that fit what was typed; those whose name begins with it come first."""
    if not text.strip():
        return []
    hits = list(matching(rows, area, text).select_related("district").order_by("search", "pk")[: limit * 5])
    start = text.strip().casefold()
    hits.sort(key=lambda row: not row.name.casefold().startswith(start))
    return hits[:limit]


class OrganisationPicker(forms.Widget):
    """A search field with its hits below as radio buttons (`many`: check boxes).

    Without a script the form is sent with what was typed, and comes back with the hits to choose from.
    """

    template_name = "outreach/widgets/organisation_picker.html"

    def __init__(self, *, many: bool = False, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.many = many
        self.use_fieldset = True
        self.rows: Any = Organisation.objects.none()
        self.area: Any = None
        self.typed = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.typed = str(data.get(f"{name}_q", ""))
        if self.many:
            values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
            return [value for value in values if value]
        return data.get(name) or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_q" if id_ else id_

    def options(self, chosen: Iterable[Any]) -> list[dict[str, Any]]:
        """What was chosen, ticked, then the hits for what was typed."""
        ids = [pk for value in chosen if (pk := number(str(value)))]
        picked = list(self.rows.filter(pk__in=ids).select_related("district")) if ids else []
        known = {row.pk for row in picked}
        hits = [row for row in find_organisations(self.rows, self.area, self.typed) if row.pk not in known]
        return [{"row": row, "checked": True} for row in picked] + [{"row": row, "checked": False} for row in hits]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = value if isinstance(value, list | tuple | set) else [value] if value else []
        chosen = [getattr(entry, "pk", entry) for entry in chosen]
        identifier = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"].update(
            many=self.many,
            typed=self.typed,
            options=self.options(chosen),
            query_id=f"{identifier}_q",
            hits_id=f"{identifier}_hits",
            invalid=attrs is not None and attrs.get("aria-invalid") == "true",
            search_url=reverse("outreach:organisation_options", args=[self.area.slug]) if self.area else "",
        )
        return context


def organisation_from_text(widget: OrganisationPicker) -> Organisation:
    """The one organisation that fits what was typed; a ValidationError that says what to do otherwise."""
    if not widget.typed.strip():
        raise ValidationError(_("Type a part of the name or the street and choose the organisation."))
    hits = find_organisations(widget.rows, widget.area, widget.typed)
    if not hits:
        raise ValidationError(
            _("Nothing in the register fits “%(text)s”. Check the spelling or enter the organisation first.")
            % {"text": widget.typed}
        )
    if len(hits) > 1:
        raise ValidationError(_("Several organisations fit. Choose one of them below."))
    return hits[0]


class OrganisationField(forms.ModelChoiceField):
    """One organisation, found by typing. `bind_picker` says which ones there are."""

    widget = OrganisationPicker

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Organisation.objects.none(), **options)

    def clean(self, value: Any) -> Any:
        if value in self.empty_values and (self.required or self.widget.typed.strip()):
            return organisation_from_text(self.widget)
        return super().clean(value)


class OrganisationsField(forms.ModelMultipleChoiceField):
    """Any number of organisations, found by typing; what is typed and not ticked is asked for."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", OrganisationPicker(many=True))
        super().__init__(queryset=Organisation.objects.none(), **options)

    def clean(self, value: Any) -> Any:
        for key in value or []:
            if number(str(key)) is None:  # no key at all, or larger than a database knows
                raise ValidationError(
                    self.error_messages["invalid_pk_value"], "invalid_pk_value", {"pk": str(key)[:40]}
                )
        chosen = super().clean(value)
        if self.widget.typed.strip():
            ids = {row.pk for row in chosen}
            hits = find_organisations(self.widget.rows, self.widget.area, self.widget.typed)
            if not ids & {row.pk for row in hits}:
                ids.add(organisation_from_text(self.widget).pk)
                return self.queryset.filter(pk__in=ids)
        return chosen


def bind_picker(field: Any, rows: Any, area: Any) -> None:
    """Tell a picker which organisations there are and in which area it searches."""
    field.queryset = rows
    field.widget.rows, field.widget.area = rows, area


class SlotGrid(forms.CheckboxSelectMultiple):
    """Days across, times of day down: one tap a cell."""

    template_name = "outreach/widgets/slot_grid.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        chosen = set(value or [])
        identifier = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"]["days"] = [label for _code, label in DAYS]
        context["widget"]["times"] = [
            {
                "label": label,
                "cells": [
                    {
                        "value": f"{day}-{time}",
                        "id": f"{identifier}_{day}-{time}",
                        "checked": f"{day}-{time}" in chosen,
                        "day": day_label,
                    }
                    for day, day_label in DAYS
                ],
            }
            for time, label in TIMES
        ]
        return context

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_mo-early" if id_ else id_
