"""The form of an organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kogge.actors import hours
from kogge.actors.importing.readers.guesses import legal_form_of, wz_class
from kogge.actors.models import Organisation, Tag, Tagging
from kogge.actors.queries import languages
from kogge.actors.queries.geography import Addresses, Districts, address_key
from kogge.core.history import bulk_create
from kogge.places.models import District

PLACE = ("street", "housenumber", "postcode", "city")


def clean_hours(typed: str) -> str:
    """Opening hours as they are kept. Raises ValidationError for a time that no clock shows."""
    text = hours.parse(typed)[:255]
    if wrong := hours.impossible_time(text):
        raise ValidationError(_("%(time)s is no time of day.") % {"time": wrong})
    return text


class OrganisationForm(forms.ModelForm):
    """Head data of an organisation. Saving finds the place of its address and the district of its place."""

    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")
    languages = forms.MultipleChoiceField(
        label=_("Languages"), required=False, help_text=_("Spoken there. Hold Ctrl to choose several.")
    )
    tag_names = forms.CharField(label=_("Tags"), required=False, max_length=400, help_text=_("Separated by commas."))

    class Meta:
        model = Organisation
        fields = [
            "name",
            "kind",
            "wz_code",
            "legal_form",
            "size_class",
            "street",
            "housenumber",
            "postcode",
            "city",
            "district",
            "lat",
            "lon",
            "phone",
            "email",
            "website",
            "opening_hours",
            "languages",
            "note",
            "register_no",
            "closed_on",
        ]
        labels = {"district": _("district")}
        help_texts = {
            "wz_code": _("A code such as 47.24, or a word such as bakery."),
            "opening_hours": _("For example: Mo-Fr 9-18, Sa 9-13."),
            "district": _("Left empty, it is found by the place on the map."),
            "lat": _("Left empty, it is found by the address."),
            "closed_on": _("Closed organisations stay in the memory and leave the lists."),
        }
        widgets = {
            "name": forms.TextInput(attrs={"autofocus": True, "autocomplete": "off"}),
            "wz_code": forms.TextInput(attrs={"list": "sectors", "autocomplete": "off"}),
            "lat": forms.NumberInput(attrs={"step": "any"}),
            "lon": forms.NumberInput(attrs={"step": "any"}),
            "note": forms.Textarea(attrs={"rows": 4}),
            "closed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "phone": forms.TextInput(attrs={"inputmode": "tel"}),
        }

    # How the page groups the fields: legend, fields, open from the start.
    GROUPS = (
        (_("Who"), ("name", "kind", "wz_code", "tag_names"), True),
        (_("Where"), ("street", "housenumber", "postcode", "city", "district"), True),
        (_("How to reach them"), ("phone", "email", "website", "opening_hours", "languages"), True),
        (
            _("More"),
            ("legal_form", "size_class", "register_no", "lat", "lon", "note", "closed_on"),
            False,
        ),
    )

    def __init__(self, *args: Any, area: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.area = area
        self.instance.area = area
        self.fields["district"].queryset = District.objects.filter(area=area)  # type: ignore[attr-defined]
        self.fields["languages"].choices = languages.choices(self.instance.languages)  # type: ignore[attr-defined]
        # The sector field takes words too: they are longer than a code.
        self.fields["wz_code"].max_length = 120  # type: ignore[attr-defined]
        self.fields["wz_code"].validators = []
        self.fields["wz_code"].widget.attrs.pop("maxlength", None)
        if self.instance.pk and not self.is_bound:
            self.initial["tag_names"] = ", ".join(tag.name for tag in self.instance.tags.all())

    def groups(self) -> list[dict[str, Any]]:
        """Legend, fields and whether they stand open, for the page."""
        return [
            {
                "legend": legend,
                "fields": [self[name] for name in names],
                "open": is_open or any(name in self.errors for name in names),
            }
            for legend, names, is_open in self.GROUPS
        ]

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())

    def clean_wz_code(self) -> str:
        typed = self.cleaned_data["wz_code"].strip()
        code, _edition = wz_class(typed) if typed else ("", "")
        if typed and not code:
            raise ValidationError(
                _("This sector is not in the classification. Type a code such as 47.24, or choose from the list.")
            )
        return code

    def clean_opening_hours(self) -> str:
        return clean_hours(self.cleaned_data["opening_hours"])

    def clean_tag_names(self) -> list[str]:
        names = (" ".join(part.split()) for part in self.cleaned_data["tag_names"].split(","))
        unique = {name.casefold(): name for name in names if name}
        if any(len(name) > 60 for name in unique.values()):
            raise ValidationError(_("A tag has at most 60 letters. Separate tags by commas."))
        return list(unique.values())

    def clean_lat(self) -> float | None:
        return _within(self.cleaned_data["lat"], 90)

    def clean_lon(self) -> float | None:
        return _within(self.cleaned_data["lon"], 180)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (said.get("lat") is None) != (said.get("lon") is None) and not ({"lat", "lon"} & set(self.errors)):
            self.add_error("lat", _("Latitude and longitude belong together: give both or none."))
        if not said.get("legal_form") and "name" in said:
            said["legal_form"] = legal_form_of(said["name"])
        return said

    def save(self, commit: bool = True) -> Organisation:
        organisation = self.instance
        moved = any(name in self.changed_data for name in PLACE)
        if not {"lat", "lon"} & set(self.changed_data) and (moved or organisation.lat is None):
            address = [getattr(organisation, name) for name in PLACE]
            known = Addresses(self.area, [address_key(*address[:2])]).find(*address)
            if known:
                organisation.lat, organisation.lon = known
        chosen = "district" in self.changed_data and organisation.district_id
        if not chosen and organisation.lat is not None:
            inside = Districts(self.area).of(organisation.lat, organisation.lon)
            organisation.district_id = inside or organisation.district_id
        super().save(commit)
        self._save_tags(organisation)
        return organisation

    def _save_tags(self, organisation: Organisation) -> None:
        wanted = {name.casefold(): name for name in self.cleaned_data["tag_names"]}
        known = {tag.name.casefold(): tag for tag in Tag.objects.filter(area=self.area)}
        had = {tagging.tag.name.casefold(): tagging for tagging in organisation.taggings.select_related("tag")}
        for key, tagging in had.items():
            if key not in wanted:
                tagging.delete()
        new = [
            Tagging(
                organisation=organisation,
                tag=known.get(key) or Tag.objects.create(area=self.area, name=name),
            )
            for key, name in wanted.items()
            if key not in had
        ]
        bulk_create(new)


def _within(value: float | None, limit: int) -> float | None:
    if value is not None and not -limit <= value <= limit:
        raise ValidationError(_("Degrees between -%(limit)s and %(limit)s.") % {"limit": limit})
    return value
