"""Forms of the founding circles: limits of a scenario, wishes, and the network that is founded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Organisation
from kogge.networks.founding_words import slot_words
from kogge.networks.models import FoundingPlan, FoundingScenario, FoundingWish, Network
from kogge.networks.queries.founding.town import read_town
from kogge.outreach.forms.fields import AreaFormMixin
from kogge.outreach.models import SLOTS
from kogge.outreach.widgets import SlotGrid


class ScenarioForm(AreaFormMixin, forms.ModelForm):
    """Under which limits are circles looked for?"""

    slots = forms.MultipleChoiceField(
        label=gettext_lazy("Which times come into question?"),
        choices=[(slot, slot) for slot in SLOTS],
        required=False,
        widget=SlotGrid,
        help_text=gettext_lazy("Tick none: all of them."),
    )

    class Meta:
        model = FoundingScenario
        fields = ("name", "least", "most", "topics", "slots", "hours_per_month", "fee")
        help_texts = {
            "name": gettext_lazy("So that you find it again: “Tuesday mornings”, “evenings”."),
            "hours_per_month": gettext_lazy("Whoever gives less is not asked."),
            "fee": gettext_lazy("0: taking part costs nothing."),
        }

    def __init__(self, *args: Any, area: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = FoundingScenario.objects.filter(area=self.area, name=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise ValidationError(_("There is a scenario of this name already. Choose another name."))
        return name

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least and most and least > most:
            text = _(
                "A circle cannot have at least %(least)s and at most %(most)s members. Write %(least)s or more here."
            )
            self.add_error("most", text % {"least": least, "most": most})
        if not self.errors:
            self._reachable(cleaned)
        return cleaned

    def _reachable(self, cleaned: dict[str, Any]) -> None:
        """A size that nobody reaches, times that nobody has: said now, with the nearest possible."""
        probe = FoundingScenario(
            area=self.area, **{name: cleaned[name] for name in ("least", "most", "topics", "hours_per_month", "fee")}
        )
        reading = read_town(probe)
        there = len(reading.town.members)
        if 1 < there < cleaned["least"]:
            text = _("Only %(count)s businesses could take part at present. Write %(count)s or less.")
            self.add_error("least", text % {"count": there})
        slots = cleaned.get("slots") or []
        if slots and reading.free and not any(reading.free[slot] for slot in slots):
            best = max(sorted(reading.free), key=lambda slot: reading.free[slot])
            text = _("Nobody is free at these times. Most are free on %(slot)s: %(count)s businesses.")
            self.add_error("slots", text % {"slot": slot_words(best), "count": reading.free[best]})


class WishForm(forms.ModelForm):
    """Two together or apart, one in any case or not at all."""

    class Meta:
        model = FoundingWish
        fields = ("organisation", "kind", "other")

    def __init__(self, *args: Any, plan: FoundingPlan | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Organisation.objects.filter(pk__in=candidates(plan)).order_by("name")
        for name in ("organisation", "other"):
            field: Any = self.fields[name]
            field.queryset = rows
        organisation: Any = self.fields["organisation"]
        organisation.required, organisation.empty_label = True, _("choose somebody")
        self.fields["organisation"].label = _("Who?")
        self.fields["kind"].label = _("What is wished?")
        kind: Any = self.fields["kind"]
        kind.choices = [pair for pair in FoundingWish.Kind.choices if pair[0] != FoundingWish.Kind.KEEP]
        other: Any = self.fields["other"]
        other.empty_label = _("nobody")
        other.help_text = _("Only for “together” and “not in one circle”.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        kind, one, other = cleaned.get("kind"), cleaned.get("organisation"), cleaned.get("other")
        pair = kind in {FoundingWish.Kind.TOGETHER, FoundingWish.Kind.APART}
        if pair and other is None and "other" not in self.errors:
            self.add_error("other", _("Say with whom."))
        elif pair and other == one:
            self.add_error("other", _("Choose two different businesses."))
        if not pair:
            cleaned["other"] = None
        return cleaned


def candidates(plan: FoundingPlan | None) -> set[int]:
    """Who was looked at for a plan: those in circles, and those left out."""
    if plan is None:
        return set()
    seated = plan.circles.filter(seats__isnull=False).values_list("seats__organisation", flat=True)
    left = plan.rest.filter(kind="left_out").values_list("organisation", flat=True)
    return {*seated, *left}


class FoundForm(AreaFormMixin, forms.ModelForm):
    """What the network is called and what it is for, before it is founded."""

    class Meta:
        model = Network
        fields = ("name", "purpose", "district")
        labels = {"district": gettext_lazy("district")}
        widgets = {"purpose": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"purpose": gettext_lazy("What do the members get out of it, in their own words?")}

    def __init__(self, *args: Any, area: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        district: Any = self.fields["district"]
        district.queryset = area.districts.all()
        district.empty_label = _("the whole area")
