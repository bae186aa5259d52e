"""The topic list of an area."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from kogge.core.meanwhile import MeanwhileMixin
from kogge.engine.linkage.text import fold as spelled_out
from kogge.needs.models import Topic, TopicGroup
from kogge.needs.queries import fold
from kogge.places.models import Area


def free_code(model: Any, area: Area, name: str, longest: int) -> str:
    """A code made of a name that no other record of the area has."""
    base = slugify(spelled_out(name))[: longest - 4] or "topic"
    taken = set(model.objects.filter(area=area, code__startswith=base).values_list("code", flat=True))
    return next(code for code in (base, *(f"{base}-{n}" for n in range(2, 999))) if code not in taken)


class TopicForm(MeanwhileMixin, forms.ModelForm):
    """A topic: its name in both languages, an example, the words people type, and what is close to it."""

    class Meta:
        model = Topic
        fields = ("group", "name_de", "name_en", "example", "words", "related")
        labels = {"group": _("topic group")}
        widgets = {"related": forms.SelectMultiple(attrs={"size": 8})}
        help_texts = {
            "example": _("One sentence that somebody could have said."),
            "words": _("Words people use for it, with spaces between."),
            "related": _("Topics so close that one may help with the other."),
        }

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.area = area
        group: Any = self.fields["group"]
        group.queryset = TopicGroup.objects.filter(area=area)
        related: Any = self.fields["related"]
        related.queryset = Topic.objects.filter(area=area, is_active=True).exclude(pk=self.instance.pk)

    def clean_name_de(self) -> str:
        name: str = self.cleaned_data["name_de"].strip()
        others = Topic.objects.filter(area=self.instance.area).exclude(pk=self.instance.pk)
        wanted = fold(name)
        for other in others:
            if fold(other.name_de) == wanted:
                if other.is_active:
                    raise ValidationError(_("There is already a topic of this name."))
                raise ValidationError(
                    _("There is a topic of this name that is out of use. Take it into use again instead.")
                )
        return name

    def save(self, commit: bool = True) -> Any:
        if not self.instance.code:
            self.instance.code = free_code(Topic, self.instance.area, self.instance.name_de, 60)
        return super().save(commit)


class GroupForm(MeanwhileMixin, forms.ModelForm):
    """A group of topics."""

    class Meta:
        model = TopicGroup
        fields = ("name_de", "name_en", "order")
        labels = {"order": _("position in the list")}

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.area = area
        if self.instance.pk is None:
            self.initial["order"] = TopicGroup.objects.filter(area=area).count() + 1

    def save(self, commit: bool = True) -> Any:
        if not self.instance.code:
            self.instance.code = free_code(TopicGroup, self.instance.area, self.instance.name_de, 40)
        return super().save(commit)
