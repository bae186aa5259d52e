"""By which guide do we ask? The area's guides, their versions, and what they look like to people."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.core.history import change
from kogge.core.messages import done
from kogge.outreach import actions, queries
from kogge.outreach.forms.guides import GuideForm, GuideUploadForm
from kogge.outreach.guides import Unusable
from kogge.outreach.guides import preview as showing
from kogge.outreach.guides.advice import in_plain_words
from kogge.outreach.guides.handbook import GROUPS
from kogge.outreach.guides.template import template_book
from kogge.outreach.models import Guide, GuideVersion
from kogge.outreach.sheets import XLSX
from kogge.places.access import AreaRequest, area_view

# Who writes the topics of an area writes its guides: the two belong together.
WRITE = Permission.EDIT_TOPICS


def _guide(request: AreaRequest, pk: int) -> Guide:
    return get_object_or_404(Guide.objects.visible_to(request.user).in_area(request.area), pk=pk)


def _version(request: AreaRequest, pk: int) -> GuideVersion:
    rows = GuideVersion.objects.visible_to(request.user).in_area(request.area).select_related("guide__area")
    return get_object_or_404(rows, pk=pk)


@require_safe
@area_view(Permission.VIEW_VISITS)
def guide_list(request: AreaRequest) -> HttpResponse:
    """The guides of the area, with the button for those that come with Kogge and are not there."""
    rows = queries.guides(request.user, request.area)
    context = {
        "guides": rows,
        "used": sum(1 for guide in rows if guide.is_active),
        "missing": len(actions.missing_shipped(request.area)) if WRITE in request.permissions else 0,
    }
    return render(request, "outreach/guides/list.html", context)


@area_view(WRITE)
def upload(request: AreaRequest, pk: int | None = None) -> HttpResponse:
    """A new guide, or (`pk`) a new version of one: refused with everything that is wrong, or stored."""
    guide = _guide(request, pk) if pk else None
    form = GuideUploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "guide": guide, "problems": [], "file_name": ""}
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        context["file_name"] = file.name
        before = set(GuideVersion.objects.filter(guide__area=request.area).values_list("pk", flat=True))
        try:
            version = actions.add_version(
                request.area, content=file.read(), name=file.name, by=request.user, guide=guide
            )
        except Unusable as refusal:
            context["problems"] = refusal.problems
        else:
            if version.pk in before:
                text = _("This is the version “%(version)s” that is there already: nothing was changed.")
                done(request, text % {"version": version.version})
            else:
                text = _("%(guide)s: version “%(version)s” is there.")
                done(
                    request,
                    text % {"guide": version.guide.name, "version": version.version},
                    version.history.first().change,
                )
            return redirect("outreach:guide_version", request.area.slug, version.pk)
    status = 422 if form.errors or context["problems"] else 200
    return render(request, "outreach/guides/upload.html", context, status=status)


@area_view(WRITE)
@require_POST
def install(request: AreaRequest) -> HttpResponse:
    """Set up the guides that come with Kogge; those that are there stay as they are."""
    with change(_("Guides set up"), by=request.user, area=request.area) as made:
        found = actions.install_shipped(request.area, by=request.user)
    done(request, _("Guides set up: %(names)s.") % {"names": ", ".join(one.guide.name for one in found)}, made)
    return redirect("outreach:guides", request.area.slug)


@require_safe
@area_view(Permission.VIEW_VISITS)
def guide(request: AreaRequest, pk: int) -> HttpResponse:
    """One guide: is it in use, and which versions are there?"""
    row = _guide(request, pk)
    rows = queries.guide_versions(row)
    context = {"guide": row, "versions": rows, "answers": sum(version.answers for version in rows)}
    return render(request, "outreach/guides/guide.html", context)


@area_view(WRITE)
def edit(request: AreaRequest, pk: int) -> HttpResponse:
    """What the area calls a guide, and how long it takes."""
    row = _guide(request, pk)
    form = GuideForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        with change(_("Guide changed: %(name)s") % {"name": row.name}, by=request.user, area=request.area) as made:
            form.save()
        done(request, _("Changes saved."), made)
        return redirect("outreach:guide", request.area.slug, pk)
    return render(
        request, "outreach/guides/edit.html", {"form": form, "guide": row}, status=422 if form.errors else 200
    )


@area_view(WRITE)
@require_POST
def use(request: AreaRequest, pk: int) -> HttpResponse:
    """Offer a guide to those who visit, or no longer; its answers stay."""
    row = _guide(request, pk)
    row.is_active = request.POST.get("use") == "yes"
    label = (_("Guide in use: %(name)s") if row.is_active else _("Guide no longer in use: %(name)s")) % {
        "name": row.name
    }
    with change(label, by=request.user, area=request.area) as made:
        row.save()
    done(request, label, made)
    return redirect("outreach:guide", request.area.slug, pk)


@require_safe
@area_view(Permission.VIEW_VISITS)
def version(request: AreaRequest, pk: int) -> HttpResponse:
    """A version as people see it, in one of its languages; `?view=paper` for printing."""
    row = _version(request, pk)
    definition = row.read()
    reader = str(get_language() or "de")[:2]
    language = showing.best_language(definition, request.GET.get("lang", ""), reader)
    found = list(showing.lines(definition, language, reader))
    context = {
        "version": row,
        "guide": row.guide,
        "lines": found,
        "languages": showing.languages(definition),
        "language": language,
        "direction": showing.direction(language),
        "paper": request.GET.get("view") == "paper",
        "count": sum(1 for line in found if line.number),
        "untranslated": sum(1 for line in found if line.missing),
        "hints": [in_plain_words(text) for text in definition.warnings],
    }
    return render(request, "outreach/guides/version.html", context)


@require_safe
@area_view(Permission.VIEW_VISITS)
def version_file(request: AreaRequest, pk: int) -> FileResponse:
    """The sheet as it was uploaded."""
    row = _version(request, pk)
    if not row.file or not row.file.storage.exists(row.file.name):
        raise Http404
    name = row.file_name or f"{row.guide.code}.xlsx"
    return FileResponse(row.file.open("rb"), as_attachment=True, filename=name)


@require_safe
@area_view(Permission.VIEW_VISITS)
def template(request: AreaRequest) -> HttpResponse:
    """An empty sheet to begin with: its columns, a few examples, and what the column kogge can say."""
    response = HttpResponse(template_book(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{_("guide-template")}.xlsx"'
    return response


@require_safe
@area_view(Permission.VIEW_VISITS)
def handbook(request: AreaRequest) -> HttpResponse:
    """How a guide is written, and every meaning of the column kogge."""
    return render(request, "outreach/guides/handbook.html", {"groups": GROUPS})
