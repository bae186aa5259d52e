"""Who is who: organisations, networks, coordination tasks."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.models import Organisation, Position
from kogge.handover.actions import Outlook
from kogge.handover.models import CoordinationTask
from kogge.networks.models import Network
from kogge.places.models import Area

from .wording import day, number

MOST_DECISIONS = 10
MOST_LISTED = 400  # organisations listed by name; the rest is counted


def who(area: Area, outlook: Outlook, named: bool) -> dict[str, Any]:
    """Organisations in the network by kind, with whom to ask for; the best tied first, then by name."""
    degree: Counter[str] = Counter()
    for edge in outlook.network.edges:
        degree[edge.source] += 1
        degree[edge.target] += 1
    contacts: dict[int, str] = {}
    if named:
        positions = Position.objects.current().filter(organisation__area=area).select_related("person")
        for position in positions.order_by("is_contact"):
            contacts[position.organisation_id] = f"{position.person.name} ({position.title})"
    rows = list(Organisation.objects.current().filter(area=area).select_related("district"))
    rows.sort(key=lambda row: (-degree[f"o{row.pk}"], row.name))
    groups: dict[str, list[dict[str, str]]] = {}
    for row in rows[:MOST_LISTED]:
        groups.setdefault(row.kind, []).append(
            {
                "name": row.name,
                "district": row.district.name if row.district else "",
                "address": row.street_line,
                "phone": row.phone,
                "contact": contacts.get(row.pk, ""),
                "ties": number(degree[f"o{row.pk}"]),
                "sort": row.name.lower(),
            }
        )
    order = ["civic", "public", "housing", "education", "business", "other"]
    labels = dict(Organisation.Kind.choices)
    return {
        "groups": [
            {"kind": str(labels[kind]), "rows": sorted(groups[kind], key=lambda row: row["sort"])}
            for kind in order
            if kind in groups
        ],
        "notlisted": max(0, len(rows) - MOST_LISTED),
    }


def networks(area: Area, named: bool) -> list[dict[str, Any]]:
    rows = Network.objects.filter(area=area).prefetch_related("leaders", "members__organisation")
    rows = rows.prefetch_related("meetings__host", "meetings__decisions__owner", "charters", "budget_entries")
    found = []
    for network in rows:
        members = [member for member in network.members.all() if member.end is None]
        leaders = [person.name for person in network.leaders.all()] if named else []
        found.append(
            {
                "name": network.name,
                "purpose": network.purpose,
                "stage": str(network.get_stage_display()),
                "since": day(network.founded_on),
                "ended": day(network.ended_on),
                "why": network.ended_why,
                "leaders": ", ".join(leaders),
                "members": ", ".join(member.organisation.name for member in members),
                "count": len(members),
                "life": [] if network.ended_on else _life(network),
            }
        )
    return sorted(found, key=lambda row: (bool(row["ended"]), row["name"]))


def _life(network: Network) -> list[tuple[str, str]]:
    """What a successor must know of a living network: next meeting, charter, open decisions, purse."""
    today = timezone.localdate()
    meetings = list(network.meetings.all())
    found = []
    if coming := sorted((row.date, row.where) for row in meetings if row.date >= today):
        found.append((_("Next meeting"), ", ".join(part for part in (day(coming[0][0]), coming[0][1]) if part)))
    elif meetings:
        found.append((_("Last meeting"), day(meetings[0].date)))
    if agreed := [row for row in network.charters.all() if row.agreed_on]:
        text = _("version %(number)s, agreed on %(day)s")
        found.append((_("Charter"), text % {"number": agreed[0].number, "day": day(agreed[0].agreed_on)}))
    open_ones = [row for meeting in meetings for row in meeting.decisions.all() if row.is_open]
    for row in sorted(open_ones, key=lambda row: (row.due is None, row.due, row.pk))[:MOST_DECISIONS]:
        rest = [str(row.owner) if row.owner else "", _("until %(day)s") % {"day": day(row.due)} if row.due else ""]
        found.append((_("To carry out"), ", ".join(part for part in (row.text, *rest) if part)))
    if entries := list(network.budget_entries.all()):
        found.append((_("In the purse"), f"{number(sum(row.signed for row in entries), 2)} €"))
    return found


def tasks(area: Area, named: bool) -> list[dict[str, Any]]:
    rows = CoordinationTask.objects.filter(area=area).select_related("leader__project", "deputy__project", "network")
    today = timezone.localdate()

    def who(person: Any) -> str:
        if person is None:
            return ""
        paid = person.project_id is not None and person.project.end >= today
        if not named:
            return _("project staff") if paid else _("someone on site")
        return f"{person.name} ({_('project')})" if paid else str(person.name)

    return [
        {
            "name": task.name,
            "hours": number(float(task.hours_per_month), 1),
            "leader": who(task.leader),
            "deputy": who(task.deputy),
            "ready": task.deputy_did_it_once,
            "due": day(task.handover_due),
            "howto": task.how_to,
        }
        for task in rows
    ]
