"""Forms of an import: the file, then how to read it and what to do with organisations that are known."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kogge.actors.importing.readers import Reading
from kogge.actors.importing.readers.fields import FIELDS
from kogge.actors.models import ImportRun


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "Excel (.xlsx), CSV, OpenStreetMap (.osm, .osm.gz, .pbf), GeoJSON, vCard, or an extract of OffeneRegister."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            limit = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
            raise ValidationError(_("The file is larger than %(limit)s MB. Cut it to your area.") % {"limit": limit})
        # What a browser sends as a name may carry a path; only its last part is a name.
        file.name = PurePosixPath(file.name.replace("\\", "/")).name[-150:] or "file"
        return file


class ReadForm(forms.Form):
    """How to read: the mapping of a table's columns, the towns of a register, the names of an OSM file."""

    mode = forms.ChoiceField(
        label=_("Organisations that are already known"),
        choices=[
            ("fill", _("fill gaps: what stands in the register stays")),
            ("update", _("update: what the file says counts")),
            ("skip", _("skip: leave them as they are")),
        ],
        widget=forms.RadioSelect,
        initial="fill",
    )

    def __init__(self, *args: Any, run: ImportRun, reading: Reading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading = reading
        self.run = run
        self.columns: list[tuple[str, str]] = []
        if reading.headers:
            self._add_mapping(reading)
        if reading.kind == "register":
            self.fields["towns"] = forms.CharField(
                label=_("Towns"),
                required=False,
                max_length=400,
                initial=", ".join(run.options.get("towns", [])),
                help_text=_("Only entries with their seat or address there. Separated by commas; empty: all."),
            )
        if reading.kind in ("register", "csv", "xlsx"):
            self.fields["current_only"] = forms.BooleanField(
                label=_("Only those that still exist"),
                required=False,
                initial=run.options.get("current_only", True),
            )
        if reading.kind == "osm":
            self.fields["keep_unnamed"] = forms.BooleanField(
                label=_("Take shops without a name too"),
                required=False,
                initial=run.options.get("keep_unnamed", True),
                help_text=_("They get a name from their kind and street, such as “Bakery, Lange Straße 3”."),
            )
        if len(reading.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label=_("Sheet"),
                choices=[(name, name) for name in reading.sheets],
                initial=reading.sheet,
                required=False,
            )
        self.initial["mode"] = run.mode

    def _add_mapping(self, reading: Reading) -> None:
        choices = [("", _("leave out")), *((name, _now(label)) for name, label in FIELDS.items())]
        chosen = reading.mapping
        for number, header in enumerate(reading.headers):
            if header:
                name = f"column_{number}"
                self.fields[name] = forms.ChoiceField(
                    label=header, choices=choices, required=False, initial=chosen.get(header, "")
                )
                self.columns.append((name, header))

    def table(self) -> list[dict[str, Any]]:
        """Column by column: the header's field and what the first rows hold there."""
        found = []
        for name, header in self.columns:
            at = self.reading.headers.index(header)
            sample = [cells[at] for cells in self.reading.sample if at < len(cells) and cells[at].strip()]
            found.append({"field": self[name], "sample": sample[:3]})
        return found

    def others(self) -> list[Any]:
        """The fields that are no columns."""
        columns = {name for name, _header in self.columns}
        return [self[name] for name in self.fields if name not in columns]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.columns and "name" not in {said.get(name) for name, _header in self.columns}:
            self.add_error(None, _("Say which column holds the name of the organisation."))
        return said

    def options(self) -> dict[str, Any]:
        """What `actions.read_run` needs, as it is stored with the run."""
        said = self.cleaned_data
        found: dict[str, Any] = {}
        if self.columns:
            found["mapping"] = {header: said[name] for name, header in self.columns}
        if "towns" in said:
            found["towns"] = [town.strip() for town in said["towns"].split(",") if town.strip()]
        for name in ("current_only", "keep_unnamed", "sheet"):
            if name in said:
                found[name] = said[name]
        return found
