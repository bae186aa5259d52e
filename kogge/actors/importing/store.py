"""Write what a plan says: thousands of rows in few statements, with their history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.importing.filling import fill, new_organisation
from kogge.actors.importing.matching import Plan
from kogge.actors.importing.records import AddressRecord, OrganisationRecord, Problem
from kogge.actors.models import (
    AddressPoint,
    LinkageKey,
    NotDuplicate,
    Organisation,
    Person,
    Position,
    PossibleDuplicate,
    Tag,
    Tagging,
)
from kogge.actors.models.organisations import KEY_LENGTH
from kogge.actors.queries.geography import Addresses, Districts, address_key
from kogge.core.history import bulk_create, bulk_update
from kogge.core.models import Change
from kogge.engine import linkage
from kogge.engine.linkage.text import fold
from kogge.places.models import District

BATCH = 2000
Tell = Callable[[Problem], None]
Say = Callable[[str, float], None]


class Writer:
    """Writes one plan into one area, inside the caller's `change`."""

    def __init__(
        self,
        area: Any,
        records: Sequence[OrganisationRecord],
        plan: Plan,
        *,
        mode: str,
        made: Change,
        tell: Tell,
        say: Say,
    ) -> None:
        self.area, self.records, self.plan, self.mode = area, records, plan, mode
        self.made, self.tell, self.say = made, tell, say
        self.today = timezone.localdate()
        self.rows: dict[int, Organisation] = {}  # position in the file → organisation
        self.counts: Counter[str] = Counter()

    def write(self) -> Counter[str]:
        """Everything: organisations, tags, contact persons, keys, suspicions. Returns the counts."""
        new = self._new()
        known = self._known()
        name_districts(self.area, ((row, self.records[position]) for position, row in self.rows.items()))
        self.say(_("Finding places and districts"), 60)
        moved = locate(self.area, [*new, *(row for row, _fields in known)])
        self.say(_("Writing organisations"), 65)
        create_with_history(new, self.made)
        updated = self._update(known, moved)
        self.say(_("Writing tags and persons"), 85)
        self._tags()
        self._persons()
        self.say(_("Writing what duplicates are found by"), 90)
        insert_keys(
            self.area,
            ((self.rows[position].pk, key) for position in self.plan.new for key in self.plan.keys[position]),
        )
        # What a second row of the file filled changed its keys.
        filled = {id(row): row for position, row in self.rows.items() if position in self.plan.twice}
        replace_keys(self.area, [*updated, *filled.values()])
        self._suspicions()
        self.counts["new"] = len(new)
        self.counts["updated"] = len(updated)
        self.counts["duplicate"] = len(self.records) - len(new) - len(updated)
        self.counts["likely"] = len(self.plan.suspicions)
        return self.counts

    def _new(self) -> list[Organisation]:
        for position in self.plan.new:
            self.rows[position] = new_organisation(self.area, self.records[position], self.tell, self.today)
        made = [self.rows[position] for position in self.plan.new]
        # The same organisation a second time in the file fills gaps before the first is written.
        for position, earlier in sorted(self.plan.twice.items()):
            row = self.rows.get(earlier)
            if row is not None:
                fill(row, self.records[position], "fill", self.tell, self.today)
                self.rows[position] = row
            elif earlier in self.plan.same:
                self.plan.same[position] = self.plan.same[earlier]
        return made

    def _known(self) -> list[tuple[Organisation, set[str]]]:
        changed: dict[int, set[str]] = {}
        for position, pk in sorted(self.plan.same.items()):
            row = self.plan.stock[pk]
            self.rows[position] = row
            fields = fill(row, self.records[position], self.mode, self.tell, self.today)
            if fields:
                changed.setdefault(pk, set()).update(fields)
        return [(self.plan.stock[pk], fields) for pk, fields in changed.items()]

    def _update(self, known: list[tuple[Organisation, set[str]]], moved: set[int]) -> list[Organisation]:
        """Rows that changed, written in groups of the same fields."""
        groups: dict[tuple[str, ...], list[Organisation]] = {}
        for row, fields in known:
            if id(row) in moved:
                fields |= {"lat", "lon", "district"}
            groups.setdefault(tuple(sorted(fields)), []).append(row)
        for names, rows in groups.items():
            bulk_update(rows, names, batch_size=BATCH)
        return [row for row, _fields in known]

    def _tags(self) -> None:
        wanted: dict[str, str] = {}
        pairs: dict[tuple[int, str], None] = {}
        for position, row in self.rows.items():
            if self.mode == "skip" and position in self.plan.same:
                continue
            for word in self.records[position].tags:
                name = " ".join(word.split())[:60]
                if name:
                    wanted.setdefault(name.casefold(), name)
                    pairs[row.pk, name.casefold()] = None
        if not wanted:
            return
        tags = {tag.name.casefold(): tag for tag in Tag.objects.filter(area=self.area)}
        for tag in bulk_create([Tag(area=self.area, name=wanted[key]) for key in wanted if key not in tags]):
            tags[tag.name.casefold()] = tag
        has = set(Tagging.objects.filter(organisation__area=self.area).values_list("organisation_id", "tag_id"))
        bulk_create(
            [Tagging(organisation_id=pk, tag=tags[key]) for pk, key in pairs if (pk, tags[key].pk) not in has],
            batch_size=BATCH,
        )

    def _persons(self) -> None:
        """A contact person of the file becomes a person with a position, once an organisation and name."""
        named = {
            (row.pk, fold(self.records[position].contact_person)): self.records[position].contact_person
            for position, row in self.rows.items()
            if self.records[position].contact_person and not (self.mode == "skip" and position in self.plan.same)
        }
        if not named:
            return
        there = {
            (pk, fold(name))
            for pk, name in Position.objects.filter(organisation__area=self.area).values_list(
                "organisation_id", "person__name"
            )
        }
        missing = {key: name for key, name in named.items() if key not in there}
        persons = create_with_history([Person(area=self.area, name=name[:120]) for name in missing.values()], self.made)
        create_with_history(
            [
                Position(person=person, organisation_id=pk, title=_("Contact person"), is_contact=True)
                for (pk, _name), person in zip(missing, persons, strict=True)
            ],
            self.made,
        )

    def _suspicions(self) -> None:
        def pk_of(side: int | tuple[str, int]) -> int | None:
            if isinstance(side, int):
                return side
            row = self.rows.get(side[1])
            return None if row is None else row.pk

        verdicts = set(NotDuplicate.objects.filter(first__area=self.area).values_list("first_id", "second_id"))
        found: dict[tuple[int, int], PossibleDuplicate] = {}
        for suspicion in self.plan.suspicions:
            one, other = pk_of(suspicion.one), pk_of(suspicion.other)
            if one is None or other is None or one == other:
                continue
            first, second = sorted((one, other))
            if (first, second) in verdicts:
                continue
            found[first, second] = PossibleDuplicate(
                area=self.area,
                first_id=first,
                second_id=second,
                probability=suspicion.probability,
                reasons=suspicion.reasons,
            )
        PossibleDuplicate.objects.bulk_create(found.values(), ignore_conflicts=True, batch_size=BATCH)


