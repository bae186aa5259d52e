"""Filters over lists: a GET form whose wrong entries filter nothing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.actors.models import Organisation
from kogge.actors.queries.register import matching
from kogge.outreach.models import Promise, Task, Visit
from kogge.outreach.queries import person_of, team
from kogge.outreach.queries.promises import Generations
from kogge.places.models import Area, District

from .fields import day_input

PRACTICE = [("", _("all")), ("no", _("without practice")), ("only", _("practice only"))]


class ListFilter(forms.Form):
    """Fields that the lists of outreach share."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    who = forms.ChoiceField(label=_("Who"), required=False)
    district = forms.ChoiceField(label=pgettext_lazy("of a town", "District"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())
    practice = forms.ChoiceField(label=_("Practice records"), choices=PRACTICE, required=False)

    statuses: list[tuple[str, Any]] = []
    day = "date"
    person = "visitor"
    organisation = "organisation"

    def __init__(self, data: Any, *, area: Area, user: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.area, self.user = area, user
        people: Any = self.fields["who"]
        people.choices = [
            ("", _("all")),
            ("me", _("me")),
            ("nobody", _("nobody yet")),
            *[(str(person.pk), person.name) for person in team(area)],
        ]
        districts: Any = self.fields["district"]
        districts.choices = [
            ("", _("all")),
            *[(str(pk), name) for pk, name in District.objects.filter(area=area).values_list("pk", "name")],
        ]
        status: Any = self.fields["status"]
        status.choices = self.statuses
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was chosen, None where nothing or nonsense was."""
        return self.cleaned_data.get(name) or None

    def narrowed(self, rows: Any) -> Any:
        """The rows that fit all filters but the status."""
        if who := self.value("who"):
            if who == "me":
                me = person_of(self.user, self.area)
                rows = rows.filter(**{self.person: me}) if me else rows.none()
            elif who == "nobody":
                rows = rows.filter(**{f"{self.person}__isnull": True})
            else:
                rows = rows.filter(**{self.person: int(who)})
        if district := self.value("district"):
            rows = rows.filter(**{f"{self.organisation}__district": int(district)})
        if since := self.value("since"):
            rows = rows.filter(**{f"{self.day}__gte": since})
        if until := self.value("until"):
            rows = rows.filter(**{f"{self.day}__lte": until})
        if practice := self.value("practice"):
            rows = rows.filter(is_practice=practice == "only")
        if text := self.value("q"):
            rows = rows.filter(self.texts(text))
        return rows.distinct() if self.organisation == "organisations" else rows

    def texts(self, text: str) -> Q:
        """Where the search looks: the organisation and the fields of `text_fields`."""
        found = matching(Organisation.objects.filter(area=self.area), self.area, text)
        return Q(**{f"{self.organisation}__in": found.values("pk")}) | Q(**{f"{self.text_field}__icontains": text})

    text_field = "note"


class VisitFilter(ListFilter):
    """Visits; without a status: what is planned from today on."""

    statuses = [
        ("", _("planned")),
        ("done", _("made")),
        ("met", _("talked")),
        ("away", _("nobody there")),
        ("later", _("come back later")),
        ("refused", _("does not want to")),
        ("cancelled", pgettext_lazy("visit", "cancelled")),
        ("all", _("all")),
    ]

    def apply(self, rows: Any) -> Any:
        rows, status = self.narrowed(rows), self.value("status")
        if status is None:
            return rows.filter(status=Visit.Status.PLANNED).order_by("date", F("time").asc(nulls_last=True), "pk")
        if status in Visit.Outcome.values:
            rows = rows.filter(status=Visit.Status.DONE, outcome=status)
        elif status != "all":
            rows = rows.filter(status=status)
        return rows.order_by("-date", F("time").desc(nulls_last=True), "-pk")


class PromiseFilter(ListFilter):
    """Promises; without a status: the open ones, the overdue first."""

    statuses = [
        ("", _("open")),
        ("overdue", _("overdue")),
        ("due", _("due: kept, broken, overdue")),
        *[choice for choice in Promise.Status.choices if choice[0] != "open"],
        ("all", _("all")),
    ]
    project = forms.ChoiceField(label=_("Project"), required=False)
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[
            ("", _("by day")),
            ("organisation", _("by organisation")),
            ("who", _("by who promised")),
            ("made", _("the last given first")),
        ],
    )
    orders = {
        "organisation": ("organisation__search", "due"),
        "who": (F("promised_by__name").asc(nulls_last=True), "due"),
        "made": ("-made_on",),
    }
    day = "due"
    person = "promised_by"
    text_field = "what"

    def __init__(self, data: Any, *, area: Area, user: Any) -> None:
        super().__init__(data, area=area, user=user)
        self.generations = Generations(area)
        projects: Any = self.fields["project"]
        projects.choices = [
            ("", _("all")),
            *[(str(project.pk), project.name) for project in self.generations.projects],
            ("none", _("outside of projects")),
        ]
        self.full_clean()

    def apply(self, rows: Any) -> Any:
        rows, status = self.narrowed(rows), self.value("status")
        if project := self.value("project"):
            wanted = None if project == "none" else int(project)
            given = rows.values_list("pk", "promised_by__project_id", "made_on")
            found = [
                pk for pk, staff, made_on in given if getattr(self.generations.of(staff, made_on), "pk", None) == wanted
            ]
            rows = rows.filter(pk__in=found)
        default = ("due",) if status in {None, "overdue"} else ("-due",)
        if status == "due":
            late = Q(status=Promise.Status.OPEN, due__lt=timezone.localdate())
            rows = rows.filter(Q(status__in=[Promise.Status.KEPT, Promise.Status.BROKEN]) | late)
        elif status is None:
            rows = rows.open()
        elif status == "overdue":
            rows = rows.overdue()
        elif status != "all":
            rows = rows.filter(status=status)
        newest = "pk" if default == ("due",) else "-pk"
        return rows.order_by(*self.orders.get(self.value("order") or "", default), newest)


class TaskFilter(ListFilter):
    """Tasks; without a status: the open ones."""

    statuses = [("", _("open")), ("overdue", _("overdue")), ("done", pgettext_lazy("task", "done")), ("all", _("all"))]
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *Task.Kind.choices])
    day = "due"
    person = "assignee"
    organisation = "organisations"
    text_field = "title"

    def apply(self, rows: Any) -> Any:
        rows, status = self.narrowed(rows), self.value("status")
        if kind := self.value("kind"):
            rows = rows.filter(kind=kind)
        soonest = F("due").asc(nulls_last=True)
        if status is None:
            return rows.open().order_by(soonest, "pk")
        if status == "overdue":
            return rows.open().filter(due__lt=timezone.localdate()).order_by(soonest, "pk")
        if status == "done":
            return rows.filter(done_on__isnull=False).order_by("-done_on", "-pk")
        return rows.order_by(F("done_on").asc(nulls_first=True), soonest, "pk")
