"""A plan of founding circles: read the records, let the engine find who fits, keep all of it with its reasons."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kogge.accounts.models import User
from kogge.core.history import bulk_create, change
from kogge.core.jobs import JobFailed, Progress
from kogge.engine import circles
from kogge.engine.circles.check import wrong
from kogge.engine.circles.warm import warm
from kogge.networks.models import (
    FoundingCircle,
    FoundingPlan,
    FoundingRest,
    FoundingScenario,
    FoundingSeat,
    FoundingWish,
)
from kogge.networks.queries.founding.houses import house_organisation
from kogge.networks.queries.founding.reasons import against, openings, reasons, rest_reason
from kogge.networks.queries.founding.town import PRACTICE, Reading, Row, language_code, organisation_id, read_town, row
from kogge.places.models import Area

SECONDS = 20.0  # for the engine; what it has then is kept, with the bound proven so far
TRY_SECONDS = 3.0  # for each smaller size that is tried when no circle is large enough
Kind = FoundingWish.Kind


@dataclass
class Asked:
    """The wishes as the engine takes them, and what could not be granted."""

    town: circles.Town
    wishes: circles.Wishes
    keep: list[FoundingWish] = field(default_factory=list)
    notes: list[Row] = field(default_factory=list)


def first_scenario(area: Area) -> FoundingScenario:
    """The scenario that a plan is made for when nobody named one: the oldest; made when there is none."""
    found = FoundingScenario.objects.filter(area=area).order_by("pk").first()
    return found or FoundingScenario.objects.create(area=area, name=_("All times"))


def make_plan(
    *, scenario: FoundingScenario | None = None, area: Area, by: Any = None, progress: Progress | None = None,
    seconds: float = SECONDS,
) -> FoundingPlan:  # fmt: skip
    """Look for circles and store them as proposals that a person decides; nothing is founded.

    Everything is stored in one transaction: a process that dies leaves the plan before.
    """
    progress = progress or Progress()
    with change(_("Founding circles looked for"), by=by, area=area):
        scenario = scenario or first_scenario(area)
    progress.say(_("Reading what businesses said"), 5)
    reading = read_town(scenario)
    asked = asked_for(scenario, reading)
    progress.say(_("Looking for circles that everybody would really join"), 15)
    warm()  # the first time on a machine this takes a while: not on the engine's clock
    plan = circles.solve(asked.town, wishes=asked.wishes, seconds=seconds)
    asked.notes += _notes(scenario, reading, asked, plan)
    progress.say(_("Storing the proposals"), 90)
    with change(_("Founding circles looked for"), by=by, area=area):
        return _store(scenario, reading, asked, plan, by)


def run_plan(progress: Progress, *, scenario: int, by: int | None = None) -> dict[str, Any]:
    """The job behind the button: `make_plan` for ids, and where its result is."""
    found = FoundingScenario.objects.select_related("area").filter(pk=scenario).first()
    if found is None:
        raise JobFailed(_("This scenario was removed meanwhile."))
    plan = make_plan(scenario=found, area=found.area, by=User.objects.filter(pk=by).first(), progress=progress)
    return {"plan": plan.pk, "url": reverse("networks:founding_scenario", args=[found.area.slug, found.pk])}


def asked_for(scenario: FoundingScenario, reading: Reading) -> Asked:
    """Wishes of the scenario in the engine's words; one about somebody who takes no part is noted, not asked."""
    rows = list(
        scenario.wishes.select_related("circle__place", "organisation", "other").prefetch_related("circle__seats")
    )
    members = {m.id: m for m in reading.town.members}
    asked = Asked(reading.town, circles.Wishes())
    places = {p.id: p for p in reading.town.places}
    keep: list[circles.Circle] = []
    kept: set[str] = set()
    for one in rows:
        if one.kind != Kind.KEEP or one.circle is None:
            continue
        circle = _as_engine(one.circle)
        inside = set(circle.members)
        if not inside <= set(members) or inside & kept or wrong(reading.town, circle, members, places) is not None:
            asked.notes.append(row("not_kept", number=one.circle.number))
            continue
        keep.append(circle)
        kept |= inside
        asked.keep.append(one)
    out, must, together, apart = set(), set(), set(), set()
    for one in rows:
        ids = [str(pk) for pk in (one.organisation_id, one.other_id) if pk is not None]
        if one.kind == Kind.KEEP:
            continue
        if not set(ids) <= set(members):
            asked.notes += [row("no_part", party=int(id_)) for id_ in ids if id_ not in members]
        elif set(ids) & kept:
            if not (one.kind == Kind.TOGETHER and set(ids) <= kept):
                asked.notes.append(row("in_kept", party=int(next(id_ for id_ in ids if id_ in kept))))
        elif one.kind == Kind.OUT:
            out.add(ids[0])
        elif one.kind == Kind.PIN:
            must.add(ids[0])
        elif one.kind == Kind.TOGETHER:
            together.add(frozenset(ids))
        elif one.kind == Kind.APART:
            apart.add(frozenset(ids))
    for one in rows:  # pinned into a circle: with the host it was proposed with
        if one.kind == Kind.PIN and one.circle is not None and str(one.organisation_id) in must:
            anchor = _anchor(one, members, out | kept)
            if anchor is not None:
                must.add(anchor)
                together.add(frozenset({str(one.organisation_id), anchor}))
    asked.town = replace(reading.town, members=tuple(_apart(m, apart) for m in reading.town.members))
    asked.wishes = circles.Wishes(tuple(keep), frozenset(out), frozenset(must - out), frozenset(together))
    return asked


