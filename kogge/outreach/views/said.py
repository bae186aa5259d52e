"""What the answers say: conditions for joining as pictures, question by question, word for word."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.actors.queries import sectors
from kogge.core.addresses import changed
from kogge.core.addresses import number as key_of
from kogge.core.numbers import number
from kogge.outreach.forms.said import ConditionsFilter, SaidFilter
from kogge.outreach.models import DAYS, TIMES, GuideVersion, Interview
from kogge.outreach.queries import joining
from kogge.outreach.queries.joining import Picture, Wish, guarded, named_only
from kogge.outreach.queries.quotes import quotes
from kogge.outreach.queries.said import (
    STANDARD,
    answers,
    figures,
    latest_of,
    questions_of,
    versions_asked,
)
from kogge.places.access import AreaRequest, area_view

from .said_tabs import COUNTED_FOR, said_tabs

PER_PAGE = 50
FIRST_TEXTS = 3


def _may_read(request: AreaRequest) -> bool:
    return Permission.VIEW_INTERVIEWS in request.permissions


def _current(request: AreaRequest) -> Any:
    """The newest talk of each organisation that exists today.

    Not through `visible_to`: who may not read talks sees counts of them here, never one of them (`guarded`).
    """
    rows = Interview.objects.in_area(request.area).filter(organisation__closed_on__isnull=True)
    return rows.latest_per_organisation()


def _grid(picture: Picture) -> list[tuple[str, list[dict[str, Any]]]]:
    """The picture of times as rows of a week: each cell with its count and how dark it is (0 to 5, of the best)."""
    rows, top = [], picture.top
    for time, label in TIMES:
        cells = []
        for day, day_label in DAYS:
            bar = picture.at(f"{day}-{time}")
            count = bar.count if bar else None
            level = -(-5 * count // top) if count else 0
            cells.append({"key": f"{day}-{time}", "day": day_label, "count": count, "level": level})
        rows.append((str(label), cells))
    return rows


def _pictures(rows: list[Wish], smallest: int, *, full: bool) -> dict[str, Picture]:
    found = {
        "times": joining.times(rows),
        "fee": joining.numbers(rows, "fee"),
        "hours": joining.numbers(rows, "hours"),
        "walk": joining.numbers(rows, "walk"),
        "formats": joining.choices(rows, "formats"),
        "languages": joining.choices(rows, "languages"),
    }
    if full:
        return found
    several = {"times", "formats", "languages"}
    found = {name: guarded(picture, smallest, several=name in several) for name, picture in found.items()}
    return found | {"languages": named_only(found["languages"])}


@area_view(*COUNTED_FOR)
def conditions(request: AreaRequest) -> HttpResponse:
    """When are they free, what may it cost? As pictures, for a choice of organisations.

    Who may not read talks sees the whole area alone, small numbers hidden: two choices subtracted from each other
    would tell about one organisation.
    """
    full = _may_read(request)
    filters = ConditionsFilter(request.GET if full else {}, area=request.area, user=request.user)
    everybody = joining.wishes(filters.apply(_current(request)))
    rows = [row for row in everybody if filters.joins(row.join)]
    smallest = request.area.small_number
    shown = full or joining.enough(len(rows), smallest)
    pictures = _pictures(rows, smallest, full=full)
    joins: Picture | None = joining.joins(everybody, Interview.Join.choices)
    if not full and joins is not None:
        joins = guarded(joins, smallest, several=False)
        joins = joins if joins.shown and not joins.hides and joins.unsaid is not None else None
    practised = not rows and not filters.is_practice and full and _current(request).filter(is_practice=True).exists()
    best = joining.best_times(pictures["times"])
    context = {
        "filters": filters if full else None,
        "tabs": said_tabs(request, "outreach:conditions"),
        "full": full,
        "count": len(rows) if shown else None,
        "smallest": smallest,
        "pictures": pictures,
        "grid": _grid(pictures["times"]),
        "days": [label for _key, label in DAYS],
        "best": [{"label": bar.label, "count": bar.count} for bar in best],
        "joins": joins,
        "best_keys": best if full else [],
        "fee": _fee_words(pictures["fee"]) if full else "",
        "numbers": [
            (
                "fee",
                _("What may it cost?"),
                _("Fee a month"),
                _("would pay this much"),
                pictures["fee"],
                _median(pictures, "fee", 2),
            ),
            (
                "hours",
                _("How many hours a month?"),
                _("Hours a month"),
                _("have this much time"),
                pictures["hours"],
                _median(pictures, "hours", 1),
            ),
            (
                "walk",
                _("How far on foot?"),
                _("On foot"),
                _("would walk this far"),
                pictures["walk"],
                _median(pictures, "walk", 0),
            ),
        ],
        "lists": [
            ("format", _("What form suits you?"), pictures["formats"]),
            ("language", _("languages"), pictures["languages"]),
        ],
        "who_url": f"{reverse('outreach:conditions_who', args=[request.area.slug])}{changed(request.GET, what=None)}",
        "practised": practised,
        "is_practice": filters.is_practice,
    }
    return render(request, "outreach/said/conditions.html", context)


def _median(pictures: dict[str, Picture], name: str, places: int) -> str:
    middle = pictures[name].median
    return "" if middle is None else joining.with_unit(name, middle, places if middle % 1 else 0)


def _fee_words(picture: Picture) -> str:
    """One sentence on what a network may cost."""
    if not picture.said or picture.median is None:
        return ""
    free = picture.bars[0].count or 0
    if free * 2 > picture.said:
        return _("For most it must not cost anything: %(free)s of %(said)s said so.") % {
            "free": number(free),
            "said": number(picture.said),
        }
    return _("Half of those who named a sum would pay %(fee)s a month or more; %(free)s of %(said)s nothing.") % {
        "fee": _median({"fee": picture}, "fee", 2),
        "free": number(free),
        "said": number(picture.said),
    }


@area_view(Permission.VIEW_INTERVIEWS)
def conditions_who(request: AreaRequest) -> HttpResponse:
    """The organisations behind one number of the pictures."""
    asked = request.GET.get("what", "")
    test = joining.tests_for(asked)
    if test is None:
        raise Http404
    filters = ConditionsFilter(request.GET, area=request.area, user=request.user)
    rows = filters.apply(_current(request).visible_to(request.user))
    found = {
        row.interview: row
        for row in joining.wishes(rows)
        if test(row) and (asked.startswith("join:") or filters.joins(row.join))
    }
    keys = [pk for pk in rows.order_by("organisation__search", "pk").values_list("pk", flat=True) if pk in found]
    page = Paginator(keys, PER_PAGE).get_page(request.GET.get("page"))
    talks = Interview.objects.select_related("organisation__district").in_bulk(list(page))
    word, _colon, value = asked.partition(":")
    other = {"slot": f"not-slot:{value}", "not-slot": f"slot:{value}"}.get(word, "")
    labels = {key: str(label) for key, label in Interview.Join.choices}
    context = {
        "filters": filters,
        "tabs": said_tabs(request, "outreach:conditions"),
        "said": joining.words_for(asked, labels),
        "other_url": changed(request.GET, what=other) if other else "",
        "other": joining.words_for(other, labels) if other else "",
        "page": page,
        "count": len(found),
        "talks": [talks[pk] for pk in page],
        "what": asked,
        "back_url": f"{reverse('outreach:conditions', args=[request.area.slug])}{changed(request.GET, what=None)}",
    }
    return render(request, "outreach/said/conditions_who.html", context)


@area_view(Permission.VIEW_INTERVIEWS)
def answers_page(request: AreaRequest) -> HttpResponse:
    """Each question of a guide version with its answers counted or listed."""
    filters = SaidFilter(request.GET, area=request.area, user=request.user)
    versions = versions_asked(request.user, request.area)
    wanted = request.GET.get("version", "")
    chosen = wanted if wanted in {key for key, _name, _count in versions} else next(iter(versions), ("",))[0]
    context: dict[str, Any] = {
        "filters": filters,
        "tabs": said_tabs(request, "outreach:answers"),
        "versions": versions,
        "chosen": chosen,
    }
    if not chosen:
        return render(request, "outreach/said/answers.html", context)
    version = None
    if chosen != STANDARD:
        version = GuideVersion.objects.visible_to(request.user).select_related("guide").get(pk=int(chosen))
    rows = (
        Interview.objects.visible_to(request.user)
        .in_area(request.area)
        .filter(filters.of_organisation("organisation__"), guide_version=version, is_practice=filters.is_practice)
    )
    talks = latest_of(rows, is_standard=version is None)
    questions, definition = questions_of(version)
    found = answers(
        questions,
        talks,
        language=(get_language() or "de").split("-")[0],
        default=definition.default_language if definition else "",
        is_standard=version is None,
    )
    one = next((row for row in found if row.question.path == request.GET.get("question")), None)
    page = None
    if one is not None:
        page = Paginator(one.texts, PER_PAGE).get_page(key_of(request.GET.get("page")) or 1)
    shown = list(page) if page else [text for entry in found for text in entry.texts[:FIRST_TEXTS]]
    context |= {
        "names": dict(
            Organisation.objects.filter(pk__in={talk.organisation for talk, _words in shown}).values_list("pk", "name")
        ),
        "count": len(talks),
        "found": [one] if one else found,
        "one": one,
        "page": page,
        "first": FIRST_TEXTS,
        "figures": [] if one else figures(talks),
        "is_practice": filters.is_practice,
    }
    return render(request, "outreach/said/answers.html", context)


@area_view(*COUNTED_FOR)
def quotes_page(request: AreaRequest) -> HttpResponse:
    """What was said word for word, where the organisation agreed to publication and has not taken it back.

    Who may not read talks sees the words with sector and district, not the name.
    """
    filters = SaidFilter(request.GET, area=request.area, user=request.user)
    rows = Interview.objects.in_area(request.area).filter(filters.of_organisation("organisation__"))
    found = quotes(rows, request.area, (get_language() or "de").split("-")[0])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "tabs": said_tabs(request, "outreach:quotes"),
        "page": page,
        "count": len(found),
        "full": _may_read(request),
        "quotes": [(quote, sectors.title(quote.organisation.wz_code)) for quote in page],
    }
    return render(request, "outreach/said/quotes.html", context)
