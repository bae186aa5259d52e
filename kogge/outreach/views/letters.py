"""To whom do we write? Texts of letters, mailings on paper or by e-mail, posters."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kogge.accounts.roles import Permission
from kogge.actors.forms import RegisterFilter
from kogge.actors.queries import languages, register
from kogge.core.jobs import start
from kogge.core.messages import done, problem
from kogge.core.models import Job
from kogge.outreach.actions import letters as actions
from kogge.outreach.forms.letters import MailingForm, TextForm
from kogge.outreach.models import LetterKind, LetterVersion, Mailing
from kogge.outreach.paper.letters import Written, letters_pdf, poster_pdf
from kogge.outreach.paper.texts import PLACEHOLDERS
from kogge.outreach.queries import letters as queries
from kogge.places.access import AreaRequest, area_view

MOST = 1000  # letters of one mailing
SHOWN = 50
WORK = "kogge.outreach.actions.letters.send_mails"


def _kind(kind: str) -> LetterKind:
    if kind not in LetterKind.values:
        raise Http404
    return LetterKind(kind)


@require_safe
@area_view(Permission.EDIT_VISITS)
def letters(request: AreaRequest) -> HttpResponse:
    """The kinds of letters with their texts, and what was sent."""
    kinds = [
        {
            "kind": kind,
            "texts": [(text, languages.name(text.language)) for text in queries.texts(request.area, kind).values()],
        }
        for kind in LetterKind
    ]
    rows = Mailing.objects.visible_to(request.user).in_area(request.area).select_related("by")[:SHOWN]
    context = {"kinds": kinds, "mailings": [(row, actions.told(row)) for row in rows], "mail": actions.mail_ready()}
    return render(request, "outreach/letters/list.html", context)


@area_view(Permission.EDIT_VISITS)
def letter_text(request: AreaRequest, kind: str, language: str) -> HttpResponse:
    """The text of a letter in a language: change it, see its earlier versions."""
    which = _kind(kind)
    if language not in dict(languages.choices()):
        raise Http404
    known = queries.texts(request.area, which)
    now = known.get(language) or known[queries.FALLBACK]
    form = TextForm(request.POST or None, initial={"subject": now.subject, "body": now.body})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.save_text(request.area, which, language, subject=data["subject"], body=data["body"], by=request.user)
        done(request, _("The text is saved. Letters that were sent keep theirs."), None)
        return redirect("outreach:letters", request.area.slug)
    versions = LetterVersion.objects.visible_to(request.user).in_area(request.area)
    context = {
        "form": form,
        "kind": which,
        "language": languages.name(language),
        "code": language,
        "others": [pair for pair in languages.choices() if pair[0] != language],
        "placeholders": PLACEHOLDERS.items(),
        "versions": versions.filter(template__kind=which, template__language=language)[:SHOWN],
    }
    return render(request, "outreach/letters/text.html", context, status=422 if form.is_bound else 200)


@area_view(Permission.EDIT_VISITS)
def mailing_new(request: AreaRequest, kind: str) -> HttpResponse:
    """Write to those that the filter leaves: entries, who gets it and who does not, preview; then make the letters."""
    which = _kind(kind)
    mail = actions.mail_ready()
    if which == LetterKind.POSTER:
        return _poster(request)
    form = MailingForm(request.POST or None, kind=which, mail=mail)
    filters = RegisterFilter(request.GET, area=request.area, auto_id="filter_%s")
    rows = register.filtered(register.organisations(request.user, request.area), request.area, filters.criteria())
    count = rows.count()
    valid = request.method == "POST" and form.is_valid()
    entries = form.entries() if valid else {}
    channel = form.cleaned_data["channel"] if valid else Mailing.Channel.PAPER
    found = queries.recipients(
        request.area, list(rows.order_by("search", "pk")[:MOST]), kind=which, channel=channel, values=entries
    )
    if valid and request.POST.get("do") == "make":
        return _make(request, which, channel, entries, found, form.cleaned_data["token"])
    shown = []
    for one in found.reached[:3] if valid else []:
        values = queries.placeholders(
            request.area, one.organisation, language=one.text.language, contact=one.contact,
            sender=request.user.name, values=entries,
        )  # fmt: skip
        shown.append((one, *queries.written(one.text, values)))
    context = {
        "kind": which,
        "filters": filters,
        "form": form,
        "count": count,
        "most": MOST,
        "found": found,
        "left_out": found.left_out[:SHOWN],
        "reasons": Counter(reason for _row, reason in found.left_out).most_common(),
        "shown": shown,
        "previewed": valid,
        "mail": mail,
    }
    return render(request, "outreach/letters/new.html", context, status=422 if form.is_bound and not valid else 200)


def _make(
    request: AreaRequest, kind: str, channel: str, entries: dict[str, str], found: Any, token: Any
) -> HttpResponse:
    before = Mailing.objects.filter(token=token, area=request.area).first()
    if before is None and not found.reached:
        problem(request, _("Nobody is left who may get this letter."))
        return redirect(f"{request.path}?{request.GET.urlencode()}")
    mailing = before
    if mailing is None:
        mailing, _fresh = actions.make_mailing(
            request.area, kind=kind, channel=channel, values=entries, reached=found.reached, token=token,
            by=request.user,
        )  # fmt: skip
    return redirect("outreach:mailing", request.area.slug, mailing.pk)


def _poster(request: AreaRequest) -> HttpResponse:
    texts = queries.texts(request.area, LetterKind.POSTER)
    here = str(get_language() or settings.LANGUAGE_CODE)[:2]
    form = MailingForm(
        request.POST or None,
        kind=LetterKind.POSTER,
        mail=False,
        languages=[(code, languages.name(code)) for code in texts],
        initial={"language": here if here in texts else queries.FALLBACK},
    )
    if request.method == "POST" and form.is_valid():
        text = texts[form.cleaned_data["language"]]
        values = queries.placeholders(
            request.area, None, language=text.language, contact="", sender=request.user.name, values=form.entries()
        )
        subject, body = queries.written(text, values)
        pdf = poster_pdf(request.area, subject=subject, body=body, language=text.language)
        return _pdf(pdf, f"{request.area.slug}-{slugify(_('Poster'))}")
    return render(
        request,
        "outreach/letters/poster.html",
        {"form": form, "kind": LetterKind.POSTER},
        status=422 if form.is_bound else 200,
    )


def _pdf(pdf: bytes, name: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'inline; filename="{name}-{timezone.localdate()}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _mailing(request: AreaRequest, pk: int) -> Mailing:
    rows = Mailing.objects.visible_to(request.user).in_area(request.area).select_related("area", "by")
    return get_object_or_404(rows, pk=pk)


@require_safe
@area_view(Permission.EDIT_VISITS)
def mailing(request: AreaRequest, pk: int) -> HttpResponse:
    """What became of each letter; print, send, or send again what failed."""
    row = _mailing(request, pk)
    rows = list(row.letters.select_related("organisation", "version__template"))
    running = Job.objects.filter(work=WORK, scope=request.area.pk, arguments__mailing_id=row.pk)
    context = {
        "mailing": row,
        "letters": rows,
        "told": actions.told(row),
        "unsent": sum(1 for letter in rows if letter.status in {"waiting", "failed"}),
        "job": next((job for job in running if not job.is_over), None),
        "mail": actions.mail_ready(),
    }
    return render(request, "outreach/letters/mailing.html", context)


@require_safe
@area_view(Permission.EDIT_VISITS)
def mailing_pdf(request: AreaRequest, pk: int) -> HttpResponse:
    """All letters of a mailing as one PDF."""
    row = _mailing(request, pk)
    written = []
    for letter in row.letters.select_related("organisation", "version__template", "mailing__area", "mailing__by"):
        subject, body = actions.words_of(letter)
        shop = letter.organisation
        town = f"{shop.postcode} {shop.city}".strip()
        written.append(Written(shop.name, shop.street_line, town, letter.version.template.language, subject, body))
    title, language = str(row.get_kind_display()), str(get_language() or "de")[:2]
    return _pdf(letters_pdf(row.area, written, title=title, language=language), f"{row.area.slug}-{slugify(title)}")


@require_POST
@area_view(Permission.EDIT_VISITS)
def mailing_send(request: AreaRequest, pk: int) -> HttpResponse:
    """Send what was not sent: mails as a job, printed letters by saying that they are on their way."""
    row = _mailing(request, pk)
    here = reverse("outreach:mailing", args=[request.area.slug, row.pk])
    if not row.letters.unsent().exists():
        problem(request, _("Everything of this mailing was sent before. Nothing is sent twice."))
        return redirect(here)
    if row.channel == Mailing.Channel.PAPER:
        made = actions.post(row, by=request.user)
        done(request, made.label, made)
        return redirect(here)
    if not actions.mail_ready():
        problem(request, _("No mail server is set up."))
        return redirect(here)
    waiting = Job.objects.filter(work=WORK, scope=request.area.pk, arguments__mailing_id=row.pk)
    job = next((job for job in waiting if not job.is_over), None) or start(
        WORK,
        title=_("Mails: %(kind)s") % {"kind": row.get_kind_display()},
        by=request.user,
        area=request.area,
        arguments={"mailing_id": row.pk, "user_id": request.user.pk, "base": request.build_absolute_uri("/")},
    )
    return redirect("core:job", job.pk)
