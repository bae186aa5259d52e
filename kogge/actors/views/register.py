"""“Who is there?”: the register as list and map, its export, and acts on many rows."""

from __future__ import annotations

import gzip
import hashlib
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors import actions, exporting
from kogge.actors.forms import RegisterFilter, label_of
from kogge.actors.queries import geojson, imports, register, sectors
from kogge.core.addresses import number
from kogge.core.messages import done, problem
from kogge.places.access import AreaRequest, area_view

PAGE = 50


def _filtered(request: AreaRequest) -> tuple[RegisterFilter, Any]:
    form = RegisterFilter(request.GET, area=request.area, auto_id="filter_%s")
    rows = register.organisations(request.user, request.area)
    return form, register.filtered(rows, request.area, form.criteria())


@require_safe
@area_view(Permission.VIEW_REGISTER)
def organisations(request: AreaRequest) -> HttpResponse:
    """List and map side by side; with HTMX only what the filter changes."""
    form, rows = _filtered(request)
    sort = request.GET.get("sort", "name")
    # The page's ids first: sorting 30,000 ids is quick, sorting 30,000 whole rows is not.
    page = Paginator(register.ordered(rows, sort).values_list("pk", flat=True), PAGE).get_page(request.GET.get("page"))
    page.object_list = register.load(list(page.object_list))
    query = request.GET.copy()
    for name in ("page", "sort"):
        query.pop(name, None)
    context = {
        "form": form,
        "page": page,
        "sort": sort,
        "count": page.paginator.count,
        "due_before": register.due_before(request.area),
        "query": query.urlencode(),
        "formats": exporting.FORMATS,
        "tags": request.area.tags.all(),
        "districts": request.area.districts.all(),
        "boundaries": reverse("places:boundaries", args=[request.area.slug]),
        "basemap": reverse("actors:basemap", args=[request.area.slug]) if request.area.has_basemap else "",
        "is_filtered": any(value for key, value in query.items()),
    }
    return render(request, "actors/list.html#rows" if request.htmx else "actors/list.html", context)  # type: ignore[attr-defined]


@require_safe
@area_view(Permission.VIEW_REGISTER)
def points(request: AreaRequest) -> HttpResponse:
    """The organisations that the filter leaves and that have a place, as GeoJSON (RFC 7946).

    With `bbox` and `zoom` what that section of the map shows; without them everything, or an overview of it.
    Who may open this page sees the area's whole register, so the answer depends on area, filter, day and the
    state of the register alone: it is packed once, and a browser that has it hears that nothing changed.
    """
    form, rows = _filtered(request)
    section = None
    if "bbox" in request.GET:
        try:
            section = geojson.Section.read(request.GET["bbox"], request.GET.get("zoom", ""))
        except ValueError:
            return HttpResponseBadRequest()
    stock = (request.area.pk, form.criteria(), timezone.localdate(), imports.stock_mark(request.area))
    key = (*stock, section)
    mark = f'W/"{hashlib.sha256(repr(key).encode()).hexdigest()[:32]}"'
    headers = {"ETag": mark, "Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Cookie"}
    if request.headers.get("If-None-Match") == mark:
        return HttpResponse(status=304, headers=headers)
    address = reverse("actors:detail", args=[request.area.slug, 0])
    body = geojson.packed(key, lambda: geojson.collection(geojson.places(stock, rows), section, address))
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return HttpResponse(body, content_type="application/geo+json", headers=headers)


@require_safe
@area_view(Permission.VIEW_REGISTER)
def export(request: AreaRequest, form: str) -> HttpResponse:
    """What the filter leaves, as a file."""
    if form not in exporting.FORMATS:
        return HttpResponseBadRequest()
    _form, rows = _filtered(request)
    name = f"{request.area.slug}-register"
    return exporting.response(form, register.ordered(rows, request.GET.get("sort", "name")), name)


@require_POST
@area_view(Permission.EDIT_REGISTER)
def bulk(request: AreaRequest) -> HttpResponse:
    """Tag, check or assign a district to the rows ticked."""
    ids = [pk for value in request.POST.getlist("selected") if (pk := number(value))][:5000]
    rows = list(register.organisations(request.user, request.area).filter(pk__in=ids))
    act = request.POST.get("act", "")
    back = request.POST.get("next", "")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = reverse("actors:list", args=[request.area.slug])
    if not rows:
        problem(request, _("No organisation is ticked."))
        return redirect(back)
    count = len(rows)
    if act == "tag":
        name = " ".join(request.POST.get("tag", "").replace("\x00", " ").split())[:60]
        if not name:
            problem(request, _("Type the tag first."))
            return redirect(back)
        made = actions.tag(rows, name=name, by=request.user, area=request.area)
        text = ngettext("%(n)s organisation tagged.", "%(n)s organisations tagged.", count)
    elif act == "verify":
        made = actions.verify(rows, by=request.user, area=request.area)
        text = ngettext("%(n)s organisation checked today.", "%(n)s organisations checked today.", count)
    elif act == "district":
        asked = request.POST.get("district", "")
        district = request.area.districts.filter(pk=number(asked) or 0).first()
        if asked and district is None:  # gone, or of another area: nothing is cleared by mistake
            return HttpResponseBadRequest()
        made = actions.set_district(rows, district=district, by=request.user, area=request.area)
        text = ngettext("District of %(n)s organisation set.", "District of %(n)s organisations set.", count)
    else:
        return HttpResponseBadRequest()
    done(request, text % {"n": count}, made)
    return redirect(back)


@require_safe
@area_view(Permission.VIEW_REGISTER, Permission.EDIT_OWN)
def sector_options(request: AreaRequest) -> HttpResponse:
    """Suggestions for the sector field."""
    return render(request, "actors/options.html", {"options": sectors.matching(request.GET.get("wz_code", ""))})


@require_safe
@area_view(Permission.VIEW_REGISTER)
def organisation_options(request: AreaRequest) -> HttpResponse:
    """Suggestions for a field that names another organisation."""
    text = request.GET.get("other", "")
    rows = register.organisations(request.user, request.area)
    found = register.matching(rows, request.area, text).order_by("search")[:12] if len(text) > 1 else []
    return render(request, "actors/options.html", {"options": [(label_of(row), row.address_line) for row in found]})
