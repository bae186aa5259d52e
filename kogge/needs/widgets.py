"""The topic picker: type a word and choose from what fits, or choose from the whole list by group."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kogge.needs.models import Topic, TopicGroup
from kogge.needs.queries import rank_topics, topics_in_use


def in_groups(topics: Any) -> list[tuple[TopicGroup, list[Topic]]]:
    """Topics by group, in the order of the list (they must come ordered by group)."""
    return [(group, list(rows)) for group, rows in groupby(topics, key=lambda topic: topic.group)]


class TopicPicker(forms.Widget):
    """A search field above the list. Without a script the list is a select with groups; what was typed is
    searched when the form is sent."""

    template_name = "needs/widgets/topic_picker.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.use_fieldset = True
        self.area: Any = None
        self.topics: list[Topic] | None = None
        self.typed = ""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        self.typed = str(data.get(f"{name}_q", ""))
        return data.get(name) or None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: Any = None) -> str:
        return f"{id_}_q" if id_ else id_

    def all_topics(self) -> list[Topic]:
        """The topics in use, read once for a form."""
        if self.topics is None:
            self.topics = list(topics_in_use(self.area)) if self.area else []
        return self.topics

    def hits(self) -> list[Topic]:
        """What fits what was typed, best first."""
        return rank_topics(self.all_topics(), self.typed)

    def options(self, name: str, value: Any, prefix: str) -> dict[str, Any]:
        """Context of the part below the search field."""
        chosen = str(value) if value else ""
        hits = self.hits() if self.typed.strip() else []
        if hits and chosen and chosen not in {str(topic.pk) for topic in hits}:
            hits = [*(topic for topic in self.all_topics() if str(topic.pk) == chosen), *hits]
        return {
            "name": name,
            "prefix": prefix,
            "chosen": chosen or (str(hits[0].pk) if len(hits) == 1 else ""),
            "typed": self.typed,
            "hits": hits,
            "groups": [] if hits else in_groups(self.all_topics()),
        }

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        identifier = context["widget"]["attrs"].get("id", f"id_{name}")
        context["widget"].update(
            typed=self.typed,
            query_id=f"{identifier}_q",
            hits_id=f"{identifier}_hits",
            invalid=attrs is not None and attrs.get("aria-invalid") == "true",
            search_url=reverse("needs:topic_options", args=[self.area.slug]) if self.area else "",
            options=self.options(name, getattr(value, "pk", value), identifier),
        )
        return context


class TopicField(forms.ModelChoiceField):
    """One topic of the area. `bind` says which area; a retired topic stays choosable where it is used."""

    widget = TopicPicker

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Topic.objects.none(), **options)

    def bind(self, area: Any, current: Topic | None = None) -> None:
        self.queryset = Topic.objects.filter(area=area).select_related("group")
        self.widget.area = area
        self.current = current
        if current is not None and not current.is_active:
            rows = [*topics_in_use(area), current]
            self.widget.topics = sorted(rows, key=lambda topic: (topic.group.order, topic.name_de))

    def clean(self, value: Any) -> Any:
        if value in self.empty_values and self.widget.typed.strip():
            hits = self.widget.hits()
            if not hits:
                raise ValidationError(
                    _("No topic fits “%(text)s”. Try another word, or choose from the list.")
                    % {"text": self.widget.typed}
                )
            if len(hits) > 1:
                raise ValidationError(_("Several topics fit. Choose one of them below."))
            return hits[0]
        topic = super().clean(value)
        if topic is not None and not topic.is_active and topic != getattr(self, "current", None):
            raise ValidationError(_("This topic is no longer in use. Choose another one."))
        return topic
