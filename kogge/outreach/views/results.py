"""What did people tell us? The results sheet that is handed out on the next round; and the leaflet on consent."""

from __future__ import annotations

import io
from pathlib import Path

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.text import slugify

from kogge.accounts.roles import Permission
from kogge.actors import wording
from kogge.actors.models import Organisation
from kogge.actors.queries.page import is_own
from kogge.actors.views.consents import consent_link
from kogge.core.addresses import number
from kogge.core.typeset import typeset
from kogge.outreach.forms.results import ResultsForm
from kogge.outreach.paper import results as paper
from kogge.outreach.queries.results import Results, Sheet
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
    """The same as one page of paper, in the language that was chosen (by default the page's)."""
    language = wording.language(request.GET.get("language"))
    with translation.override(paper.spoken(language)):
        form, found = _asked(request)
        if found is None:
            raise Http404
        pdf = paper.results_pdf(request.area, found, form.cleaned_data, language=language)
    return _pdf(pdf, f"{slugify(found.title) or 'results'}-{language}-{timezone.localdate():%Y-%m-%d}.pdf")


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