def _apart(member: circles.Member, pairs: set[frozenset[str]]) -> circles.Member:
    """The member with those it is to be kept from: the openings respect it too."""
    others = {id_ for pair in pairs if member.id in pair for id_ in pair} - {member.id}
    return replace(member, no_go=member.no_go | others) if others else member


def _anchor(one: FoundingWish, members: dict[str, Any], not_these: set[str]) -> str | None:
    """Who stands for the circle that somebody is pinned into: its host, else the first who takes part."""
    assert one.circle is not None
    seats = sorted(one.circle.seats.all(), key=lambda seat: (not seat.is_host, seat.pk))
    ids = [str(seat.organisation_id) for seat in seats if seat.organisation_id != one.organisation_id]
    return next((id_ for id_ in ids if id_ in members and id_ not in not_these), None)


def _as_engine(circle: FoundingCircle) -> circles.Circle:
    seats = list(circle.seats.all())
    host = next((seat for seat in seats if seat.is_host), None)
    mark = PRACTICE if circle.is_practice else ""
    return circles.Circle(
        slot=circle.slot,
        place=f"h{circle.place_id}",
        language=mark + circle.language,
        topics=tuple(circle.topics),
        members=tuple(str(seat.organisation_id) for seat in seats),
        host=str(host.organisation_id) if host else "",
    )


def _notes(scenario: FoundingScenario, reading: Reading, asked: Asked, plan: circles.Plan) -> list[Row]:
    """What could not be met, with the nearest that could."""
    found: list[Row] = []
    empty = [slot for slot in scenario.slots if not reading.free[slot]]
    if empty:
        best = max(reading.free, key=lambda slot: reading.free[slot], default="")
        found.append(row("empty_slots", slots=",".join(empty), best=best, count=reading.free[best] if best else 0))
    if not reading.town.places:
        found.append(row("no_house"))
    elif not plan.circles and reading.town.members:
        least, most = asked.town.size
        for size in range(min(least, len(reading.town.members) + 1) - 1, 1, -1):
            smaller = replace(asked.town, size=(size, most))
            tried = circles.solve(smaller, wishes=asked.wishes, seconds=TRY_SECONDS)
            if tried.circles:
                sat = sum(len(circle.members) for circle in tried.circles)
                found.append(row("smaller", least=least, size=size, circles=len(tried.circles), members=sat))
                break
        else:
            found.append(row("no_size", least=least))
    seated = {id_ for circle in plan.circles for id_ in circle.members}
    found += [row("not_placed", party=int(id_)) for id_ in sorted(asked.wishes.must - seated, key=int)]
    return found


