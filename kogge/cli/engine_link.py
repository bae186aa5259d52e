"""`kogge engine link`: probable doubles within a list, or between two lists; any columns, mapped by name."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from kogge.actors.importing.readers.base import MAX_ROWS, UnreadableFile
from kogge.actors.importing.readers.csv_file import decode, guess_separator, read_bytes, rows_of
from kogge.actors.importing.readers.fields import fold_header, guess_mapping
from kogge.actors.importing.readers.tables import unique_headers
from kogge.actors.importing.readers.values import clean, coordinate, split_address, split_street
from kogge.cli import BadInput
from kogge.cli.language import figure, ngettext, of_the_register
from kogge.cli.language import gettext as _
from kogge.cli.language import gettext_noop as _noop
from kogge.cli.output import print_json, unreadable
from kogge.engine.linkage import Record, clusters, find_pairs

# What other lists call a record's fields, beside the headers that the import knows.
_EXTRA = {
    "id": ("id", "rec_id", "record_id", "company_number", "lfd_nr", "nr", "key", "uuid"),
    "name": ("name", "current_name", "company_name"),
    "given": ("given_name", "vorname", "first_name", "firstname"),
    "surname": ("surname", "nachname", "last_name", "lastname", "familienname"),
    "housenumber": ("street_number",),
    "street": ("address_1", "street_name"),
    "city": ("suburb", "registered_office"),
    "address": ("registered_address",),
    "postcode": ("postal_code",),
    "number": ("soc_sec_id", "steuernummer", "ust_id", "ustid", "tax_id", "vat_id", "kundennummer"),
    "born": ("date_of_birth", "geburtsdatum", "birth_date", "dob", "gruendungsdatum"),
}


def records_of(path: Path) -> list[Record]:
    """Records of a CSV list. Raises ``UnreadableFile``; ids are the list's own, or "line N" without an id
    column.
    """
    text, _encoding = decode(read_bytes(path), path)
    if not text.strip():
        raise UnreadableFile(path, _noop("The file is empty."))
    rows = rows_of(text, guess_separator(text), path)
    line, cells = next(rows, (1, []))
    headers = unique_headers(cells)
    columns: dict[str, int] = {}
    for header, field in guess_mapping([header for header in headers if header]).items():
        columns.setdefault(field, headers.index(header))
    folded = [fold_header(header) for header in headers]
    for field, names in _EXTRA.items():
        for name in names:
            if name in folded:
                columns[field] = folded.index(name)
                break
    if "name" not in columns and not {"given", "surname"} & columns.keys():
        raise UnreadableFile(
            path, _noop("No column holds a name."), _noop("Call one “name”, “Firma” or “surname”."), line=line
        )
    if "given" in columns or "surname" in columns:
        columns.pop("name", None)
    found: list[Record] = []
    seen: set[str] = set()
    for line, cells in rows:
        get = {field: clean(cells[at]) for field, at in columns.items() if at < len(cells)}
        if not any(get.values()):
            continue
        record = _record(line, get)
        if record.id in seen:
            raise UnreadableFile(path, _noop("The id “%(id)s” stands there twice."), line=line, id=record.id)
        seen.add(record.id)
        found.append(record)
        if len(found) > MAX_ROWS:
            raise UnreadableFile(path, _noop("The list has more than %(limit)s rows."), limit=MAX_ROWS)
    return found


def _record(line: int, get: Mapping[str, str]) -> Record:
    def text(field: str) -> str:
        return get.get(field, "")

    street, number, postcode, city = text("street"), text("housenumber"), text("postcode"), text("city")
    if text("address"):
        parts = split_address(text("address"))
        street, number, postcode, city = (
            street or parts[0],
            number or parts[1],
            postcode or parts[2],
            city or parts[3],
        )
    if street and not number:
        street, number = split_street(street)
    return Record(
        id=text("id") or f"line {line}",
        name=text("name") or f"{text('given')} {text('surname')}".strip(),
        street=street,
        housenumber=number,
        postcode=postcode,
        city=city,
        phone=text("phone"),
        email=text("email"),
        website=text("website"),
        register_no=text("register_no"),
        number=text("number"),
        born=text("born"),
        lat=coordinate(text("lat")),
        lon=coordinate(text("lon")),
    )


@click.command()
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path), required=False)
@click.option("--threshold", default=0.9, show_default=True, type=click.FloatRange(0, 1), help="Least probability.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def link(a: Path, b: Path | None, threshold: float, as_json: bool) -> None:
    """Find the same organisation twice in list A, or in the lists A and B (CSV)."""
    begun = time.perf_counter()
    if math.isnan(threshold):
        raise BadInput(_("--threshold %(value)s: must be between 0 and 1") % {"value": threshold})
    try:
        records = records_of(a)
        others = records_of(b) if b is not None else None
    except UnreadableFile as error:
        raise BadInput(unreadable(error, _either)) from error
    if others is not None:
        shared = {record.id for record in records} & {record.id for record in others}
        if shared:
            # The lists number their rows alike: say which list an id is from.
            records = [_renamed(record, "A") for record in records]
            others = [_renamed(record, "B") for record in others]
    pairs = find_pairs(records, threshold, others=others)
    groups = clusters(pairs)
    seconds = round(time.perf_counter() - begun, 3)
    if as_json:
        answer = {
            "pairs": [
                {
                    "ids": [pair.left, pair.right],
                    "probability": pair.comparison.probability,
                    "why": [
                        {"field": r.field, "finding": r.outcome, "bits": r.weight, "text": of_the_register(r.message)}
                        for r in pair.comparison.reasons
                    ],
                }
                for pair in pairs
            ],
            "clusters": groups,
            "seconds": seconds,
        }
        print_json(answer)
        return
    names = {record.id: record.name for record in [*records, *(others or [])]}
    for pair in pairs:
        why = " ".join(of_the_register(r.message) for r in pair.comparison.reasons if r.weight > 0)
        click.echo(f"{pair.comparison.probability:.3f}  {pair.left} = {pair.right}")
        click.echo(f"       {names[pair.left]}  |  {names[pair.right]}")
        click.echo(f"       {why}")
    said = ngettext(
        "%(number)s pair in %(groups)s groups, %(seconds)s s",
        "%(number)s pairs in %(groups)s groups, %(seconds)s s",
        len(pairs),
    )
    click.echo(said % {"number": len(pairs), "groups": len(groups), "seconds": figure(seconds, 2)}, err=True)


def _either(message: str) -> str:
    """What the readers of the register say, or what is said here."""
    return of_the_register(message) if (told := _(message)) == message else told


def _renamed(record: Record, side: str) -> Record:
    return replace(record, id=f"{side}:{record.id}")
