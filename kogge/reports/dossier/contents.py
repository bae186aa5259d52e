"""What stands in the dossier: read from the records, worded in the reader's language, as plain data.

Nothing said in confidence is read here: no interview, no no-go, no rift. Persons are named where the reader
may see persons; else what they are stands in place of who they are.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kogge.actors.models import Organisation, Position
from kogge.engine.ties import Figures, figures
from kogge.exchange.models import Agreement
from kogge.exchange.queries import reciprocity, redemption_rate
from kogge.handover.actions import Outlook, compute
from kogge.handover.models import CoordinationTask, DayAfterRecord
from kogge.handover.reasons import worded
from kogge.needs.models import Need, Offer
from kogge.networks.models import Network
from kogge.outreach.models import Promise, Visit
from kogge.outreach.queries import keeping_rate
from kogge.places.models import Area, Fact

MOST_LISTED = 400  # organisations listed by name; the rest is counted
BIG_NETWORK = 2500  # nodes above which betweenness takes longer than a reader waits


@dataclass(frozen=True)
class Contents:
    """The data of the document, and what its pictures are drawn from."""

    data: dict[str, Any]
    outlook: Outlook
    net: Figures


def day(value: Any) -> str:
    """A date as people write it; empty for none."""
    return str(date_format(value, "SHORT_DATE_FORMAT")) if value else ""


def number(value: float | None, places: int = 0) -> str:
    """A number as people write it; a dash for not enough data."""
    return "–" if value is None else str(number_format(value, places, use_l10n=True, force_grouping=True))


def percent(value: float | None) -> str:
    return "–" if value is None else f"{number(value * 100)}\N{NO-BREAK SPACE}%"


def gather(area: Area, *, named: bool = True) -> Contents:
    """Read everything for the dossier of an area: a constant number of queries."""
    outlook = compute(area, named=named)
    net = figures(outlook.network, slow=len(outlook.network.nodes) <= BIG_NETWORK)
    data = {
        "area": _area(area),
        "summary": _summary(area, outlook),
        "districts": _districts(area),
        "facts": _facts(area),
        "who": _who(area, outlook, named),
        "networks": _networks(area, named),
        "promises": _promises(area, named),
        "agreements": _agreements(area),
        "board": _board(area),
        "ties": _ties(outlook, net),
        "dayafter": _day_after(outlook),
        "tasks": _tasks(area, named),
        "projects": _projects(area),
        "trend": [
            {"week": day(row.week), "after": row.fragmentation_after, "today": row.fragmentation_today}
            for row in DayAfterRecord.objects.filter(area=area).order_by("week")
        ],
    }
    return Contents(data, outlook, net)


def _area(area: Area) -> dict[str, Any]:
    return {
        "name": area.name,
        "note": area.note,
        "imprint": area.imprint,
        "demo": area.is_demo,
        "date": date_format(timezone.localdate(), "DATE_FORMAT"),
        "mapsource": area.basemap_source,
    }


def _summary(area: Area, outlook: Outlook) -> list[dict[str, str]]:
    """The six figures of the first page: value, what it is."""
    found = outlook.found
    organisations = Organisation.objects.current().filter(area=area).count()
    visits = Visit.objects.done().filter(area=area).count()
    promises = Promise.objects.open().filter(area=area).count()
    alone, idle = len(found.orphans), len(outlook.tasks_orphaned)
    lines = [
        (organisations, ngettext("organisation is known here", "organisations are known here", organisations)),
        (
            outlook.organisations,
            ngettext("of them is tied into the network", "of them are tied into the network", outlook.organisations),
        ),
        (visits, ngettext("visit was made", "visits were made", visits)),
        (promises, ngettext("promise is open", "promises are open", promises)),
        (
            alone,
            ngettext(
                "organisation would stand alone on the day after",
                "organisations would stand alone on the day after",
                alone,
            ),
        ),
        (idle, ngettext("coordination task would have nobody", "coordination tasks would have nobody", idle)),
    ]
    return [{"value": number(value), "what": what} for value, what in lines]


def _districts(area: Area) -> list[dict[str, Any]]:
    counts: Counter[tuple[int | None, str]] = Counter(
        Organisation.objects.current().filter(area=area).values_list("district_id", "kind")
    )
    rows = []
    for pk, name in [*area.districts.values_list("pk", "name"), (None, _("without a district"))]:
        kinds = {kind: counts[pk, kind] for kind in Organisation.Kind.values}
        total = sum(kinds.values())
        if total or pk is not None:
            civic = kinds["civic"] + kinds["education"] + kinds["public"] + kinds["housing"]
            rows.append(
                {
                    "name": name,
                    "business": number(kinds["business"]),
                    "civic": number(civic),
                    "other": number(kinds["other"]),
                    "total": number(total),
                }
            )
    return rows


def _facts(area: Area) -> dict[str, Any]:
    """The newest value of each fact, a column for each district, with day and source."""
    newest: dict[tuple[str, int], Fact] = {}
    for fact in Fact.objects.filter(district__area=area).order_by("date"):
        newest[fact.name, fact.district_id] = fact
    districts = [d for d in area.districts.all() if any(pk == d.pk for _name, pk in newest)]
    rows = []
    for name in sorted({name for name, _pk in newest}):
        found = [newest.get((name, district.pk)) for district in districts]
        sources = sorted({f"{fact.source}, {day(fact.date)}" for fact in found if fact})
        values = [
            f"{number(float(fact.value), 0 if fact.value == int(fact.value) else 1)} {fact.unit}".strip()
            if fact
            else "–"
            for fact in found
        ]
        rows.append({"what": name, "values": values, "source": "; ".join(sources)})
    return {"districts": [district.name for district in districts], "rows": rows}


def _who(area: Area, outlook: Outlook, named: bool) -> dict[str, Any]:
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


def _networks(area: Area, named: bool) -> list[dict[str, Any]]:
    rows = Network.objects.filter(area=area).prefetch_related("leaders", "members__organisation")
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
            }
        )
    return sorted(found, key=lambda row: (bool(row["ended"]), row["name"]))


def _promises(area: Area, named: bool) -> dict[str, Any]:
    rate = keeping_rate(area)
    rows = Promise.objects.open().filter(area=area).select_related("organisation", "promised_by")
    today = timezone.localdate()
    return {
        "rate": percent(rate.rate),
        "counts": _("kept: %(kept)s, broken: %(broken)s, overdue: %(overdue)s")
        % {"kept": number(rate.kept), "broken": number(rate.broken), "overdue": number(rate.overdue)},
        "rows": [
            {
                "what": row.what,
                "whom": row.organisation.name,
                "who": row.promised_by.name if named and row.promised_by else "",
                "due": day(row.due),
                "overdue": row.due < today,
            }
            for row in rows
        ],
    }


def _agreements(area: Area) -> dict[str, Any]:
    rows = (
        Agreement.objects.filter(area=area, status=Agreement.Status.AGREED)
        .prefetch_related("contributions__giver", "contributions__receiver")
        .order_by("due")
    )
    return {
        "redemption": percent(redemption_rate(area).value),
        "reciprocity": percent(reciprocity(area).value),
        "rows": [
            {
                "title": row.title,
                "due": day(row.due),
                "sides": [f"{c.giver.name} → {c.receiver.name}: {c.text}" for c in row.contributions.all()],
            }
            for row in rows
        ],
    }


def _board(area: Area) -> list[dict[str, str]]:
    """Topics with the most open needs, beside what is offered."""
    needs: Counter[int] = Counter(Need.objects.live().filter(area=area).values_list("topic_id", flat=True))
    offers: Counter[int] = Counter(Offer.objects.live().filter(area=area).values_list("topic_id", flat=True))
    topics = {topic.pk: topic.name for topic in area.topics.filter(pk__in=[pk for pk, _n in needs.most_common(12)])}
    return [
        {"topic": topics[pk], "needs": number(count), "offers": number(offers[pk])}
        for pk, count in needs.most_common(12)
    ]


def _ties(outlook: Outlook, net: Figures) -> dict[str, Any]:
    label = {node.id: node.label for node in outlook.network.nodes}
    staff = {node.id for node in outlook.network.nodes if node.staff}
    ranked = sorted(net.betweenness.items(), key=lambda pair: -pair[1]) if net.betweenness else []
    total = sum(value for _node, value in ranked) or 1.0
    joints = set(net.articulation_points)
    return {
        "nodes": number(net.nodes),
        "edges": number(net.edges),
        "density": number(net.density, 3),
        "centralisation": number(net.degree_centralisation, 2),
        "components": number(net.components),
        "fragmentation": number(net.fragmentation, 2),
        "cohesion": number(net.vertex_connectivity),
        "holders": [
            {
                "name": label[node],
                "share": percent(value / total),
                "ties": number(net.degree[node]),
                "joint": node in joints,
                "staff": node in staff,
            }
            for node, value in ranked[:12]
        ],
    }


def _day_after(outlook: Outlook) -> dict[str, Any]:
    found = outlook.found
    label = {node.id: node.label for node in outlook.network.nodes}
    return {
        "leavers": [label[node] for node in outlook.leavers],
        "today": number(found.fragmentation_today, 2),
        "after": number(found.fragmentation_after, 2),
        "components": number(found.components_after),
        "staffonly": percent(found.staff_only_ties),
        "orphans": sorted(label[node] for node in found.orphans)[:60],
        "orphancount": number(len(found.orphans)),
        "introductions": [
            {
                "a": label[pair.a],
                "b": label[pair.b],
                "reasons": [worded(reason, label) for reason in pair.reasons][:3],
                "gain": number(pair.gain, 3),
            }
            for pair in found.introductions
        ],
    }


def _tasks(area: Area, named: bool) -> list[dict[str, Any]]:
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


def _projects(area: Area) -> list[dict[str, str]]:
    return [
        {
            "name": project.name,
            "carrier": project.carrier,
            "funder": project.funder,
            "time": f"{day(project.start)} – {day(project.end)}",
            "note": project.note or project.goals,
        }
        for project in area.projects.order_by("start")
    ]
