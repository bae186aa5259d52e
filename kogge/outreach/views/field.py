"""On the way without a network: the page a telephone keeps, its worker, its cases, and what it sends back."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.outreach.actions import field as actions
from kogge.outreach.actions.field_answers import Conflict, Refused
from kogge.outreach.forms.field import FieldRecordForm
from kogge.outreach.queries import field as queries
from kogge.places.access import AreaRequest, area_view

from .field_texts import texts

# What the page needs besides itself. Modules name each other by their plain names, everything else by hashed ones.
MODULES = (
    "cases", "controls", "dom", "engine", "form", "forms", "labels", "photo", "place", "screens", "shop", "store",
    "sync", "values", "vault", "waiting",
)  # fmt: skip
PLAIN = (
    *(f"outreach/field/{name}.js" for name in MODULES),
    "vendor/idb/idb.js",
    "vendor/xforms-engine/xforms-engine.js",
    "core/js/keys.js",
    "core/js/forms.js",
    "core/js/search.js",
    "core/js/unsent.js",
)
HASHED = (
    "outreach/field/app.js",
    "outreach/field/field.css",
    "outreach/outreach.css",
    "core/kogge.svg",
    "core/css/tokens.css",
    "core/css/shell.css",
    "core/css/forms.css",
    "core/css/lists.css",
    "core/css/components.css",
    "core/css/print.css",
    "core/js/shell.js",
    "vendor/pico/pico.css",
    "vendor/htmx/htmx.min.js",
    "vendor/lucide/icons.svg",
    *(f"vendor/source-sans/{subset}-normal.woff2" for subset in ("latin", "latin-ext", "cyrillic")),
    "vendor/source-sans/latin-italic.woff2",
)


@lru_cache(maxsize=1)
def _digest_of_files() -> str:
    digest = hashlib.sha256()
    for name in (*PLAIN, *HASHED, "outreach/field/worker.js"):
        path = finders.find(name)
        assert isinstance(path, str), name
        with open(path, "rb") as content:
            digest.update(content.read())
    return digest.hexdigest()


def _context(request: AreaRequest) -> dict[str, Any]:
    def address(name: str) -> str:
        return reverse(f"outreach:{name}", args=[request.area.slug])

    return {
        "texts": texts() | {"locale": get_language() or "de"},
        "config": {
            "area": request.area.slug,
            "page": address("field"),
            "cases": address("field_cases"),
            "records": address("field_records"),
            "worker": address("field_worker"),
            "visits": address("visits"),
            "login": f"{reverse('account_login')}?next={address('field')}",
            "logout": reverse("account_logout"),
            "icons": static("vendor/lucide/icons.svg"),
        },
    }


@require_safe
@ensure_csrf_cookie
@csp_update({"script-src": ["'wasm-unsafe-eval'"]})  # type: ignore[arg-type]
@area_view(Permission.EDIT_VISITS)
def page(request: AreaRequest) -> HttpResponse:
    """The page alone: it holds no personal data, since a telephone keeps it as it is."""
    return render(request, "outreach/field/page.html", _context(request))


@require_safe
@area_view(Permission.EDIT_VISITS)
def worker(request: AreaRequest) -> HttpResponse:
    """The service worker: what to keep, then how. It changes with every file, with the language and the look."""
    look = render_to_string("outreach/field/page.html", _context(request), request=request)
    version = hashlib.sha256((_digest_of_files() + look).encode()).hexdigest()[:16]
    files = sorted({static(name) for name in HASHED} | {settings.STATIC_URL + name for name in PLAIN})
    kept = {
        "area": request.area.slug,
        "version": version,
        "page": reverse("outreach:field", args=[request.area.slug]),
        "files": files,
    }
    script = f"self.KOGGE = {json.dumps(kept)};\nimportScripts({json.dumps(static('outreach/field/worker.js'))});\n"
    return HttpResponse(script, content_type="text/javascript", headers={"Cache-Control": "no-cache"})


@require_safe
@area_view(Permission.EDIT_VISITS)
def manifest(request: AreaRequest) -> HttpResponse:
    """What makes the page installable."""
    address = reverse("outreach:field", args=[request.area.slug])
    found = {
        "id": address,
        "name": _("Kogge on the way: %(area)s") % {"area": request.area.name},
        "short_name": _("On the way"),
        "start_url": address,
        "scope": address,
        "display": "standalone",
        "lang": get_language(),
        "background_color": "#f8f3e9",
        "theme_color": "#0d4a52",
        "icons": [
            {"src": static(f"outreach/field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png",
             "purpose": "any maskable"}
            for size in (192, 512)
        ],
    }  # fmt: skip
    return JsonResponse(found, content_type="application/manifest+json")


def _said(answer: dict[str, Any], status: int = 200) -> JsonResponse:
    """An answer that no cache keeps: on a telephone it is stored encrypted, or not at all."""
    return JsonResponse(answer, status=status, headers={"Cache-Control": "no-store"})


@require_safe
@ensure_csrf_cookie
@area_view(Permission.EDIT_VISITS)
def cases(request: AreaRequest) -> HttpResponse:
    """The signed-in person's own visits, and the guides. `?have=`: checksums of the forms the device holds."""
    have = frozenset(request.GET.get("have", "")[:5_000].split(","))
    return _said(
        {
            "owner": request.user.pk,
            "person": str(request.user),
            "now": timezone.now().isoformat(),
            "today": timezone.localdate().isoformat(),
            "forget_after_days": settings.FIELD_DAYS,
            "may_add_organisations": Permission.EDIT_REGISTER in request.permissions,
            "cases": queries.cases(request.user, request.area),
            "guides": queries.guides(request.user, request.area, request.permissions, have),
        }
    )


@require_POST
@area_view(Permission.EDIT_VISITS)
def records(request: AreaRequest) -> HttpResponse:
    """Take one record: `record` (JSON), `xml_submission_file` (answers of a guide) and the files it speaks of."""
    form = FieldRecordForm.from_text(request.POST.get("record", ""))
    if not form.is_valid():
        return _said({"code": "refused", "message": " ".join(form.problems())}, 400)
    answers = request.FILES.get("xml_submission_file")
    sent = actions.Sent(
        area=request.area,
        by=request.user,
        permissions=request.permissions,
        said=form.cleaned_data,
        shop=form.shop,
        xml=answers.read() if answers else b"",
        files=tuple(upload for name, upload in request.FILES.items() if name != "xml_submission_file"),
        device=request.headers.get("User-Agent", ""),
    )
    try:
        answer = actions.receive(sent)
    except Refused as refused:
        return _said({"code": refused.code, "message": refused.message}, refused.status)
    except Conflict as conflict:
        return _said({"code": conflict.code, "theirs": conflict.theirs}, 409)
    return _said(answer, 202 if answer["status"] == "incomplete" else 201)
