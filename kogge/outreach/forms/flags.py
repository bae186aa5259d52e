"""Flags: the filter of their list, raising one, asking the business, involving helpers, closing."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.actors.models import Organisation
from kogge.outreach.models import Flag
from kogge.outreach.widgets import OrganisationField, bind_picker
from kogge.places.models import Area

from .fields import AreaFormMixin, check_year, day_input
from .filters import ListFilter


class FlagFilter(ListFilter):
    """Flags; without a status: the open ones, red before yellow, the overdue first."""

    statuses = [
        ("", _("open")),
        ("overdue", _("overdue")),
        ("unasked", _("not asked yet")),
        ("closed", pgettext_lazy("flag", "closed")),
        ("unheard", _("closed, business not told")),
        ("all", _("all")),
    ]
    orders = {
        "organisation": "organisation__name",
        "level": "level",
        "kind": "kind",
        "opened": "opened_on",
        "due": "due",
        "owner": "owner__name",
    }
    level = forms.ChoiceField(label=_("Level"), required=False, choices=[("", _("all")), *Flag.Level.choices])
    kind = forms.ChoiceField(label=_("What about"), required=False, choices=[("", _("all")), *Flag.Kind.choices])
    day = "due"
    person = "owner"
    text_field = "text"

    def apply(self, rows: Any) -> Any:
        rows, status = self.narrowed(rows), self.value("status")
        for name in ("level", "kind"):
            if chosen := self.value(name):
                rows = rows.filter(**{name: chosen})
        if status is None:
            rows = rows.open()
        elif status == "overdue":
            rows = rows.overdue()
        elif status == "unasked":
            rows = rows.open().filter(consent=Flag.Consent.NOT_ASKED)
        elif status == "closed":
            rows = rows.filter(closed_on__isnull=False)
        elif status == "unheard":
            rows = rows.filter(closed_on__isnull=False, feedback_on__isnull=True)
        wanted = str(self.data.get("sort", ""))
        if (field := self.orders.get(wanted.removeprefix("-"))) is not None:
            return rows.order_by(f"-{field}" if wanted.startswith("-") else field, "pk")
        return rows.in_order()


class FlagForm(AreaFormMixin, forms.ModelForm):
    """What is wrong, how urgent, who takes care until when."""

    organisation = OrganisationField(label=_("organisation"))

    class Meta:
        model = Flag
        fields = ("organisation", "level", "kind", "text", "owner", "opened_on", "due")
        widgets = {
            "level": forms.RadioSelect,
            "text": forms.Textarea(attrs={"rows": 3}),
            "opened_on": day_input(),
            "due": day_input(),
        }
        help_texts = {"text": _("In their words; no names of third persons, nothing about health or family.")}

    def __init__(self, *args: Any, area: Area, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area, self.user = area, user
        self.instance.area = area
        if self.instance.organisation_id:
            del self.fields["organisation"]
        else:
            self.limit_organisations("organisation")
        self.limit_people("owner", self.instance.owner_id)
        due: Any = self.fields["due"]
        due.required = False
        due.help_text = _("Empty: in %(red)s days for “act now”, in %(yellow)s for “watch”.") % {
            "red": area.red_flag_days,
            "yellow": area.yellow_flag_days,
        }
        if self.instance.pk is None and not self.initial.get("owner") and (person := self.me()):
            self.initial["owner"] = person.pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == Flag.Kind.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", _("Say in a few words what it is about."))
        opened, due, level = cleaned.get("opened_on"), cleaned.get("due"), cleaned.get("level")
        for name in ("opened_on", "due"):
            try:
                check_year(cleaned.get(name))
            except ValidationError as error:
                self.add_error(name, error)
        if opened and opened > timezone.localdate():
            self.add_error("opened_on", _("This day is still to come."))
        if opened and level and not due and "due" not in self.errors:
            cleaned["due"] = opened + dt.timedelta(days=Flag.days_for(self.area, level))
        elif opened and due and due < opened:
            self.add_error("due", _("This day lies before the day it was raised."))
        return cleaned


def _past_day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=day_input(), initial=timezone.localdate, **options)


def _check_past(form: Any, name: str) -> None:
    day = form.cleaned_data.get(name)
    if day and day > timezone.localdate():
        form.add_error(name, _("This day is still to come."))
    elif day:
        try:
            check_year(day)
        except ValidationError as error:
            form.add_error(name, error)


class FlagConsentForm(forms.Form):
    """Whether helpers may be involved: what the business said, who said it, when."""

    answer = forms.ChoiceField(
        label=_("May helpers be involved?"), choices=Flag.Consent.choices, widget=forms.RadioSelect
    )
    said_by = forms.CharField(label=_("Who said so?"), max_length=120, required=False)
    said_on = _past_day(_("said on"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        _check_past(self, "said_on")
        if cleaned.get("answer") in {Flag.Consent.AGREED, Flag.Consent.DECLINED}:
            if not cleaned.get("said_by") and "said_by" not in self.errors:
                self.add_error("said_by", _("Who of the business said so? Enter the name or the position."))
            if not cleaned.get("said_on") and "said_on" not in self.errors:
                self.add_error("said_on", _("On which day?"))
        return cleaned


class ReferralForm(forms.Form):
    """A helper of the register who was told."""

    helper = OrganisationField(label=_("Who was told?"))
    told_on = _past_day(_("told on"))

    def __init__(self, *args: Any, flag: Flag, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.flag = flag
        rows = Organisation.objects.visible_to(user).in_area(flag.area).current()
        bind_picker(self.fields["helper"], rows.exclude(pk=flag.organisation_id), flag.area)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        _check_past(self, "told_on")
        helper = cleaned.get("helper")
        if helper and self.flag.referrals.filter(helper=helper).exists():
            self.add_error("helper", _("%(name)s was told already.") % {"name": helper})
        return cleaned


class ReferralResultForm(forms.Form):
    """What a helper did."""

    result = forms.CharField(label=_("what they did"), max_length=250)
    result_on = _past_day(_("heard from them on"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        _check_past(self, "result_on")
        return cleaned


class CloseFlagForm(forms.Form):
    """What became of it, and whether the business heard of it."""

    result = forms.CharField(label=_("what became of it"), widget=forms.Textarea(attrs={"rows": 2}))
    closed_on = _past_day(_("closed on"))
    heard = forms.ChoiceField(
        label=_("Has the business heard of it?"),
        choices=[("yes", _("yes")), ("no", _("no"))],
        widget=forms.RadioSelect,
    )
    feedback_on = forms.DateField(label=_("heard of it on"), widget=day_input(), required=False)
    no_feedback = forms.CharField(label=_("why not"), max_length=250, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        _check_past(self, "closed_on")
        _check_past(self, "feedback_on")
        if cleaned.get("heard") == "yes" and not cleaned.get("feedback_on") and "feedback_on" not in self.errors:
            self.add_error("feedback_on", _("On which day did the business hear of it?"))
        if cleaned.get("heard") == "no":
            cleaned["feedback_on"] = None
            if not cleaned.get("no_feedback") and "no_feedback" not in self.errors:
                self.add_error("no_feedback", _("Why not? For example: has moved away, cannot be reached."))
        return cleaned
