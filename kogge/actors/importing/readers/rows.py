"""One row of a list, already sorted into fields, becomes a record; every doubtful cell is told about."""

from __future__ import annotations

import re
from collections.abc import Mapping

from kogge.actors.importing.readers import values
from kogge.actors.importing.readers.guesses import kind_from_name, kind_from_word, legal_form_of, wz_class
from kogge.actors.importing.records import Kind, OrganisationRecord, Problem, gettext_noop

MAX_NAME = 300
# The line below a typed list: "Summe: 8 Betriebe".
SUM = re.compile(r"(summe|gesamtsumme|zwischensumme|insgesamt|anzahl)\s*([:=\d].*)?", re.IGNORECASE)
# What Excel writes where it could not calculate, in English (every workbook) and in German (lists saved from it).
_NO_RESULT = {
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#SPILL!", "#CALC!",
    "#WERT!", "#BEZUG!", "#ZAHL!", "#ÜBERLAUF!",
}  # fmt: skip
_CLOSED = (
    "removed",
    "gelöscht",
    "geschlossen",
    "aufgelöst",
    "erloschen",
    "closed",
    "inaktiv",
    "abgemeldet",
    "nein",
)


class RowReader:
    """Makes records out of rows. ``headers`` (field → header) names columns in problems."""

    def __init__(self, source: str, headers: Mapping[str, str]) -> None:
        self.source = source
        self.headers = headers

    def record(self, row: int, cells: Mapping[str, str]) -> tuple[OrganisationRecord | None, list[Problem]]:
        """Record of a row (field → text), or ``None`` when the row cannot be used, and its problems."""
        self.problems: list[Problem] = []
        self.row = row
        get = {field: values.clean(text) for field, text in cells.items()}
        for field, text in get.items():
            if values.looks_like_formula(text):
                self._warn(field, text, gettext_noop("The cell begins like a formula; it was taken as plain text."))
            elif text in _NO_RESULT:
                self._warn(field, text, gettext_noop("Excel could not calculate this cell; it was left out."))
                get[field] = ""
        name = values.one_line(get.get("name", ""))
        if not any(character.isalnum() for character in name):
            empty = self._problem("name", name, gettext_noop("The row has no name."), gettext_noop("Fill it in."))
            return None, [*self.problems, empty] if cells.get("name", "").strip() in _NO_RESULT else [empty]
        if SUM.fullmatch(name) and not any(text for field, text in get.items() if field != "name"):
            message = gettext_noop("This looks like the sum below the list, not like an organisation.")
            return None, [self._problem("name", name, message, gettext_noop("Leave the row out."))]
        if len(name) > MAX_NAME:
            message = gettext_noop("The name has %(length)s characters; at most %(limit)s are taken.")
            remedy = gettext_noop("Shorten it and put the rest into a note.")
            return None, [self._problem("name", name[:80], message, remedy, length=len(name), limit=MAX_NAME)]
        legal_form = values.one_line(get.get("legal_form", "")) or legal_form_of(name)
        wz, edition, tags, note = self._line_of_business(get)
        lat, lon = self._place(get)
        spoken, unknown = values.languages(get["languages"]) if get.get("languages") else ((), "")
        if unknown:
            self._warn("languages", unknown, gettext_noop("This is no language Kogge knows."))
        street, housenumber, postcode, city = self._address(get)
        record = OrganisationRecord(
            name=name,
            kind=self._kind(get, name, legal_form),
            wz_code=wz,
            wz_edition=edition or "2008",
            legal_form=legal_form,
            size_class=self._checked(get, "size_class", values.size_class),
            street=street,
            housenumber=housenumber,
            postcode=postcode,
            city=city,
            district=values.one_line(get.get("district", "")),
            lat=lat,
            lon=lon,
            phone=self._checked(get, "phone", values.phone),
            email=self._checked(get, "email", values.email),
            website=self._checked(get, "website", values.website),
            contact_person=values.one_line(get.get("contact_person", "")),
            opening_hours=get.get("opening_hours", "").replace("\n", "; "),
            languages=spoken,
            tags=tags,
            source=self.source,
            source_id=f"{self.source}:{get['source_id']}" if get.get("source_id") else "",
            register_no=values.one_line(get.get("register_no", "")),
            note=note,
            row=row,
            status="removed" if get.get("status", "").casefold().startswith(_CLOSED) else "current",
        )
        return record, self.problems

    def _kind(self, get: Mapping[str, str], name: str, legal_form: str) -> Kind:
        written = get.get("kind", "")
        if written:
            kind = kind_from_word(written)
            if kind:
                return kind
            self._warn("kind", written, gettext_noop("This is no kind Kogge knows; it was guessed from the name."))
        return kind_from_name(name, legal_form)

    def _line_of_business(self, get: Mapping[str, str]) -> tuple[str, str, tuple[str, ...], str]:
        """WZ code, edition, tags and note: words that are no WZ class stay as a tag, so nothing is lost."""
        tags = [part.strip() for part in get.get("tags", "").replace("\n", ";").replace(",", ";").split(";")]
        branch = values.one_line(get.get("wz", ""))
        wz, edition = wz_class(branch) if branch else ("", "")
        if branch and not branch.replace(".", "").isdigit():
            tags.insert(0, branch)
        elif branch and not wz:
            self._warn("wz", branch, gettext_noop("This is no class of WZ 2008 or WZ 2025."))
        return wz, edition, tuple(dict.fromkeys(tag for tag in tags if tag)), get.get("note", "")

    def _address(self, get: Mapping[str, str]) -> tuple[str, str, str, str]:
        street, number, postcode, city = "", "", "", ""
        if get.get("address"):
            street, number, postcode, city = values.split_address(get["address"])
        if get.get("street"):
            text = values.one_line(get["street"])
            if "," in text and any(part.isdigit() and len(part) == 5 for part in text.split()):
                street, number, postcode, city = values.split_address(text)
            elif get.get("housenumber"):
                street = text
            else:
                street, number = values.split_street(text)
        if get.get("housenumber"):
            number = values.one_line(get["housenumber"]).removesuffix(".0")
        if get.get("postcode_city"):
            _, _, postcode, city = values.split_address(get["postcode_city"])
        if get.get("postcode"):
            postcode, repaired = values.postcode(get["postcode"])
            if not postcode:
                _, _, postcode, inside = values.split_address(get["postcode"])
                city = city or inside
            if not postcode:
                message = gettext_noop("This is no German postcode of five digits; it was left out.")
                self._warn("postcode", get["postcode"], message)
            elif repaired:
                message = gettext_noop("The postcode had lost its leading zero; it was read as %(postcode)s.")
                self._warn("postcode", get["postcode"], message, postcode=postcode)
        city = values.one_line(get.get("city", "")) or city
        return street, number, postcode, city

    def _place(self, get: Mapping[str, str]) -> tuple[float | None, float | None]:
        written = (get.get("lat", ""), get.get("lon", ""))
        if not any(written):
            return None, None
        lat, lon = values.coordinate(written[0]), values.coordinate(written[1])
        if lat is not None and lon is not None:
            # Germany lies between 5° and 16° east and 47° and 56° north: the other way round is a swap of
            # columns.
            if 5 <= lat <= 16 and 47 <= lon <= 56:
                self._warn(
                    "lat",
                    written[0],
                    gettext_noop("Latitude and longitude were swapped; they were turned round."),
                )
                return lon, lat
            if abs(lat) <= 90 and abs(lon) <= 180 and (lat, lon) != (0.0, 0.0):
                return lat, lon
        message = gettext_noop("These are no coordinates in degrees; the place was left out.")
        remedy = gettext_noop("Latitude and longitude look like 54.0887 and 12.1405.")
        self._warn("lat", " / ".join(written), message, remedy)
        return None, None

    def _checked(self, get: Mapping[str, str], field: str, check: values.Check) -> str:
        written = values.one_line(get.get(field, ""))
        if not written:
            return ""
        checked = check(written)
        if not checked:
            self._warn(field, written, _NOT_USABLE[field])
        return checked

    def _problem(self, field: str, value: str, message: str, remedy: str = "", **params: object) -> Problem:
        texts = {key: str(param) for key, param in params.items()}
        return Problem(self.row, self.headers.get(field, field), value[:200], message, remedy, "refused", texts)

    def _warn(self, field: str, value: str, message: str, remedy: str = "", **params: object) -> None:
        texts = {key: str(param) for key, param in params.items()}
        header = self.headers.get(field, field)
        self.problems.append(Problem(self.row, header, value[:200], message, remedy, "warning", texts))


_NOT_USABLE = {
    "size_class": gettext_noop("No size can be read from this; it was left out."),
    "phone": gettext_noop("This is no phone number; it was left out."),
    "email": gettext_noop("This is no e-mail address; it was left out."),
    "website": gettext_noop("This is no web address; it was left out."),
}
