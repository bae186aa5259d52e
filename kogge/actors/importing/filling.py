"""From a record of a file to an organisation: new, or the gaps or everything of one that is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from kogge.actors.importing.records import OrganisationRecord, Problem, gettext_noop
from kogge.actors.models import Organisation

SIZES = {"micro": "2-9", "small": "10-49", "medium": "50-249", "large": "250+"}
# Fields a record fills, in the order a person reads them. Lists and the place are handled beside these.
TEXTS = (
    "name", "kind", "wz_code", "legal_form", "size_class", "street", "housenumber", "postcode", "city",
    "phone", "email", "website", "opening_hours", "register_no", "source", "source_id", "note",
)  # fmt: skip
ADDRESS = ("street", "housenumber", "postcode", "city")
_LIMITS = {name: limit for name in TEXTS if (limit := Organisation._meta.get_field(name).max_length) is not None}
_TOO_LONG = gettext_noop("Longer than %(limit)s letters; the rest was cut off.")

Tell = Callable[[Problem], None]


def values_of(record: OrganisationRecord, tell: Tell) -> dict[str, Any]:
    """What the record says, as values of the model's text fields; too long ones are cut and told about."""
    found: dict[str, Any] = {}
    for name in TEXTS:
        value = getattr(record, name)
        if name == "size_class":
            value = SIZES.get(value, value)
        elif name == "website" and value and "://" not in value:
            value = f"https://{value}"
        limit = _LIMITS.get(name)
        if limit is not None and len(value) > limit:
            params = {"limit": str(limit)}
            tell(Problem(record.row, name, value[:200], _TOO_LONG, "", "warning", params))
            # A cut address of a page or mailbox leads nowhere: nothing is better.
            value = "" if name in ("website", "email") else value[:limit].rstrip()
        found[name] = value
    return found


def new_organisation(area: Any, record: OrganisationRecord, tell: Tell, today: dt.date) -> Organisation:
    """An organisation out of a record, not saved; its search text is set."""
    row = Organisation(area=area, lat=record.lat, lon=record.lon, languages=list(record.languages))
    for name, value in values_of(record, tell).items():
        setattr(row, name, value)
    if record.status == "removed":
        row.closed_on = today
    row.search = row.search_text()
    return row


def fill(row: Organisation, record: OrganisationRecord, mode: str, tell: Tell, today: dt.date) -> list[str]:
    """Change a known organisation by a record; returns the names of the fields that changed.

    "fill" writes only where nothing stands, "update" wherever the record says something; "skip" nothing.
    An address is taken as a whole: a street of one list with the number of another would be wrong. What a
    person named keeps its name against a made-up one, and the ids of its first source stay.
    """
    if mode == "skip":
        return []
    changed: list[str] = []
    said = values_of(record, tell)
    may_move = mode == "update" or not (row.street or row.housenumber)
    for name, value in said.items():
        old = getattr(row, name)
        if not value or value == old or (old and _keeps(name, mode, record)):
            continue
        if name in ADDRESS and not (may_move and (record.street or not old)):
            continue
        setattr(row, name, value)
        changed.append(name)
    place = (record.lat, record.lon)
    if record.lat is not None and (row.lat is None or mode == "update") and (row.lat, row.lon) != place:
        row.lat, row.lon = place
        changed += ["lat", "lon"]
    if record.languages and (mode == "update" or not row.languages):
        merged = list(dict.fromkeys([*row.languages, *record.languages]))
        if merged != row.languages:
            row.languages = merged
            changed.append("languages")
    if record.status == "removed" and row.closed_on is None and mode == "update":
        row.closed_on = today
        changed.append("closed_on")
    if changed and (search := row.search_text()) != row.search:
        row.search = search
        changed.append("search")
    return changed


def _keeps(name: str, mode: str, record: OrganisationRecord) -> bool:
    """Does a value that is there stay, whatever the file says?"""
    if mode == "fill" or name in ("source", "source_id"):
        return True
    if name == "name":
        return record.unnamed
    # Every record has a kind; "business" is also what stands for "nothing said".
    return name == "kind" and record.kind == "business"
