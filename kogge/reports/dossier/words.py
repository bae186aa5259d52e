"""The fixed words of the dossier in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Every heading, column and sentence of the document by its short name."""
    return {
        "title": _("Handover dossier"),
        "subtitle": _("What a successor can start from"),
        "demo": _("Demonstration area: all names and events are invented."),
        "asof": _("As of"),
        "contents": _("Contents"),
        "page": _("Page"),
        "of": _("of"),
        "read": _("How to read this"),
        "readtext": _(
            "This dossier is for those who carry on. It says who is there, what was promised, who holds the "
            "network together, and what would be missing tomorrow if the project ended today. Begin with the "
            "open promises: nothing costs more trust than a forgotten one."
        ),
        "area": _("The area"),
        "maptitle": _("Map of the area with its organisations"),
        "maplegend": _(
            "Red: businesses. Green-blue: civic organisations. Other colours: public bodies, housing, education."
        ),
        "district": _("District"),
        "business": _("Businesses"),
        "civic": _("Common good"),
        "other": _("Other"),
        "total": _("In all"),
        "facts": _("Facts"),
        "what": _("What"),
        "value": _("Value"),
        "source": _("Source"),
        "projects": _("Who was here before"),
        "time": _("Time"),
        "carrier": _("Carrier and funder"),
        "became": _("What became of it"),
        "promises": _("Open promises"),
        "whom": _("To whom"),
        "who": _("Who"),
        "due": _("Until"),
        "overdue": _("overdue"),
        "keeping": _("Promises kept so far"),
        "nopromises": _("No promise is open."),
        "agreements": _("Agreements that are running"),
        "redemption": _("Redeemed so far"),
        "reciprocity": _("With something in return"),
        "noagreements": _("No agreement is running."),
        "board": _("What is needed most"),
        "topic": _("Topic"),
        "needs": _("Needs"),
        "offers": _("Offers"),
        "network": _("Who holds the network together"),
        "nettitle": _("Network of the area; squares leave when the project ends"),
        "netlegend": _("Circles: organisations and volunteers. Red squares: project staff who leave."),
        "nodes": _("in the network"),
        "edges": _("ties"),
        "density": _("Density"),
        "centralisation": _("Centralisation"),
        "components": _("Parts"),
        "fragmentation": _("Fragmentation"),
        "cohesion": _("Cohesion"),
        "share": _("Share of shortest paths"),
        "joint": _("bridge"),
        "staff": _("project"),
        "name": _("Name"),
        "networks": _("Networks and circles"),
        "leaders": _("led by"),
        "members": _("Members"),
        "since": _("since"),
        "ended": _("ended"),
        "dayafter": _("The day after"),
        "notenough": _("Not enough data to say what would remain."),
        "notenoughdo": _(
            "Relations between organisations, agreements from proposals and founded networks would make it possible."
        ),
        "leavers": _("Those who leave"),
        "orphans": _("These would stand alone"),
        "staffonly": _("Ties through staff alone"),
        "today": _("today"),
        "after": _("on the day after"),
        "trendtitle": _("Fragmentation on the day after, by week"),
        "introductions": _("Introductions that would help most"),
        "tasks": _("Coordination tasks"),
        "task": _("Task"),
        "hours": _("Hours a month"),
        "leader": _("Who does it"),
        "deputy": _("Who stands in"),
        "ready": _("has done it once"),
        "nobody": _("nobody"),
        "whoiswho": _("Who is who"),
        "address": _("Address"),
        "contact": _("Ask for"),
        "ties": _("Ties"),
        "notlisted": _("further organisations stand in the register."),
        "sources": _("Sources and rules"),
        "nothing": _("Nothing is recorded yet."),
        "rules": _(
            "Density: ties ÷ possible ties (Wasserman and Faust 1994). Centralisation: Freeman 1979. "
            "Fragmentation: 1 − Σ s(s−1) ÷ n(n−1) over the sizes s of the parts; 0 means that everybody can reach "
            "everybody, 1 that nobody reaches anybody (Borgatti 2006). Cohesion: the fewest members whose leaving "
            "splits the network (Moody and White 2003). Share of shortest paths: betweenness (Brandes 2001). "
            "Ties: relations that hold today, agreements, joint membership with those who lead a network, talks of "
            "the last two years. The day after: the same network without the staff of running projects. "
            "Redeemed: fully plus half of partly redeemed ÷ due."
        ),
        "mapsource": _("Map data"),
    }
