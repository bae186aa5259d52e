"""One OSM object's tags become an organisation: class, name, address, contact."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kogge.actors.importing.readers import values
from kogge.actors.importing.readers.guesses import TagClass, kind_from_name, legal_form_of, tag_table
from kogge.actors.importing.records import Kind

# In this order: what a place mainly is. A restaurant that also sells fish is a restaurant; a hotel's
# restaurant is a hotel.
KEYS = ("tourism", "amenity", "shop", "craft", "office", "healthcare", "social_facility", "club", "leisure")

# Without a name these are things in the street or parts of something else, not organisations that one visits.
_NAME_NEEDED = {
    "amenity": "public_building car_wash boat_rental bicycle_rental car_sharing place_of_worship marketplace "
    "studio conference_centre exhibition_centre events_venue factory research_institute",
    "shop": "mall outpost rental",
    "tourism": "chalet apartment",
}
_NOT_A_SHOP = {"no", "vacant", "yes;vacant", "none"}
_LIFECYCLE = re.compile(r"^(?:closed|geschlossen|ehemals)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """What the tags say, before the surroundings are looked at."""

    key: str
    value: str
    entry: TagClass
    name: str
    name_needed: bool


def place_of(tags: Mapping[str, str]) -> Place | None:
    """The organisation that the tags describe, or ``None`` when they describe none (benches, parking,
    vending machines).
    """
    table = tag_table()
    chosen: tuple[str, str, TagClass] | None = None
    for key in KEYS:
        value = tags.get(key)
        if not value or value in _NOT_A_SHOP:
            continue
        value = value.split(";")[0].strip()
        entry = table.get((key, value)) or table.get((key, "*"))
        if entry is None:
            continue
        # The sort of social facility says more than that it is one.
        if chosen is None or (key == "social_facility" and chosen[:2] == ("amenity", "social_facility")):
            chosen = (key, value, entry)
    if chosen is None or tags.get("disused") == "yes" or tags.get("abandoned") == "yes":
        return None
    key, value, entry = chosen
    name = ""
    for source in ("name", "name:de", "official_name", "brand", "operator"):
        name = values.one_line(tags.get(source, ""))
        if name and not _LIFECYCLE.match(name):
            break
    return Place(key, value, entry, name, key == "leisure" or value in _NAME_NEEDED.get(key, "").split())


_SCHOOLS = (
    (re.compile(r"grundschule", re.I), "85.20"),
    (
        re.compile(r"gymnasium|gesamtschule|regional(?:e )?schule|realschule|förder|sekundar|waldorf", re.I),
        "85.31",
    ),
    (re.compile(r"beruf", re.I), "85.32"),
    (re.compile(r"musikschule", re.I), "85.52"),
    (re.compile(r"volkshochschule", re.I), "85.59"),
)


def wz_of(place: Place, tags: Mapping[str, str]) -> str:
    """WZ 2008 class of the place; a school's level comes from its name, a bakery that bakes is a
    manufacturer.
    """
    if place.entry.kind == "education":
        for pattern, wz in _SCHOOLS:
            if pattern.search(place.name):
                return wz
    if place.value == "bakery" and tags.get("craft") == "bakery":
        return "10.71"
    return place.entry.wz


def kind_of(place: Place) -> Kind:
    """Kind of the tag, unless a business's or club's own name says that it is a housing company,
    association or office.
    """
    if place.entry.kind == "business" and place.key in ("office", "amenity", "healthcare"):
        named = kind_from_name(place.name, legal_form_of(place.name))
        if named in ("housing", "civic") and (place.key == "office" or named == "civic"):
            return named
    return place.entry.kind


def address_of(tags: Mapping[str, str]) -> tuple[str, str, str, str, str]:
    """Street, house number, postcode, town, quarter."""
    get = tags.get
    street = get("addr:street") or get("addr:place") or get("contact:street") or ""
    number = get("addr:housenumber") or get("contact:housenumber") or ""
    postcode, _ = values.postcode(get("addr:postcode") or get("contact:postcode") or "")
    city = get("addr:city") or get("contact:city") or ""
    quarter = get("addr:suburb") or get("addr:quarter") or ""
    one = values.one_line
    return one(street), one(number), postcode, one(city), one(quarter)


def contact_of(tags: Mapping[str, str]) -> tuple[str, str, str]:
    """Phone, e-mail, website: the first usable one of the tags in use for each."""

    def first(keys: tuple[str, ...], check: values.Check) -> str:
        for key in keys:
            text = tags.get(key, "").split(";")[0].strip()
            if text and check(text):
                return check(text)
        return ""

    phone = first(("phone", "contact:phone", "contact:mobile", "mobile", "phone2"), values.phone)
    email = first(("email", "contact:email", "email2"), values.email)
    site = first(("website", "contact:website", "url", "contact:url"), values.website)
    return phone, email, site


_CUISINES = {
    "italian": "Italienisch", "pizza": "Pizza", "kebab": "Döner", "turkish": "Türkisch", "arab": "Arabisch",
    "chinese": "Chinesisch", "asian": "Asiatisch", "german": "Deutsche Küche", "fish": "Fisch",
    "regional": "Regionale Küche", "burger": "Burger", "indian": "Indisch", "vietnamese": "Vietnamesisch",
    "greek": "Griechisch", "thai": "Thailändisch", "mexican": "Mexikanisch", "steak_house": "Steakhaus",
}  # fmt: skip


def tags_of(place: Place, tags: Mapping[str, str]) -> tuple[str, ...]:
    """Words for filtering: the class in German, the kitchen, step-free access."""
    found = [place.entry.label]
    found += [_CUISINES[word] for word in tags.get("cuisine", "").split(";") if word in _CUISINES]
    if tags.get("wheelchair") == "yes":
        found.append("barrierefrei")
    return tuple(dict.fromkeys(found))
