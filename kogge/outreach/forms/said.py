"""Filters of the pages that say what was said, and the form that plans visits from a list."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.outreach.models import Interview
from kogge.outreach.narrowing import narrowings
from kogge.outreach.queries import person_of, team
from kogge.places.models import Area, District

from .fields import check_year, day_input

ALL = ("", _("all"))
NONE = "none"


class SaidFilter(forms.Form):
    """District, sector, practice: what all of these pages narrow by. A wrong entry filters nothing."""

    is_filter = True
    district = forms.ChoiceField(label=pgettext_lazy("of a town", "District"), required=False)
    section = forms.ChoiceField(label=_("Sector"), required=False)
    practice = forms.ChoiceField(
        label=_("Practice records"),
        required=False,
        choices=[("", _("without practice")), ("only", _("practice only"))],
    )

    def __init__(self, data: Any, *, area: Area, user: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.area, self.user = area, user
        self.districts = list(District.objects.filter(area=area).values_list("pk", "name"))
        self._choose(
            "district", [ALL, *[(str(pk), name) for pk, name in self.districts], (NONE, _("without a district"))]
        )
        self._choose(
            "section", [ALL, *[(code, f"{code} {title}") for code, title in sectors.sections()], (NONE, _("not known"))]
        )
        self.prepare()
        self.is_valid()

    def prepare(self) -> None:
        """Fill in what a page of its own narrows by."""

    def _choose(self, name: str, choices: list[Any]) -> None:
        field: Any = self.fields[name]
        field.choices = choices

    def value(self, name: str) -> Any:
        """What was chosen, None where nothing or nonsense was."""
        return self.cleaned_data.get(name) or None

    def of_organisation(self, path: str = "") -> Q:
        """Condition on the organisation at a path ("organisation__", or "" for organisations themselves)."""
        found = Q()
        if district := self.value("district"):
            found &= (
                Q(**{f"{path}district__isnull": True}) if district == NONE else Q(**{f"{path}district": int(district)})
            )
        if section := self.value("section"):
            inside = sectors.in_no_section() if section == NONE else sectors.in_section(section)
            found &= moved(inside, path)
        return found

    @property
    def is_practice(self) -> bool:
        return self.value("practice") == "only"


def moved(condition: Q, path: str) -> Q:
    """The same condition on what a path leads to."""
    if not path:
        return condition
    fresh = Q(_connector=condition.connector, _negated=condition.negated)
    for child in condition.children:
        fresh.children.append(moved(child, path) if isinstance(child, Q) else (f"{path}{child[0]}", child[1]))
    return fresh


class ResponseFilter(SaidFilter):
    """Who was asked: also by kind, person, time."""

    text = forms.CharField(label=_("Name, street, tag"), required=False, max_length=100, widget=forms.SearchInput)
    kind = forms.ChoiceField(label=_("Kind of actor"), required=False, choices=[ALL, *Organisation.Kind.choices])
    who = forms.ChoiceField(label=_("Who"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())

    field_order = ("text", "district", "section", "kind", "who", "since", "until", "practice")

    def prepare(self) -> None:
        self._choose(
            "who",
            [
                ALL,
                ("me", _("me")),
                ("nobody", _("nobody yet")),
                *[(str(person.pk), person.name) for person in self.people()],
            ],
        )

    def people(self) -> list[Any]:
        """The team, and who is asked for: somebody who left stays readable."""
        from kogge.core.addresses import number

        return list(team(self.area, with_persons=[number(self.data.get("who"))]))

    def of_organisation(self, path: str = "") -> Q:
        found = super().of_organisation(path)
        if kind := self.value("kind"):
            found &= Q(**{f"{path}kind": kind})
        return found

    def of_visit(self) -> Q:
        """Condition on a visit: by whom, when, for practice or in earnest."""
        found = Q(is_practice=self.is_practice)
        if who := self.value("who"):
            if who == "nobody":
                found &= Q(visitor__isnull=True)
            else:
                person = person_of(self.user, self.area) if who == "me" else None
                found &= Q(visitor=(person.pk if person else -1) if who == "me" else int(who))
        if since := self.value("since"):
            found &= Q(date__gte=since)
        if until := self.value("until"):
            found &= Q(date__lte=until)
        return found

    @property
    def is_part(self) -> bool:
        """Does it look at some of the visits alone? Then "not asked" is not "never asked"."""
        return any(self.value(name) for name in ("who", "since", "until"))


class ConditionsFilter(SaidFilter):
    """Whose conditions: by whether they would join, and by what other apps bring along."""

    join = forms.ChoiceField(
        label=_("Would you take part?"),
        required=False,
        choices=[("", _("yes or under conditions")), *Interview.Join.choices, ("all", _("all"))],
    )
    field_order = ("join", "district", "section")

    def prepare(self) -> None:
        for narrowing in narrowings():
            self.fields[narrowing.name] = forms.ChoiceField(
                label=narrowing.label, required=False, choices=[ALL, *narrowing.choices(self.area)]
            )
        self.order_fields([*self.field_order, *[row.name for row in narrowings()], "practice"])

    def apply(self, rows: Any) -> Any:
        """The interviews of `rows` that fit, whatever they say about joining."""
        rows = rows.filter(self.of_organisation("organisation__"), is_practice=self.is_practice)
        for narrowing in narrowings():
            if value := self.value(narrowing.name):
                rows = rows.filter(organisation__in=narrowing.organisations(self.area, value))
        return rows

    def joins(self, would_join: str) -> bool:
        """Is an answer to "would you take part?" among those that are looked at?"""
        wanted = self.value("join")
        if wanted is None:
            return would_join in {Interview.Join.YES, Interview.Join.MAYBE}
        return wanted in {"all", would_join}


class PlanManyForm(forms.Form):
    """When and by whom the organisations ticked shall be visited."""

    date = forms.DateField(label=_("Day"), widget=day_input())
    visitor = forms.ModelChoiceField(label=_("Who"), queryset=None, required=False, empty_label=_("nobody yet"))

    def __init__(self, data: Any = None, *, area: Area, user: Any) -> None:
        super().__init__(data, auto_id="plan_%s")
        field: Any = self.fields["visitor"]
        field.queryset = team(area)
        if data is None:
            me = person_of(user, area)
            self.initial = {"date": timezone.localdate(), "visitor": me.pk if me else None}

    def clean_date(self) -> Any:
        day = self.cleaned_data["date"]
        check_year(day)
        if day < timezone.localdate():
            raise ValidationError(
                _("This day has passed. Choose today or later; a visit already made is recorded instead.")
            )
        return day
