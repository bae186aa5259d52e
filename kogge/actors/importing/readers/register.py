"""Extracts of the commercial and association registers in the form of OffeneRegister.de."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from kogge.actors.importing.readers import values
from kogge.actors.importing.readers.base import Options, Reading, UnreadableFile
from kogge.actors.importing.readers.csv_file import decode, guess_separator, read_bytes, rows_of
from kogge.actors.importing.readers.guesses import kind_from_name, legal_form_of
from kogge.actors.importing.records import Kind, OrganisationRecord, Problem, gettext_noop

COLUMNS = (
    "company_number",
    "name",
    "status",
    "register_type",
    "register_no",
    "registered_office",
    "registered_address",
)

# The register's own legal form where the name carries none.
_FORM_OF_REGISTER = {"VR": "e.V.", "GnR": "eG", "PR": "PartG"}
_BRANCH_OFFICE = re.compile(r"zweign?i?ed?erl(?:assung|\.)|zweigt?niederlas?sung", re.IGNORECASE)
# "17034 Neubrandenburg.neues Stammkapital: …": the next sentence of the announcement clings to the address.
_LEFTOVER = re.compile(r"(\b\d{5} [^.]*)\.[a-zäöü].*")
_TITLES = re.compile(
    r"\b(?:hanse-?\s?(?:und|u\.)\s?universitätsstadt|universitäts-?\s?und\s?hansestadt|hansestadt|landeshauptstadt|stadt"
    r"|seebad|ostseebad)\s+",
    re.IGNORECASE,
)


def fold_town(town: str) -> str:
    """Town without titles, quarters and notes behind it, in small letters.

    >>> fold_town("Hansestadt Rostock"), fold_town("Rostock (Amtsgericht Rostock HRB 12928)")
    ('rostock', 'rostock')
    >>> fold_town("|Neubrandenburg/Carlshöhe"), fold_town("Neustadt-Glewe")
    ('neubrandenburg', 'neustadt-glewe')
    """
    text = _TITLES.sub("", town.strip().strip("|").strip())
    text = re.split(r"[,(/;|]|\s(?:OT|Ortsteil|Zweig\w*|Landkreis|Lkr\.)\b", text)[0]
    return text.strip().casefold()


def read(path: Path, options: Options) -> Reading:
    """Read a register extract, filtered by town and status as the options say. Raises ``UnreadableFile``."""
    text, encoding = decode(read_bytes(path), path, options.encoding)
    separator = options.separator or guess_separator(text)
    rows = rows_of(text, separator, path)
    _, headers = next(rows, (1, []))
    missing = [column for column in COLUMNS if column not in headers]
    if missing:
        message = gettext_noop("The register extract has no column “%(column)s”.")
        raise UnreadableFile(path, message, line=1, column=missing[0])
    reading = Reading(kind="register", headers=list(headers), encoding=encoding, separator=separator)
    at = {column: headers.index(column) for column in COLUMNS}
    registrar = headers.index("registrar") if "registrar" in headers else -1
    towns = {fold_town(town) for town in options.towns}
    for line, cells in rows:
        if not any(cells):
            continue
        reading.counts["read"] += 1
        if reading.counts["read"] > options.max_rows:
            message = gettext_noop("The table has more than %(limit)s rows.")
            raise UnreadableFile(path, message, limit=options.max_rows)
        if len(cells) < len(headers):
            message = gettext_noop("The row has %(cells)s cells, the header %(columns)s.")
            params = {"cells": str(len(cells)), "columns": str(len(headers))}
            reading.refuse(Problem(line, "", "", message, "", "refused", params), cells)
            continue
        get = {column: cells[index].strip() for column, index in at.items()}
        address = values.split_address(_LEFTOVER.sub(r"\1", get["registered_address"]))
        if towns and fold_town(get["registered_office"]) not in towns and fold_town(address[3]) not in towns:
            reading.counts["filtered"] += 1
            reading.counts["other_town"] += 1
            continue
        removed = get["status"].startswith("removed")
        if removed and options.current_only:
            reading.counts["filtered"] += 1
            reading.counts["struck_off"] += 1
            continue
        if not any(character.isalnum() for character in get["name"]):
            message = gettext_noop("The row has no name.")
            reading.refuse(Problem(line, "name", get["name"], message), cells)
            continue
        court = cells[registrar].strip() if registrar >= 0 else ""
        reading.take(_record(line, get, address, court, removed))
    return reading


def _record(line: int, get: dict[str, str], address: Sequence[str], court: str, removed: bool) -> OrganisationRecord:
    name = values.one_line(get["name"])
    if name.startswith('"') and name.endswith('"') and name.count('"') == 2:
        name = name.strip('"').strip()
    legal_form = legal_form_of(name) or _FORM_OF_REGISTER.get(get["register_type"], "")
    street, number, postcode, city = address
    seat = get["registered_office"].strip("| ")
    city, _, quarter = re.sub(r"\sOrtsteil\s", " OT ", city).partition(" OT ")
    # The seat is the town of the register; an address without town lies there.
    return OrganisationRecord(
        name=name,
        kind=_kind(name, legal_form, get["register_type"]),
        legal_form=legal_form,
        street=street,
        housenumber=number,
        postcode=postcode,
        city=city or re.split(r"[,(/;|]", seat)[0].strip(),
        district=quarter.strip(),
        source="register",
        source_id=f"register:{get['company_number']}",
        register_no=" ".join(part for part in (get["register_type"], get["register_no"], court) if part),
        tags=("Zweigniederlassung",) if _BRANCH_OFFICE.search(f"{name} {seat}") else (),
        row=line,
        status="removed" if removed else "current",
    )


def _kind(name: str, legal_form: str, register: str) -> Kind:
    guessed = kind_from_name(name, legal_form)
    return "civic" if register == "VR" and guessed == "business" else guessed
