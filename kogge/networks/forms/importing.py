"""Forms of the import of a network: the file, then what is what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.actors.models import Relation
from kogge.engine.ties import Network
from kogge.engine.ties.files import FileError
from kogge.networks.actions.importing import NEW, OUT
from kogge.networks.importing import MOST_BYTES, MOST_LOOKED_AT, Preview, name_of, read, type_for


class NetworkUploadForm(forms.Form):
    """One file, or two tables."""

    file = forms.FileField(
        label=gettext_lazy("File with the ties"),
        help_text=gettext_lazy("GraphML, GEXF, CSV, a workbook of Kumu (.xlsx), or the ZIP that Kogge writes."),
    )
    nodes = forms.FileField(
        label=gettext_lazy("Table of the nodes"),
        required=False,
        help_text=gettext_lazy("Only beside a CSV: nodes, or Elements of Kumu."),
    )

    network: Network

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        parts = []
        for name in ("file", "nodes"):
            sent = cleaned.get(name)
            if not sent:
                continue
            if sent.size > MOST_BYTES:
                limit = {"limit": MOST_BYTES // 1024**2}
                self.add_error(name, _("The file is larger than %(limit)s MB. Cut it to your area.") % limit)
                return cleaned
            parts.append((sent.name, sent.read()))
        if cleaned.get("file"):
            try:
                self.network = read(parts)
            except FileError as error:
                raise ValidationError(error.text(_)) from error
        return cleaned


class TakeOverForm(forms.Form):
    """What the labels of the ties mean, and who the unclear nodes are."""

    def __init__(self, *args: Any, preview: Preview, rifts: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        types = [pair for pair in Relation.Type.choices if rifts or pair[0] != Relation.Type.RIFT]
        self.ways = list(preview.ways)
        for number, way in enumerate(self.ways):
            guess = type_for(way) or OUT
            self.fields[f"way{number}"] = forms.ChoiceField(
                label=way or _("without a label"),
                choices=[*types, (OUT, _("leave out"))],
                initial=guess if rifts or guess != Relation.Type.RIFT else OUT,
            )
        unclear = preview.unclear
        self.asked = unclear[:MOST_LOOKED_AT]
        self.others = unclear[MOST_LOOKED_AT:]
        for number, guess_ in enumerate(self.asked):
            alike = [(str(row.pk), _described(row)) for row in guess_.candidates]
            self.fields[f"node{number}"] = forms.ChoiceField(
                label=name_of(guess_.node),
                choices=[(NEW, _("new in the register")), *alike, (OUT, _("leave out"))],
                initial=alike[0][0] if len(alike) == 1 else NEW,
            )
        if self.others:
            self.fields["rest"] = forms.ChoiceField(
                label=_("All others"),
                choices=[(NEW, _("new in the register")), (OUT, _("leave out"))],
                initial=OUT,
                widget=forms.RadioSelect,
            )

    @property
    def way_fields(self) -> list[tuple[Any, int]]:
        return [(self[f"way{number}"], self.preview.ways[way]) for number, way in enumerate(self.ways)]

    @property
    def node_fields(self) -> list[Any]:
        return [self[f"node{number}"] for number in range(len(self.asked))]

    def types(self) -> dict[str, str]:
        """Label of the ties → type of relation."""
        return {way: self.cleaned_data[f"way{number}"] for number, way in enumerate(self.ways)}

    def choices(self) -> dict[str, str]:
        """Node → organisation, new, or left out."""
        chosen = {guess.node.id: self.cleaned_data[f"node{number}"] for number, guess in enumerate(self.asked)}
        return chosen | {guess.node.id: self.cleaned_data.get("rest", OUT) for guess in self.others}


def _described(row: Any) -> str:
    return f"{row.name}, {row.address_line}" if row.address_line else row.name
