"""Forms about areas, districts, projects, members and facts."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import STAFF_ROLES, Role

from .boundaries import BadBoundary, Boundary, read_boundaries
from .models import Area, District, Fact, Project


class DateInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class AreaSettingsForm(forms.ModelForm):
    class Meta:
        model = Area
        fields = [
            "name",
            "note",
            "imprint",
            "protection_officer",
            "success_probability",
            "longest_ring",
            "longest_chain",
            "answer_days",
            "assembly_days",
            "red_flag_days",
            "yellow_flag_days",
            "verify_months",
            "small_number",
        ]
        help_texts = {
            "protection_officer": _(
                "Name and how to reach them, if you have one: stands on the leaflet (Art. 13 GDPR)."
            ),
            "success_probability": _("0.70 means: seven of ten agreements are kept. Used to weigh long rings."),
            "answer_days": _("After so many days without an answer a visit counts as forgotten."),
            "assembly_days": _("Counted from the last talk of a survey round."),
            "small_number": _("Figures about fewer organisations are not shown."),
        }
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("note", "imprint", "protection_officer")}

    # Beyond these a setting says nothing, and the days it leads to lie before the calendar begins.
    MOST = {
        "answer_days": 365,
        "assembly_days": 365,
        "red_flag_days": 365,
        "yellow_flag_days": 365,
        "verify_months": 240,
        "small_number": 100,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in self.MOST.items():
            self.fields[name].validators.append(MaxValueValidator(most))
            self.fields[name].widget.attrs["max"] = most


class BoundaryField(forms.FileField):
    """A GeoJSON file; its value is a list of Boundary."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if not file:
            return []
        try:
            return read_boundaries(file.read())
        except BadBoundary as error:
            raise forms.ValidationError(str(error)) from error


class DistrictFileForm(forms.Form):
    """Districts from a GeoJSON file."""

    file = BoundaryField(label=_("GeoJSON file"), help_text=_("Areas with a property “name”, in WGS 84."))

    def boundaries(self) -> list[Boundary]:
        return list(self.cleaned_data["file"])


class DistrictForm(forms.ModelForm):
    """One district; a file may bring its boundary."""

    file = BoundaryField(label=_("Boundary (GeoJSON file)"), required=False)

    class Meta:
        model = District
        fields = ["name", "code"]

    def clean_file(self) -> list[Boundary]:
        found: list[Boundary] = self.cleaned_data["file"]
        if len(found) > 1:
            raise forms.ValidationError(_("The file has several areas. Take the page for several districts."))
        return found

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = District.objects.filter(area=self.instance.area, name__iexact=name).exclude(pk=self.instance.pk)
        if others.exists():
            raise forms.ValidationError(_("There is already a district of this name."))
        return name

    def save(self, commit: bool = True) -> Any:
        if self.cleaned_data["file"]:
            self.instance.boundary = self.cleaned_data["file"][0].geometry
        return super().save(commit)


class ProjectForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = ["name", "carrier", "funder", "programme", "start", "end", "goals", "note"]
        widgets = {
            "start": DateInput(),
            "end": DateInput(),
            "goals": forms.Textarea(attrs={"rows": 3}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.end_set_by(user):
            self.fields["end"].disabled = True
            self.fields["end"].help_text = _("Your own access ends with this project: an administrator sets the day.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("start") and data.get("end") and data["end"] < data["start"]:
            self.add_error("end", _("The project ends before it starts. Check both dates."))
        return data


class InviteForm(forms.Form):
    """Who shall have which role; staff hang on a project."""

    email = forms.EmailField(label=_("e-mail"))
    name = forms.CharField(label=_("name"), max_length=120)
    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    project = forms.ModelChoiceField(label=_("project"), queryset=Project.objects.none(), required=False)

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = area.projects.all()  # type: ignore[attr-defined]
        self.fields["project"].help_text = _("Only for staff: their access ends with the project.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("role") in STAFF_ROLES and not data.get("project"):
            self.add_error("project", _("Coordinators and field workers belong to a project. Choose it."))
        return data


class FactForm(forms.ModelForm):
    class Meta:
        model = Fact
        fields = ["district", "name", "value", "unit", "date", "source"]
        labels = {"district": _("district")}
        widgets = {"date": DateInput()}

    def __init__(self, *args: Any, area: Area, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["district"].queryset = area.districts.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            # 19.800 would read as nineteen thousand in German.
            self.initial["value"] = f"{self.instance.value.normalize():f}"

    def clean_value(self) -> Decimal:
        value: Decimal = self.cleaned_data["value"]
        # SQLite keeps 15 digits, three of them behind the comma: what it rounds up cannot be read again.
        if abs(value) >= 10**12:
            raise forms.ValidationError(_("At most twelve digits before the comma. Choose a larger unit."))
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        same = Fact.objects.filter(district=data.get("district"), name=data.get("name"), date=data.get("date")).exclude(
            pk=self.instance.pk
        )
        if same.exists():
            self.add_error("date", _("This fact is already there for this day. Change that one instead."))
        return data
