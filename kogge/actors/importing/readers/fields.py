"""Which column of a list fills which field: German and English headers as people really write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from kogge.actors.importing.records import gettext_noop

# Fields a column can fill, with the label a mapping page shows. "address" is split, "tags" and "note" may be
# filled from several columns.
FIELDS: dict[str, str] = {
    "name": gettext_noop("Name of the organisation"),
    "kind": gettext_noop("Kind (business, association, public …)"),
    "wz": gettext_noop("Line of business or WZ code"),
    "legal_form": gettext_noop("Legal form"),
    "size_class": gettext_noop("Size (employees)"),
    "address": gettext_noop("Whole address in one cell"),
    "street": gettext_noop("Street"),
    "housenumber": gettext_noop("House number"),
    "postcode": gettext_noop("Postcode"),
    "city": gettext_noop("Town"),
    "postcode_city": gettext_noop("Postcode and town in one cell"),
    "district": gettext_noop("District"),
    "lat": gettext_noop("Latitude"),
    "lon": gettext_noop("Longitude"),
    "phone": gettext_noop("Phone"),
    "email": gettext_noop("E-mail"),
    "website": gettext_noop("Website"),
    "contact_person": gettext_noop("Contact person"),
    "opening_hours": gettext_noop("Opening hours"),
    "languages": gettext_noop("Languages"),
    "tags": gettext_noop("Tags"),
    "register_no": gettext_noop("Register number"),
    "source_id": gettext_noop("Number in the source list"),
    "status": gettext_noop("Status (current, closed)"),
    "note": gettext_noop("Note"),
}
# Filled from several columns at once; for all others the first column that holds something wins.
JOINED = frozenset({"tags", "note"})

_SYNONYMS: dict[str, str] = {
    "name": (
        "name firma firmenname firmierung unternehmen unternehmensname betrieb betriebsname "
        "organisation institution einrichtung bezeichnung verein vereinsname geschaeft laden akteur "
        "traeger company name_der_firma name_des_unternehmens name_des_betriebs name_der_einrichtung "
        "name_des_vereins organisationsname organization fn org title titel kunde firma_name "
        "name_firma company_name firmenbezeichnung betriebsbezeichnung unternehmensbezeichnung geschaeftsname "
        "geschaeftsbezeichnung name_der_organisation name_des_geschaefts ladenname"
    ),
    "kind": "art typ kategorie organisationstyp akteurstyp organisationsart kind type akteursgruppe",
    "wz": (
        "branche wz wz_code wz_2008 wz2008 wz_2025 wz_nummer wz_schluessel wirtschaftszweig "
        "wirtschaftszweige gewerbe gewerk taetigkeit gewerbezweig geschaeftsfeld industry sector "
        "branch nace sparte branchenzuordnung"
    ),
    "legal_form": "rechtsform gesellschaftsform unternehmensform legal_form",
    "size_class": (
        "groesse groessenklasse beschaeftigte mitarbeiter mitarbeiterzahl mitarbeitende "
        "anzahl_mitarbeiter ma beschaeftigtenzahl anzahl_beschaeftigte employees size "
        "unternehmensgroesse"
    ),
    "address": (
        "adresse anschrift postanschrift geschaeftsadresse firmenadresse address standort "
        "full_address besucheradresse geschaeftsanschrift"
    ),
    "street": (
        "strasse str street strassenname strasse_und_hausnummer strasse_hausnummer strasse_nr "
        "strasse_hausnr strasse_u_hausnummer addr_street str_nr street_address strasse_und_nr "
        "strasse_nummer"
    ),
    "housenumber": "hausnummer hausnr hnr nr hsnr nummer house_number housenumber addr_housenumber haus_nr",
    "postcode": "plz postleitzahl postcode zip zip_code zipcode postal_code addr_postcode",
    "city": "ort stadt wohnort gemeinde city town addr_city ortschaft sitz",
    "postcode_city": "plz_ort plz_und_ort postleitzahl_ort postleitzahl_und_ort plz_stadt",
    "district": "stadtteil ortsteil quartier bezirk district stadtbereich viertel stadtgebiet suburb",
    "lat": "breitengrad breite lat latitude geo_lat geographische_breite y y_koordinate koordinate_y",
    "lon": (
        "laengengrad laenge lon lng long longitude geo_lon geo_lng geographische_laenge x x_koordinate koordinate_x"
    ),
    "phone": (
        "telefon telefonnummer tel telnr tel_nr fon phone telephone festnetz rufnummer telefon_1 "
        "mobil handy mobilnummer telefon_geschaeftlich contact_phone mobiltelefon"
    ),
    "email": "e_mail email mail emailadresse e_mail_adresse mailadresse contact_email e_mail_1",
    "website": (
        "webseite website homepage internet url web internetseite www internetadresse web_adresse contact_website"
    ),
    "contact_person": (
        "ansprechpartner ansprechpartnerin ansprechperson kontakt kontaktperson inhaber inhaberin "
        "geschaeftsfuehrer geschaeftsfuehrung geschaeftsfuehrerin contact contact_person "
        "name_ansprechpartner vorstand leitung ansprechpartner_in inhaber_in"
    ),
    "opening_hours": "oeffnungszeiten oeffnungszeit geschaeftszeiten opening_hours sprechzeiten zeiten",
    "languages": "sprache sprachen languages language sprachkenntnisse",
    "tags": ("schlagworte schlagwoerter stichworte tags tag merkmale angebot angebote leistungen sortiment themen"),
    "register_no": (
        "registernummer handelsregister hrb hra hrb_nr handelsregisternummer vereinsregister "
        "register_no registernr hr_nummer vr_nr"
    ),
    "source_id": "id lfd_nr laufende_nummer kundennummer id_nr objectid lfdnr uuid kennung",
    "status": "status zustand aktiv",
    "note": (
        "notiz notizen bemerkung bemerkungen kommentar anmerkung anmerkungen hinweis note notes "
        "comment remarks beschreibung description info sonstiges"
    ),
}


def fold_header(header: str) -> str:
    """Header in small letters without umlauts, punctuation as one underscore.

    >>> fold_header("Straße / Haus-Nr."), fold_header("E-Mail *"), fold_header("PLZ, Ort")
    ('strasse_haus_nr', 'e_mail', 'plz_ort')
    """
    text = header.casefold()
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        text = text.replace(umlaut, letters)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", text).strip("_")


_BY_HEADER = {word: field for field, words in _SYNONYMS.items() for word in words.split()}
_LONG_WORDS = [word for word in _BY_HEADER if len(word) >= 5]


def field_of(header: str) -> str:
    """Field that a header most probably names, "" when none.

    >>> [field_of(h) for h in ("Firmenbezeichnung", "Straße/Hausnr.", "Öffnungs-Zeiten", "Telefonummer", "Umsatz")]
    ['name', 'street', 'opening_hours', 'phone', '']
    """
    folded = fold_header(header)
    if not folded:
        return ""
    for candidate in (folded, folded.replace("_", ""), re.sub(r"_\d+$", "", folded)):
        if candidate in _BY_HEADER:
            return _BY_HEADER[candidate]
    close = process.extractOne(folded, _LONG_WORDS, scorer=fuzz.ratio, score_cutoff=90)
    return _BY_HEADER[close[0]] if close else ""


def guess_mapping(headers: Sequence[str]) -> dict[str, str]:
    """Header → field for every header that names one; a field with one column goes to the first that names
    it.

    "Nr." is the house number beside a street and the list's own number without one. A list of associations
    may name its organisations in a column "Einrichtung" and have "Name" for a person: the clearer header
    wins.
    """
    mapping: dict[str, str] = {}
    for header in headers:
        field = field_of(header)
        taken = set(mapping.values())
        if field == "housenumber" and fold_header(header) in ("nr", "nummer") and "street" not in taken:
            field = "source_id"
        if field and (field not in taken or field in JOINED or field == "phone"):
            mapping[header] = field
    _prefer_clear_names(headers, mapping)
    return mapping


_CLEAR_NAMES = {
    "firma",
    "firmenname",
    "unternehmen",
    "unternehmensname",
    "organisation",
    "betrieb",
    "company_name",
}
_VAGUE_NAMES = {"name", "titel", "title", "bezeichnung", "traeger", "kunde"}


def _prefer_clear_names(headers: Sequence[str], mapping: dict[str, str]) -> None:
    current = next((header for header, field in mapping.items() if field == "name"), None)
    clear = next((header for header in headers if fold_header(header) in _CLEAR_NAMES), None)
    if current and clear and current != clear and fold_header(current) in _VAGUE_NAMES:
        mapping[clear] = "name"
        del mapping[current]
        if fold_header(current) == "name" and "contact_person" not in mapping.values():
            mapping[current] = "contact_person"