def _store(scenario: FoundingScenario, reading: Reading, asked: Asked, plan: circles.Plan, by: Any) -> FoundingPlan:
    made = FoundingPlan.objects.create(
        scenario=scenario,
        made_by=by if getattr(by, "pk", None) else None,
        objective=plan.objective,
        bound=plan.bound,
        seconds=plan.seconds,
        inputs={
            **reading.numbers,
            "least": scenario.least,
            "most": scenario.most,
            "slots": list(scenario.slots),
            "topics_at_most": scenario.topics,
            "hours_per_month": float(scenario.hours_per_month),
            "fee": float(scenario.fee),
            "left_out": len(plan.left_out) + len(reading.refused),
        },
        notes=asked.notes,
    )
    stored = bulk_create(
        [
            FoundingCircle(
                plan=made,
                number=number,
                slot=circle.slot,
                place_id=house_organisation(circle.place),
                language=language_code(circle.language),
                topics=list(circle.topics),
                is_practice=circle.language.startswith(PRACTICE),
            )
            for number, circle in enumerate(plan.circles, 1)
        ]
    )
    bulk_create(
        [
            _seat(saved, circle, member, asked.town, reading)
            for saved, circle in zip(stored, plan.circles, strict=True)
            for member in circle.members
        ]
    )
    bulk_create(_rest(made, reading, asked, plan))
    _follow(asked, stored, plan)
    return made


def _seat(
    saved: FoundingCircle, circle: circles.Circle, member: str, town: circles.Town, reading: Reading
) -> FoundingSeat:
    who = next(m for m in town.members if m.id == member)
    place = next(p for p in town.places if p.id == circle.place)
    pk = organisation_id(member)
    return FoundingSeat(
        circle=saved,
        organisation_id=pk,
        interview_id=reading.conditions[pk].interview,
        is_host=member == circle.host,
        metres=round(circles.model.metres(who, place)),
        topics={code: who.topics[code] for code in circle.topics if code in who.topics},
        reasons=reasons(who, circle, place, reading),
        against=against(who, circle, reading),
    )


def _rest(made: FoundingPlan, reading: Reading, asked: Asked, plan: circles.Plan) -> list[FoundingRest]:
    kept = len(asked.keep)
    rows = [
        FoundingRest(
            plan=made,
            organisation_id=organisation_id(one.id),
            kind=FoundingRest.Kind.LEFT_OUT,
            is_practice=organisation_id(one.id) in reading.practice,
            reasons=[rest_reason(one.reason)],
            openings=openings(asked.town, plan, one.id, kept) if one.reason.code != "wished_out" else [],
        )
        for one in plan.left_out
    ]
    for kind, found in (
        (FoundingRest.Kind.LEFT_OUT, {pk: [one] for pk, one in reading.refused.items()}),
        (FoundingRest.Kind.MISSING, reading.missing),
    ):
        rows += [
            FoundingRest(
                plan=made,
                organisation_id=pk,
                kind=kind,
                is_practice=pk in reading.conditions and reading.conditions[pk].is_practice,
                reasons=codes,
            )
            for pk, codes in found.items()
        ]
    return rows


def _follow(asked: Asked, stored: list[FoundingCircle], plan: circles.Plan) -> None:
    """Wishes that name a circle name the one of the new plan: kept circles come first, in their order."""
    for one, circle in zip(asked.keep, stored, strict=False):
        one.circle = circle
        one.save()
    seated = {id_: saved for saved, circle in zip(stored, plan.circles, strict=True) for id_ in circle.members}
    if not stored:
        return
    for one in FoundingWish.objects.filter(scenario=stored[0].plan.scenario, kind=Kind.PIN, circle__isnull=False):
        circle = seated.get(str(one.organisation_id))
        if circle is not None and one.circle_id != circle.pk:
            one.circle = circle
            one.save()
