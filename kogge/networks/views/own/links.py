"""Who holds a personal link of an organisation, and what its holders changed: the pages of the team."""

from __future__ import annotations

from typing import Any

import segno
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.addresses import number
from kogge.core.messages import done
from kogge.networks.actions import own as actions
from kogge.networks.forms.own import OwnLinkForm
from kogge.networks.models import OwnLink
from kogge.networks.models.own import digest_of
from kogge.networks.paper.own import link_pdf
from kogge.networks.queries import own as queries
from kogge.networks.queries.own_told import told
from kogge.networks.views.records import here
from kogge.places.access import AreaRequest, area_view
from kogge.places.past import Entry
from kogge.places.undoing import undoable

A_PAGE = 30


def _link(request: AreaRequest, pk: int) -> OwnLink:
    rows = OwnLink.objects.visible_to(request.user).in_area(request.area)
    return get_object_or_404(rows.select_related("organisation__area", "person"), pk=pk)


def _address(request: AreaRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("own:home", args=[token]))


@area_view(Permission.EDIT_NETWORKS)
@never_cache
@sensitive_variables("token", "context")
def own_links(request: AreaRequest, pk: int) -> HttpResponse:
    """Who holds a link of this organisation? A new one is shown once, with its code."""
    rows = Organisation.objects.visible_to(request.user).in_area(request.area)
    organisation = get_object_or_404(rows.select_related("area"), pk=pk)
    form = OwnLinkForm(request.POST or None, organisation=organisation)
    context: dict[str, Any] = {"organisation": organisation}
    if request.method == "POST" and organisation.closed_on is None and form.is_valid():
        link, token = actions.make_link(organisation, by=request.user, **form.cleaned_data)
        address = _address(request, token)
        code = segno.make(address, error="m", micro=False)
        picture = code.svg_inline(omitsize=True, border=4, light="#fff", dark="#000", title=_("Code of the link"))
        # segno escapes the title; nothing else of it comes from outside.
        context |= {"made": link, "made_token": token, "address": address, "picture": mark_safe(picture)}
        form = OwnLinkForm(organisation=organisation)
    context |= {"form": form, "links": queries.links_of(organisation, request.user)}
    context["working"] = sum(link.is_valid for link in context["links"])
    return render(request, "networks/own/links.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("token")
@area_view(Permission.EDIT_NETWORKS)
@require_POST
@never_cache
def own_link_letter(request: AreaRequest, pk: int) -> HttpResponse:
    """A page to hand over: the address and its code. The token comes from the page that showed it once."""
    link, token = _link(request, pk), request.POST.get("token", "")
    if not link.is_valid or digest_of(token) != link.digest:
        raise Http404
    name = f"{slugify(link.organisation.name)[:60] or 'link'}-link.pdf"
    # Not "inline": it would take the place of the page that shows the address once.
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    pdf = link_pdf(link, _address(request, token), sender=request.user.name)
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@area_view(Permission.EDIT_NETWORKS)
@require_POST
def own_link_revoke(request: AreaRequest, pk: int) -> HttpResponse:
    """A link is taken back, for good."""
    link = _link(request, pk)
    if link.revoked_at is None:
        actions.revoke(link, by=request.user)
    done(request, _("The link for %(label)s no longer works.") % {"label": link.label})
    return redirect(here("own_links", request, link.organisation_id))


@area_view(Permission.EDIT_NETWORKS)
def own_changes(request: AreaRequest) -> HttpResponse:
    """What did members change themselves? A POST notes that it was looked at."""
    rows = queries.own_changes(request.user, request.area)
    if request.method == "POST":
        # What came in while the page was open is still new.
        actions.seen(rows.filter(pk__lte=number(request.POST.get("until")) or 0))
        return redirect(here("own_changes", request))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    mine = undoable(request.user, request.area, [row.change for row in page])
    values = told(row.change for row in page)
    entries = [
        Entry(
            at=row.change.at,
            by=row.link.label,
            label=row.change.label,
            changes=values.get(row.change_id, []),
            undo_url=reverse("core:undo", args=[row.change_id]) if row.change_id in mine else "",
            undone_at=row.change.undone_at,
        )
        for row in page
    ]
    newest = rows.order_by("-pk").first()
    context = {
        "page": page, "entries": entries, "newest": newest.pk if newest else 0, "waiting": rows.waiting().count(),
    }  # fmt: skip
    return render(request, "networks/own/changes.html", context)
