"""Why somebody sits in a circle, what speaks against it, and what would bring in those left out: codes with values."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone

from kogge.engine import circles
from kogge.engine.circles.model import metres

from .town import AT_A_TABLE, PRACTICE, Reading, Row, language_code, organisation_id, row

LONG_AGO = 365  # days since the talk
FARTHEST = 3000.0  # metres: a longer walk is proposed to nobody
CONFIDENTIAL = {"other"}  # with whom somebody does not sit: never stored


def reasons(member: circles.Member, circle: circles.Circle, place: circles.Place, reading: Reading) -> list[Row]:
    """What speaks for this member in this circle."""
    pk = organisation_id(member.id)
    talk = reading.conditions[pk]
    found: list[Row] = []
    shared = [code for code in circle.topics if code in member.topics]
    if shared:
        found.append(row("topics", topics=",".join(shared)))
    found.append(row("free", slot=circle.slot))
    found.append(row("near", metres=round(metres(member, place))))
    found.append(row("language", language=language_code(circle.language)))
    known = [
        other for other in map(organisation_id, circle.members) if (min(pk, other), max(pk, other)) in reading.trust
    ]
    if known:
        found.append(row("trust", parties=",".join(map(str, known))))
    forms = sorted(talk.formats & AT_A_TABLE)
    if forms:
        found.append(row("form", formats=",".join(forms)))
    if member.id == circle.host:
        found.append(row("host"))
    return found


def against(member: circles.Member, circle: circles.Circle, reading: Reading) -> list[Row]:
    """What speaks against it: said, so that nobody is surprised."""
    pk = organisation_id(member.id)
    talk = reading.conditions[pk]
    found: list[Row] = []
    if not any(code in member.topics for code in circle.topics):
        found.append(row("no_topic"))
    if talk.would_join == "maybe":
        found.append(row("maybe"))
    unknown = {"walk": talk.max_walk_m is None, "hours": talk.hours_per_month is None}
    found += [row(f"{what}_unknown") for what, is_unknown in unknown.items() if is_unknown]
    days = (timezone.localdate() - talk.date).days
    if days > LONG_AGO:
        found.append(row("long_ago", days=days))
    districts = Counter(reading.organisations[organisation_id(id_)].district_id for id_ in circle.members)
    (most, _count), *_rest = districts.most_common(1)
    mine = reading.organisations[pk].district
    if mine is not None and mine.pk != most:
        found.append(row("district", district=mine.name))
    return found


def rest_reason(reason: circles.Reason) -> Row:
    """The engine's reason as it is stored, without whom somebody will not meet."""
    values: dict[str, Any] = {key: value for key, value in reason.values if key not in CONFIDENTIAL}
    if "languages" in values:
        values["languages"] = ",".join(language_code(code.strip()) for code in str(values["languages"]).split(","))
    return row(reason.code, **values)


def openings(town: circles.Town, plan: circles.Plan, member: str, kept: int) -> list[Row]:
    """Single changes that bring somebody in; none into a circle that stays as it is, none into the practice world."""
    mine = next(m for m in town.members if m.id == member)
    practice = any(language.startswith(PRACTICE) for language in mine.languages)
    found = []
    for one in circles.openings(town, plan, member):
        circle = plan.circles[one.circle]
        if one.circle < kept or circle.language.startswith(PRACTICE) != practice:
            continue
        if one.change == "walk" and float(one.value) > FARTHEST:
            continue
        value = language_code(str(one.value)) if one.change == "language" else one.value
        found.append(row(one.change, value=value, circle=one.circle + 1))
    return found[:3]
