"""What hangs on an organisation: positions of persons, relations, consents, addresses, contact points."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors import wording
from kogge.actors.models import Address, Consent, ContactPoint, Organisation, Person, Position, Relation
from kogge.core.addresses import number
from kogge.core.models import Recorded


def _date() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PartForm(forms.ModelForm):
    """A form of something that belongs to one organisation."""

    owner = "organisation"

    def __init__(
        self, *args: Any, organisation: Organisation, permissions: Set[Permission] = frozenset(), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.organisation, self.permissions = organisation, permissions
        if self.instance.pk is None:
            setattr(self.instance, self.owner, organisation)
            if hasattr(self.instance, "area_id"):
                self.instance.area = organisation.area


class PositionForm(PartForm):
    """A person's position: a person already known in the area, or a new one."""

    person = forms.ModelChoiceField(
        label=_("Known person"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("a new person"),
    )
    person_name = forms.CharField(label=_("Name"), max_length=120, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)

    class Meta:
        model = Position
        fields = ["person", "person_name", "title", "phone", "email", "is_contact", "start", "end", "opens_records"]
        widgets = {"start": _date(), "end": _date()}
        help_texts = {
            "opens_records": _("For owners and boards with an account in Kogge: interviews, needs and agreements.")
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_reader = Permission.VIEW_INTERVIEWS in self.permissions
        if not self.is_reader:
            del self.fields["opens_records"]
        if self.instance.pk:
            del self.fields["person"]
            known = self.instance.person
            self.initial |= {"person_name": known.name, "phone": known.phone, "email": known.email}
        else:
            self.fields["person"].queryset = Person.objects.filter(area=self.organisation.area)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not said.get("person") and not (said.get("person_name") or "").strip():
            self.add_error("person_name", _("Choose a known person or type a name."))
        start, end = said.get("start"), said.get("end")
        if start and end and end < start:
            self.add_error("end", _("The end lies before the start."))
        return said

    def save(self, commit: bool = True) -> Position:
        said = self.cleaned_data
        if not self.is_reader and {"start", "end", "person_name", "email"} & set(self.changed_data):
            self._close()
        person = self.instance.person if self.instance.pk else said.get("person")
        if person is None:
            person = Person(area=self.organisation.area)
        if not said.get("person"):
            person.name, person.phone, person.email = said["person_name"], said["phone"], said["email"]
            person.save()
        self.instance.person = person
        position: Position = super().save(commit)
        return position

    def _close(self) -> None:
        """Longer, or somebody else by now: what the position opened must be opened anew by those who may read it."""
        self.instance.opens_records = False
        if self.instance.pk and {"person_name", "email"} & set(self.changed_data):
            for other in Position.objects.filter(person=self.instance.person_id, opens_records=True):
                other.opens_records = False
                other.save()

    def _get_validation_exclusions(self) -> set[str]:
        # The person is made in `save`; the model must not miss it before.
        return {*super()._get_validation_exclusions(), "person"}  # type: ignore[misc]


class RelationForm(PartForm):
    """A tie to another organisation, seen from this one; two of a type may not overlap in time."""

    owner = "source"
    other = forms.CharField(label=_("Other organisation"), help_text=_("Type its name and choose it from the list."))

    class Meta:
        model = Relation
        fields = ["type", "other", "is_mutual", "strength", "start", "end", "note"]
        widgets = {"start": _date(), "end": _date()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].widget.attrs |= {"list": "organisations", "autocomplete": "off"}
        if self.instance.pk:
            there = self.instance.target
            if there == self.organisation:
                there = self.instance.source
            self.initial["other"] = label_of(there)

    def clean_other(self) -> Organisation:
        """The list offers "Name (#12)"; a name alone counts when only one organisation bears it."""
        typed = self.cleaned_data["other"].strip()
        here = Organisation.objects.filter(area=self.organisation.area)
        _name, mark, key = typed.rpartition(" (#")
        if mark and (pk := number(key.rstrip(")"))) is not None:
            found = list(here.filter(pk=pk))
        else:
            found = list(here.filter(name__iexact=typed)[:2])
        if not found:
            raise ValidationError(_("No organisation of this name is in the register. Add it there first."))
        if len(found) > 1:
            raise ValidationError(_("Several organisations bear this name. Choose one from the list."))
        return found[0]

    def _post_clean(self) -> None:
        other = self.cleaned_data.get("other")
        if other is not None:
            if self.instance.pk and self.instance.target_id == self.organisation.pk:
                self.instance.source = other
            else:
                self.instance.target = other
        super()._post_clean()  # type: ignore[misc]


def label_of(organisation: Organisation) -> str:
    """How the list of suggestions writes an organisation, so that the form finds exactly this one."""
    return f"{organisation.name} (#{organisation.pk})"


class ConsentForm(PartForm):
    """What was agreed to. Withdrawing is a button of its own."""

    class Meta:
        model = Consent
        fields = ["purpose", "person", "channel", "given_on", "wording_version"]
        widgets = {"given_on": _date()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(positions__organisation=self.organisation).distinct()
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        if not self.instance.pk:
            self.initial.setdefault("given_on", timezone.localdate())
            self.initial["wording_version"] = wording.version()
        else:  # else what rested on it would stay, as if it had not ended
            self.fields["purpose"].disabled = True
            self.fields["purpose"].help_text = _("Agreed to something else is a consent of its own.")

    def clean_given_on(self) -> Any:
        day = self.cleaned_data["given_on"]
        if day > timezone.localdate():
            raise ValidationError(_("A consent cannot be given in the future."))
        return day


class AddressForm(PartForm):
    class Meta:
        model = Address
        fields = ["label", "street", "housenumber", "postcode", "city"]


class ContactPointForm(PartForm):
    class Meta:
        model = ContactPoint
        fields = ["kind", "value", "note"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        value = said.get("value", "")
        check = {"email": forms.EmailField(), "web": forms.URLField(assume_scheme="https")}.get(said.get("kind", ""))
        if check and value:
            try:
                said["value"] = check.clean(value)
            except ValidationError as error:
                self.add_error("value", error)
        return said


PARTS: dict[str, type[PartForm]] = {
    "positions": PositionForm,
    "relations": RelationForm,
    "consents": ConsentForm,
    "addresses": AddressForm,
    "contacts": ContactPointForm,
}


def part_model(kind: str) -> type[Recorded]:
    """The model behind a kind of part."""
    return PARTS[kind]._meta.model
