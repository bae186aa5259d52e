"""Forms behind a personal link, and the form that makes one. Few fields, plain words, no script."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.actors import hours
from kogge.actors.forms.organisations import clean_hours
from kogge.actors.models import Organisation, Person, Position
from kogge.core.meanwhile import MeanwhileMixin
from kogge.needs.forms.entries import NeedForm, OfferForm
from kogge.needs.models import Topic
from kogge.needs.queries import topics_in_use
from kogge.networks.models import NetworkMember, OwnLink
from kogge.networks.models.own import in_a_year
from kogge.outreach.forms.fields import day_input

LONGEST = dt.timedelta(days=2 * 365)


class OwnProfileForm(MeanwhileMixin, forms.ModelForm):
    """What the holder of a link may correct: how to reach them, when they are open, their own name."""

    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    contact_name = forms.CharField(label=_("Your name"), max_length=120)

    class Meta:
        model = Organisation
        fields = ("phone", "email", "website", "opening_hours")
        widgets = {
            "phone": forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {"opening_hours": _("For example: Mo-Fr 9-18, Sa 9-13.")}

    def __init__(self, *args: Any, person: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self._typed = self.initial["opening_hours"] = hours.typed(self.instance.opening_hours)
        if person is None:
            del self.fields["contact_name"]
        else:
            self.initial["contact_name"] = person.name

    def clean_opening_hours(self) -> str:
        said = self.cleaned_data["opening_hours"]
        # Untouched, even where an import kept hours that nobody would type so.
        return self.initial_hours if said == self._typed else clean_hours(said)

    @property
    def initial_hours(self) -> str:
        return str(self._stored["opening_hours"])

    def clean_contact_name(self) -> str:
        return " ".join(self.cleaned_data["contact_name"].split())

    def save(self, commit: bool = True) -> Organisation:
        found: Organisation = super().save(commit)
        if self.person is not None and self.person.name != self.cleaned_data["contact_name"]:
            self.person.name = self.cleaned_data["contact_name"]
            self.person.save()
        return found


class TopicSelect(forms.ModelChoiceField):
    """One topic of the area as a plain list in groups: it needs neither a script nor an account."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Topic.objects.none(), **options)

    def bind(self, area: Any, current: Topic | None = None) -> None:
        """Offer the topics in use, and the one that stands."""
        topics = list(topics_in_use(area))
        if current is not None and not current.is_active:
            topics = sorted([*topics, current], key=lambda topic: (topic.group.order, topic.name_de))
        self.queryset = Topic.objects.filter(pk__in=[topic.pk for topic in topics])
        groups = groupby(topics, key=lambda topic: topic.group)
        self.choices = [
            ("", _("Please choose")),
            *((group.name, [(topic.pk, topic.name) for topic in rows]) for group, rows in groups),
        ]


class _OwnEntry:
    """What the forms of own needs and offers share: the organisation is the link's, never the form's."""

    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("organisation", None)


class OwnNeedForm(_OwnEntry, NeedForm):
    """What we need."""

    topic = TopicSelect(label=_("What is it about?"))
    text = forms.CharField(
        label=_("What do you need, in your words?"), max_length=300, required=False,
        help_text=_("Empty takes the name of the topic. Others read it when it fits: write no names and no numbers."),
    )  # fmt: skip
    field_order = ("topic", "text", "urgency", "valid_until")


class OwnOfferForm(_OwnEntry, OfferForm):
    """What we would give."""

    topic = TopicSelect(label=_("What is it about?"))
    text = forms.CharField(
        label=_("What could you give, in your words?"), max_length=300, required=False,
        help_text=_("Empty takes the name of the topic. Others read it when it fits: write no names and no numbers."),
    )  # fmt: skip
    field_order = ("topic", "text", "capacity", "asks_nothing", "valid_until")


def own_form(kind: str) -> type[Any]:
    """The form of an own "need" or "offer"."""
    return {"need": OwnNeedForm, "offer": OwnOfferForm}[kind]


class OwnLeaveForm(forms.ModelForm):
    """Why one leaves; nobody has to say."""

    class Meta:
        model = NetworkMember
        fields = ("why_left",)
        labels = {"why_left": _("Why do you leave?")}
        help_texts = {"why_left": _("The team reads this. Nobody has to give a reason.")}


class OwnLinkForm(forms.ModelForm):
    """For whom a link is made, and how long it works."""

    class Meta:
        model = OwnLink
        fields = ("label", "person", "expires")
        labels = {"label": _("For whom is the link?"), "person": _("Is it one of these persons?")}
        help_texts = {
            "label": _("A name by which you recognise the link when you take it back."),
            "person": _("Then they can correct their own name as well."),
        }
        widgets = {"expires": day_input()}

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = Position.objects.current().filter(organisation=organisation).values("person")
        person: Any = self.fields["person"]
        person.queryset = Person.objects.filter(pk__in=held, area=organisation.area)
        person.empty_label = _("none of them")
        self.initial.setdefault("expires", in_a_year())

    def clean_expires(self) -> dt.date:
        day: dt.date = self.cleaned_data["expires"]
        today = timezone.localdate()
        if not today <= day <= today + LONGEST:
            raise ValidationError(_("A link works from today on, for two years at most."))
        return day
