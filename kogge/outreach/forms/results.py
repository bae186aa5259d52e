"""Which results, and what the sheet says about what comes next."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from kogge.actors import wording
from kogge.outreach.guides.preview import direction
from kogge.outreach.models import SurveyRound
from kogge.outreach.paper.results import said, spoken
from kogge.outreach.paper.texts import apart
from kogge.outreach.queries.people import person_of
from kogge.outreach.queries.results import Results, Scope

from .fields import day_input

KINDS = [("street", _("Street")), ("district", pgettext_lazy("of a town", "District")), ("sector", _("Sector"))]


class ResultsForm(forms.Form):
    """A GET form: the address of a sheet says all that is on it."""

    group = forms.ChoiceField(label=_("Whose answers?"))
    next = forms.CharField(
        label=_("What happens next?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    until = forms.DateField(label=_("By when?"), widget=day_input(), required=False)
    contact = forms.CharField(label=_("Contact"), max_length=200, required=False)
    language = forms.ChoiceField(
        label=_("Language of the paper"), required=False, choices=lambda: wording.languages().items()
    )

    def __init__(self, data: Any, *, results: Results, user: Any) -> None:
        choices = [(label, [(f"{kind}|{key}", title) for key, title in results.choices(kind)]) for kind, label in KINDS]
        self.has_any = any(options for _label, options in choices)
        self.groups = [(label, options) for label, options in choices if options]
        asked = {
            **self._defaults(results, user, data.get("group", ""), wording.language(data.get("language"))),
            **{key: data[key] for key in data},
        }
        # Nothing is missing before somebody chose.
        super().__init__(asked if "group" in data else None, initial=asked, auto_id="results_%s")
        group: Any = self.fields["group"]
        group.choices = [("", _("please choose")), *self.groups]

    @staticmethod
    def _defaults(results: Results, user: Any, group: str, language: str) -> dict[str, Any]:
        """The assembly that is planned for them; else that we come back."""
        today = timezone.localdate()
        coming = SurveyRound.objects.filter(area=results.area, assembly_on__gte=today, held_on__isnull=True)
        kind, _bar, key = group.partition("|")
        home = key.partition(":")[0] if kind in {"street", "district"} else ""
        rows = [
            row
            for row in coming.order_by("assembly_on")
            if row.district_id in {None, int(home) if home.isdecimal() else None}
        ]
        person = person_of(user, results.area)
        contact = ", ".join(part for part in (person.name, person.phone, person.email) if part) if person else ""
        with override(spoken(language)):
            again = gettext("We come by again and tell you what became of it.")
            together = gettext("On %(day)s we talk about it together%(place)s: “%(name)s”")
        if not rows:
            until = (today + dt.timedelta(days=results.area.answer_days)).isoformat()
            return {"next": said(again, language), "until": until, "contact": contact, "language": language}
        with override(language):
            day = date_format(rows[0].assembly_on, "SHORT_DATE_FORMAT")
        own = apart if direction(language) == "rtl" else str
        place = f" ({own(rows[0].place)})" if rows[0].place else ""
        text = said(together, language) % {"day": day, "name": own(rows[0].name), "place": place}
        return {"next": text, "until": "", "contact": contact, "language": language}

    @property
    def scope(self) -> Scope | None:
        """The group that was chosen and has a sheet."""
        if not self.is_valid():
            return None
        kind, _bar, key = self.cleaned_data["group"].partition("|")
        return (kind, key) if key else None
