"""What did people tell us? The results sheet that is handed out on the next round; and the leaflet on consent."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.actors import wording
from kogge.actors.models import Organisation
from kogge.actors.queries.page import is_own
from kogge.actors.views.consents import consent_link
from kogge.core.addresses import number
from kogge.core.typeset import typeset
from kogge.outreach.forms.results import ResultsForm
from kogge.outreach.queries.results import Line, Results, Sheet
from kogge.places.access import AreaRequest, area_view

DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


def _asked(request: AreaRequest) -> tuple[ResultsForm, Sheet | None]:
    found = Results(request.area)
    form = ResultsForm(request.GET, results=found, user=request.user)
    scope = form.scope if request.GET.get("group") else None
    return form, found.sheet(scope) if scope else None


@area_view(Permission.VIEW_VISITS)
def results(request: AreaRequest) -> HttpResponse:
    """The sheet as a page; without a choice, what there is to choose from."""
    form, found = _asked(request)
    chosen = bool(request.GET.get("group"))
    context = {"form": form, "sheet": found, "chosen": chosen, "least": max(1, request.area.small_number)}
    return render(request, "outreach/results/results.html", context)


@area_view(Permission.VIEW_VISITS)
def results_pdf(request: AreaRequest) -> HttpResponse:
    """The same as one page of paper: A4, black and white, tagged."""
    form, found = _asked(request)
    if found is None:
        raise Http404
    said = form.cleaned_data
    data = {
        "words": {
            "title": _("What you told us"),
            "asked": _asked_words(found),
            "small": _("Answers of fewer than %(least)s are not shown, so that nobody is recognised.")
            % {"least": found.least},
            "quotes": _("In your own words"),
            "next": _("What happens next"),
            "until": _("by"),
            "contact": _("Contact"),
        },
        "area": request.area.name,
        "group": found.title,
        "date": date_format(timezone.localdate(), "SHORT_DATE_FORMAT"),
        "imprint": request.area.imprint,
        "sections": [
            {
                "title": title,
                "lines": [{"label": line.label, "count": counted(line), "share": line.share} for line in lines],
            }
            for title, lines in found.sections
        ],
        "quotes": found.quotes,
        "next": said["next"],
        "until": date_format(said["until"], "SHORT_DATE_FORMAT") if said["until"] else "",
        "contact": said["contact"],
        "language": (get_language() or "de")[:2],
    }
    name = f"{slugify(found.title) or 'results'}-{timezone.localdate():%Y-%m-%d}.pdf"
    return _pdf(typeset(DOCUMENTS / "results.typ", data), name)


def counted(line: Line) -> str:
    """The number of a line in words."""
    return _("most of them") if line.count is None else str(line.count)


def _asked_words(found: Sheet) -> str:
    words = {"number": found.asked or found.least, "since": _month(found.since), "until": _month(found.until)}
    if found.asked is None:
        return _("We talked with at least %(number)s businesses and institutions, %(since)s to %(until)s.") % words
    return _("We talked with %(number)s businesses and institutions, %(since)s to %(until)s.") % words


def _month(day: Any) -> str:
    return str(date_format(day, "F Y")) if day else "–"


@area_view(Permission.VIEW_VISITS, Permission.VIEW_OWN)
def leaflet(request: AreaRequest) -> HttpResponse:
    """What happens with the data (Art. 13 GDPR) on one page; `?organisation=` adds the personal link of that one."""
    code = wording.language(request.GET.get("language"))
    link = ""
    if asked := number(request.GET.get("organisation")):
        rows = Organisation.objects.visible_to(request.user).in_area(request.area)
        link = request.build_absolute_uri(consent_link(_own(request, get_object_or_404(rows, pk=asked))))
    with translation.override(code):
        date = date_format(timezone.localdate(), "SHORT_DATE_FORMAT")
    data = {
        "words": wording.leaflet(code),
        "purposes": list(wording.purposes(code).values()),
        "version": wording.version(),
        "area": request.area.name,
        "imprint": request.area.imprint.strip(),
        "officer": request.area.protection_officer.strip(),
        "link": link,
        "language": code,
        "date": date,
    }
    pdf = typeset(DOCUMENTS / "leaflet.typ", data, pictures={"code": _code(link) if link else None})
    return _pdf(pdf, f"merkblatt-{code}.pdf")


def _own(request: AreaRequest, organisation: Organisation) -> Organisation:
    """The personal link is for those who may know who stands behind it, and for those it is about."""
    if Permission.VIEW_PERSONS not in request.permissions and not is_own(request.user, organisation):
        raise Http404
    return organisation


def _code(link: str) -> str:
    """The QR code of an address, as SVG."""
    import segno  # for those who print

    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", border=0, xmldecl=False)
    return out.getvalue().decode()


def _pdf(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
