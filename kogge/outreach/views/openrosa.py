"""What ODK Collect, KoboCollect and Enketo ask for: the list of forms, a form, its lists; and where they send to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kogge.core.addresses import number
from kogge.outreach.models import GuideVersion, Submission
from kogge.outreach.openrosa import post, words
from kogge.outreach.openrosa.door import answer, device_view
from kogge.outreach.receiving import Broken, Outcome, UnknownForm, receive

XML = "text/xml; charset=utf-8"


def _versions(request: Any) -> Any:
    current = GuideVersion.objects.visible_to(request.user).filter(guide__area=request.area, guide__is_active=True)
    newest = current.current().select_related("guide__area").order_by("guide__minutes", "guide__name")
    return newest.defer("definition", "xform")


def _version(request: Any, form_id: str) -> GuideVersion:
    slug, _dot, code = form_id.partition(".")
    found: GuideVersion | None = _versions(request).filter(guide__area__slug=slug, guide__code=code).first()
    if found is None:
        raise UnknownForm
    return found


def _address(request: Any) -> words.Address:
    """Addresses of forms, under the project address that the app asked by."""
    inside = request.path.startswith(f"/openrosa/{request.area.slug}/")
    names = "openrosa_area" if inside else "openrosa"
    more = {"area_slug": request.area.slug} if inside else {}

    def address(kind: str, form_id: str) -> str:
        found: str = request.build_absolute_uri(reverse(f"{names}:{kind}", kwargs=more | {"form_id": form_id}))
        return found

    return address


def _describe(version: GuideVersion) -> str:
    minutes = version.guide.minutes
    if not minutes:
        return ""
    return ngettext("about %(count)d minute", "about %(count)d minutes", minutes) % {"count": minutes}


@device_view
@require_safe
def form_list(request: Any) -> HttpResponse:
    """The guides in use, in their newest version."""
    versions = _versions(request)
    if wanted := request.GET.get("formID"):
        slug, _dot, code = wanted.partition(".")
        versions = versions.filter(guide__area__slug=slug, guide__code=code)
    verbose = request.GET.get("verbose", "").lower() == "true"
    found = words.form_list(versions, _address(request), _describe if verbose else lambda version: "")
    return HttpResponse(found, content_type=XML)


@device_view
@require_safe
def form(request: Any, form_id: str) -> HttpResponse:
    """A form as pyxform made it: its MD5 is the hash in the list."""
    return HttpResponse(_version(request, form_id).xform, content_type=XML)


@device_view
@require_safe
def manifest(request: Any, form_id: str) -> HttpResponse:
    """The files of a form."""
    return HttpResponse(words.manifest(_version(request, form_id), _address(request)), content_type=XML)


@device_view
@require_safe
def itemsets(request: Any, form_id: str) -> HttpResponse:
    """The external lists of a form."""
    version = _version(request, form_id)
    if not version.itemsets:
        raise UnknownForm
    return HttpResponse(version.itemsets, content_type="text/csv; charset=utf-8")


@device_view
@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: Any) -> HttpResponse:
    """HEAD (or GET): where to send, and how much at once. POST: a filled form, or more of its files."""
    if request.method != "POST":
        found = HttpResponse(status=204)
        query = {name: value for name, value in request.GET.items() if name == "deviceID"}
        found["Location"] = request.build_absolute_uri(request.path) + (f"?{urlencode(query)}" if query else "")
        return _limited(found)
    sent = post.read(request)
    try:
        if not sent.xml:
            raise Broken
        received = receive(
            xml=sent.xml,
            files=sent.files,
            by=request.user,
            area=request.area,
            device=_device(request),
            more_to_come=sent.more_to_come,
            visit=number(request.GET.get("visit")),
            organisation=number(request.GET.get("organisation")),
        )
    finally:
        for upload in sent.files:
            upload.close()
    if sent.broke_off:
        return answer(_("The upload broke off. What came is kept; send the form again."), status=400)
    made = answer(_said(received.submission, received.status), status=201)
    made["Location"] = request.build_absolute_uri(request.path)
    return _limited(made)


def _limited(made: HttpResponse) -> HttpResponse:
    made["X-OpenRosa-Accept-Content-Length"] = str(settings.MAX_SUBMISSION_BYTES)
    return made


def _device(request: Any) -> str:
    sent = request.GET.get("deviceID", "").replace("\x00", "")
    return f"{request.device.label} ({sent})" if sent else str(request.device.label)


def _said(stored: Submission, outcome: Outcome) -> str:
    if stored.status == Submission.Status.INCOMPLETE:
        return _("Received. Attachments are still missing.")
    if stored.status == Submission.Status.FILED:
        return _("Received and filed. Thank you.")
    if outcome == Outcome.AGAIN:
        return _("This form was received before. It is stored once.")
    return _("Received. Thank you.")