def locate(area: Any, rows: Sequence[Organisation]) -> set[int]:
    """Give organisations the place of their address and the district of their place, where either is missing.

    Returns `id()` of the objects that were changed (new ones have no primary key yet). Not saved.
    """
    changed: set[int] = set()
    placeless = [row for row in rows if row.lat is None and row.street and row.housenumber]
    if placeless:
        points = Addresses(area)
        for row in placeless:
            if found := points.find(row.street, row.housenumber, row.postcode, row.city):
                row.lat, row.lon = found
                changed.add(id(row))
    placed = [row for row in rows if row.district_id is None and row.lat is not None and row.lon is not None]
    districts = Districts(area)
    if placed and districts.ids:
        inside = districts.of_points([row.lon or 0.0 for row in placed], [row.lat or 0.0 for row in placed])
        for row, pk in zip(placed, inside, strict=True):
            if pk is not None:
                row.district_id = pk
                changed.add(id(row))
    return changed


def name_districts(area: Any, records: Iterable[tuple[Organisation, OrganisationRecord]]) -> None:
    """Put organisations into the district that the file names, where the area has one of this name."""
    known = {fold(name): pk for pk, name in District.objects.filter(area=area).values_list("pk", "name")}
    for row, record in records:
        if record.district and row.district_id is None:
            row.district_id = known.get(fold(record.district))


def replace_keys(area: Any, rows: Sequence[Organisation]) -> None:
    """Compute and store the blocking keys of organisations that changed."""
    for start in range(0, len(rows), 500):
        ids = [row.pk for row in rows[start : start + 500]]
        LinkageKey.objects.filter(organisation__in=ids).delete()
    insert_keys(area, ((row.pk, key) for row in rows for key in linkage.keys(row.linkage_record())))


def insert_keys(area: Any, keys: Iterable[tuple[int, str]]) -> None:
    """Store keys (organisation, key) by plain SQL: 450,000 of them as objects would take longer than the rest."""
    lines = [(area.pk, pk, key) for pk, key in dict.fromkeys((pk, key[:KEY_LENGTH]) for pk, key in keys)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(name) for name in ("area_id", "organisation_id", "key"))
    table = quote(LinkageKey._meta.db_table)
    with connection.cursor() as cursor:
        for start in range(0, len(lines), 10_000):
            cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s)", lines[start : start + 10_000])


def create_with_history(rows: Sequence[Any], made: Change) -> list[Any]:
    """Create many rows; their history is copied from the table by the database itself, in few statements.

    The same rows as core.history.bulk_create writes, without building a second object for each.
    """
    if not rows:
        return []
    model = type(rows[0])
    created = model._base_manager.bulk_create(rows, batch_size=BATCH)
    past = model.history.model
    quote = connection.ops.quote_name
    tracked = ", ".join(quote(field.column) for field in past.tracked_fields)
    own = ("history_date", "history_type", "history_user_id", "history_change_reason", "change_id")
    columns = ", ".join(quote(name) for name in own)
    change_id = Change._meta.pk.get_db_prep_value(made.pk, connection)
    now = past._meta.get_field("history_date").get_db_prep_value(timezone.now(), connection)
    with connection.cursor() as cursor:
        for start in range(0, len(created), 500):
            ids = [row.pk for row in created[start : start + 500]]
            marks = ", ".join(["%s"] * len(ids))
            cursor.execute(
                f"INSERT INTO {quote(past._meta.db_table)} ({tracked}, {columns}) "
                f"SELECT {tracked}, %s, '+', %s, NULL, %s FROM {quote(model._meta.db_table)} "
                f"WHERE id IN ({marks}) ORDER BY id",
                [now, made.by_id, change_id, *ids],
            )
    return created


def keep_addresses(area: Any, addresses: Sequence[AddressRecord]) -> int:
    """Remember the address points of an OSM file: a later list is put on the map by them."""
    if not addresses:
        return 0
    AddressPoint.objects.filter(area=area).delete()
    points = {
        (key, record.postcode): AddressPoint(
            area=area,
            key=key[:160],
            postcode=record.postcode[:10],
            city=record.city[:80],
            lat=record.lat,
            lon=record.lon,
        )
        for record in addresses
        if (key := address_key(record.street, record.housenumber))
    }
    AddressPoint.objects.bulk_create(points.values(), batch_size=BATCH)
    return len(points)
