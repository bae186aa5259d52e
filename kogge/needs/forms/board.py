"""The filters of the board."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.actors.queries.register import matching
from kogge.needs.models import Topic, TopicGroup
from kogge.needs.queries import rank_topics
from kogge.needs.widgets import in_groups
from kogge.outreach.forms.fields import day_input
from kogge.outreach.forms.said import NONE, moved
from kogge.places.models import Area, District

ALL = ("", _("all"))
ORDERS = {
    "": ("-created_on", "-pk"),
    "urgent": ("-urgency", "-created_on", "-pk"),
    "name": ("organisation__search", "-pk"),
    "topic": ("topic__name_de", "-created_on", "-pk"),
}


class BoardFilter(forms.Form):
    """What the board shows; a wrong entry filters nothing. `apply` takes needs as well as offers."""

    q = forms.CharField(label=_("Search"), required=False, widget=forms.SearchInput)
    group = forms.ChoiceField(label=_("Topic group"), required=False)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    district = forms.ChoiceField(label=pgettext_lazy("of a town", "District"), required=False)
    kind = forms.ChoiceField(label=_("Kind of actor"), required=False, choices=[ALL, *Organisation.Kind.choices])
    section = forms.ChoiceField(label=_("Sector"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=day_input())
    until = forms.DateField(label=_("Until"), required=False, widget=day_input())
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=[
            ("", _("open")),
            ("expired", _("past its last day")),
            ("met", _("settled")),
            ("withdrawn", _("withdrawn")),
            ("all", _("all")),
        ],
    )
    order = forms.ChoiceField(
        label=_("Sort by"),
        required=False,
        choices=[
            ("", _("newest first")),
            ("urgent", _("most urgent first")),
            ("name", _("by organisation")),
            ("topic", _("by topic")),
        ],
    )
    practice = forms.ChoiceField(
        label=_("Practice records"),
        required=False,
        choices=[ALL, ("no", _("without practice")), ("only", _("practice only"))],
    )

    def __init__(self, data: Any, *, area: Area) -> None:
        super().__init__(data, auto_id="filter_%s")
        self.area = area
        self.groups = list(TopicGroup.objects.filter(area=area))
        known = {row.pk: row for row in self.groups}
        self.topics = list(Topic.objects.filter(area=area))
        for topic in self.topics:
            topic.group = known[topic.group_id]
        groups: Any = self.fields["group"]
        groups.choices = [ALL, *[(str(row.pk), row.name) for row in self.groups]]
        topics: Any = self.fields["topic"]
        topics.choices = [
            ALL,
            *[(group.name, [(str(topic.pk), topic.name) for topic in rows]) for group, rows in in_groups(self.topics)],
        ]
        districts: Any = self.fields["district"]
        names = District.objects.filter(area=area).values_list("pk", "name")
        districts.choices = [ALL, *[(str(pk), name) for pk, name in names], (NONE, _("without a district"))]
        sections: Any = self.fields["section"]
        sections.choices = [
            ALL,
            *[(code, f"{code} {title}") for code, title in sectors.sections()],
            (NONE, _("not known")),
        ]
        self.is_valid()

    def value(self, name: str) -> Any:
        """What was chosen, None where nothing or nonsense was."""
        return self.cleaned_data.get(name) or None

    def narrowed(self, rows: Any) -> Any:
        """The needs or offers of `rows` that fit, in whatever status."""
        for name, path in (("group", "topic__group"), ("topic", "topic"), ("kind", "organisation__kind")):
            if value := self.value(name):
                rows = rows.filter(**{path: value})
        if district := self.value("district"):
            chosen = None if district == NONE else district
            rows = rows.filter(organisation__district=chosen)
        if section := self.value("section"):
            inside = sectors.in_no_section() if section == NONE else sectors.in_section(section)
            rows = rows.filter(moved(inside, "organisation__"))
        if since := self.value("since"):
            rows = rows.filter(created_on__gte=since)
        if until := self.value("until"):
            rows = rows.filter(created_on__lte=until)
        if practice := self.value("practice"):
            rows = rows.filter(is_practice=practice == "only")
        if text := self.value("q"):
            rows = rows.filter(self._texts(text))
        return rows

    def apply(self, rows: Any) -> Any:
        """The needs or offers of `rows` that fit, not yet in order."""
        return self._in_status(self.narrowed(rows), self.value("status"))

    def _texts(self, text: str) -> Q:
        """In their words, the organisation, or the topic (with its search words, forgiving umlauts)."""
        # SQLite compares ß, ä, ö, ü letter by letter: small and capital beginnings are both tried.
        spellings = {text, text.lower(), text[:1].upper() + text[1:]}
        found = Q(organisation__in=matching(Organisation.objects.filter(area=self.area), self.area, text).values("pk"))
        for spelling in spellings:
            found |= Q(text__icontains=spelling)
        return found | Q(topic__in=[topic.pk for topic in rank_topics(self.topics, text, limit=5)])

    @staticmethod
    def _in_status(rows: Any, status: str | None) -> Any:
        if status is None:
            return rows.live()
        if status == "expired":
            return rows.filter(status="open", valid_until__lt=timezone.localdate())
        return rows if status == "all" else rows.filter(status=status)

    def ordering(self, model: Any) -> list[Any]:
        """The order asked for; offers have no urgency and stand by their age."""
        names = ORDERS[self.value("order") or ""]
        fields = {field.name for field in model._meta.get_fields()}
        kept = [name for name in names if name.lstrip("-").split("__")[0] in fields or name == "-pk"]
        return [F(name[1:]).desc() if name.startswith("-") else F(name).asc() for name in kept]
