"""Two records side by side: a probability that they are one body, and the reasons."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, hypot, radians

from rapidfuzz.distance import JaroWinkler, Levenshtein

from kogge.engine.linkage import weights as w
from kogge.engine.linkage.normal import Prepared, Record, prepare
from kogge.engine.linkage.weights import BUILT_IN, NameWeights, Reason, reason
from kogge.engine.linkage.words import COMMON, FREE_MAIL, TELLING

EARTH_METRES_PER_DEGREE = 111_195.0
# "3" and "3 b" are one door for our purpose: lists leave the letter out.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``probability`` (0 to 1) that both are one body, ``weight`` in bits with the prior, and the findings
    behind it.
    """

    probability: float
    weight: float
    findings: tuple[Reason, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The findings, the weightiest first."""
        return tuple(sorted(self.findings, key=lambda finding: -abs(finding.weight)))


def compare(a: Record, b: Record, names: NameWeights = BUILT_IN) -> Comparison:
    """Compare two records.

    >>> one = Record("1", "Bäckerei Kowalewski GmbH", street="Lindenstr.", housenumber="3")
    >>> two = Record("2", "Stadtbäckerei Kowalewski", street="Lindenstraße", housenumber="3")
    >>> round(compare(one, two).probability, 2), [r.message for r in compare(one, two).reasons]
    (1.0, ['Similar name.', 'Same street and house number.'])
    """
    return score(prepare(a), prepare(b), names)


def score(a: Prepared, b: Prepared, names: NameWeights = BUILT_IN) -> Comparison:
    """``compare`` for prepared records. About 15 µs."""
    found = score_if(a, b, names, -1000.0)
    assert found is not None
    return found


def score_if(a: Prepared, b: Prepared, names: NameWeights, least: float) -> Comparison | None:
    """The same, or ``None`` as soon as even equal names could not lift the weight to ``least`` bits."""
    found: list[Reason] = []
    _name_details(a, b, found)
    _exact(a, b, found)
    _place(a, b, found)
    total = w.PRIOR_BITS
    for finding in found:
        total += finding.weight
    if total + w.NAME_LIMITS[1] < least:
        return None
    name = _name(a, b, names)
    if name is not None:
        found.append(name)
        total += name.weight
    probability = 1.0 / (1.0 + 2.0 ** -max(-60.0, min(60.0, total)))
    return Comparison(round(probability, 6), round(total, 2), tuple(found))


def _name(a: Prepared, b: Prepared, names: NameWeights) -> Reason | None:
    if not a.tokens or not b.tokens:
        return None
    shared = a.token_set & b.token_set
    # The town's own name in the name ("Schützenverein Burg Stargard") says where, not who.
    town = {*a.city.split(), *b.city.split()}
    total = sum(min(names.word(word), w.TOWN_WORD_BITS) if word in town else names.word(word) for word in shared)
    left = [word for word in a.tokens if word not in shared]
    right = [word for word in b.tokens if word not in shared]
    if not left and not right:
        return reason("name", "same", min(total, w.NAME_LIMITS[1]))
    distinctive = any(word not in COMMON and word not in town for word in shared)
    if left and right:
        if _written_together(left, right):
            total += w.SLIP * max(names.word("".join(left)), sum(names.word(word) for word in left))
            left, right, distinctive = [], [], True
        else:
            gained, rare_found = _pair_up(left, right, names)
            total += gained
            distinctive = distinctive or rare_found
    # Many shared words are no proof beyond a limit, or the one that differs ("MS Warnow Moon") would drown
    # in them.
    total = min(total, w.NAME_LIMITS[1])
    rare_left, rare_right = 0, 0
    for words, owner in ((left, b.owner), (right, a.owner)):
        for word in words:
            if word in owner:
                total += 0.5 * names.word(word)
                distinctive = True
            elif word in TELLING:
                total += w.TELLING_WORD_BITS
            elif word in COMMON or word in town:
                total += w.MISSING_COMMON_BITS
            else:
                total += w.MISSING_WORD_BITS
                rare_left += words is left
                rare_right += words is right
    if rare_left and rare_right:
        total += w.CONTRARY_WORDS_BITS
    total = max(w.NAME_LIMITS[0], min(total, w.NAME_LIMITS[1]))
    if not left and not right:
        return reason("name", "similar", total)
    return reason("name", "part" if distinctive and total > 0 else "different", total)


def _written_together(left: list[str], right: list[str]) -> bool:
    """ "bau profi" and "bauprofi": the same letters, other spaces."""
    a, b = "".join(left), "".join(right)
    return len(left) != len(right) and (a == b or Levenshtein.normalized_similarity(a, b, score_cutoff=0.9) > 0)


def _pair_up(left: list[str], right: list[str], names: NameWeights) -> tuple[float, bool]:
    """Take alike but unequal words out of both lists; bits gained, and whether a rare word was found."""
    gained, distinctive = 0.0, False
    for word in list(left):
        best, best_likeness = "", 0.0
        for other in right:
            likeness = _likeness(word, other)
            if likeness > best_likeness:
                best, best_likeness = other, likeness
        if best:
            left.remove(word)
            right.remove(best)
            gained += best_likeness * min(names.word(word), names.word(best))
            distinctive = distinctive or (word not in COMMON and best not in COMMON)
    return gained, distinctive


def _likeness(a: str, b: str) -> float:
    """Share of the bits that two unequal words are worth: a slip of the pen, a part of the other, or
    nothing.
    """
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if len(short) < 4:
        # Initials and given names cut short.
        return w.LIKENESS if len(short) <= 2 and long.startswith(short) else 0.0
    if a[0] != b[0]:
        # Words that begin differently are alike by one wrong first letter or as the end of a compound only.
        if len(short) < 5:
            return 0.0
        if len(long) - len(short) <= 1:
            return w.SLIP if Levenshtein.distance(a, b, score_cutoff=1) <= 1 else 0.0
        return w.LIKENESS if long.endswith(short) else 0.0
    if JaroWinkler.similarity(a, b, score_cutoff=0.92):
        return w.SLIP
    if len(short) >= 5 and long.startswith(short):
        return w.LIKENESS
    if len(short) >= 5 and Levenshtein.distance(a, b, score_cutoff=2) <= (1 if len(short) < 8 else 2):
        return w.SLIP
    return w.LIKENESS if JaroWinkler.similarity(a, b, score_cutoff=0.86) else 0.0


def _name_details(a: Prepared, b: Prepared, found: list[Reason]) -> None:
    if a.numerals != b.numerals:
        found.append(reason("numerals", "different" if a.numerals and b.numerals else "one_side"))
    if a.legal_form and b.legal_form and a.legal_form != b.legal_form:
        found.append(reason("legal_form", "different"))


def _exact(a: Prepared, b: Prepared, found: list[Reason]) -> None:
    if a.register_no and b.register_no:
        found.append(reason("register_no", "same" if a.register_no == b.register_no else "different"))
    for field, one, other in (("number", a.number, b.number), ("born", a.born, b.born)):
        if one and other:
            if one == other:
                found.append(reason(field, "same"))
            else:
                near = Levenshtein.distance(one, other, score_cutoff=2) <= 2 and len(one) >= 6
                found.append(reason(field, "similar" if near else "different"))
    if a.phone and b.phone:
        if a.phone == b.phone:
            found.append(reason("phone", "same"))
        else:
            board = len(a.phone) >= 10 and a.phone[:-2] == b.phone[: len(a.phone) - 2]
            found.append(reason("phone", "extension" if board else "different"))
    if a.email and b.email:
        domain = a.email.rpartition("@")[2]
        if a.email == b.email:
            found.append(reason("email", "same"))
        elif domain not in FREE_MAIL and domain == b.email.rpartition("@")[2]:
            found.append(reason("email", "domain"))
        else:
            found.append(reason("email", "different"))
    if a.host and b.host:
        found.append(reason("website", "same" if a.host == b.host else "different"))


def _place(a: Prepared, b: Prepared, found: list[Reason]) -> None:
    place = _street(a, b)
    distance = _metres(a.record, b.record)
    if distance is not None:
        outcome = "near" if distance <= 30 else "close" if distance <= 150 else "far" if distance > 1000 else ""
        by_map = reason("place", outcome) if outcome else None
        if by_map is not None and (place is None or by_map.weight < 0 or by_map.weight > place.weight):
            place = by_map
    if place is not None:
        found.append(place)
        if place.outcome in ("same_door", "near", "close"):
            # The same door lies in the same town: no second proof.
            return
    if a.postcode and b.postcode:
        found.append(reason("postcode", "same" if a.postcode == b.postcode else "different"))
    elif a.city and b.city:
        same = a.city == b.city or a.city.startswith(f"{b.city} ") or b.city.startswith(f"{a.city} ")
        found.append(reason("city", "same" if same else "different"))


def _street(a: Prepared, b: Prepared) -> Reason | None:
    if not a.street or not b.street:
        return None
    same_town = not (a.postcode and b.postcode and a.postcode != b.postcode)
    if a.street == b.street and same_town:
        if not a.housenumber or not b.housenumber:
            return reason("place", "same_street_open")
        same = a.housenumber == b.housenumber or a.housenumber.rstrip("abcdefgh") == b.housenumber.rstrip("abcdefgh")
        return reason("place", "same_door" if same else "same_street")
    if JaroWinkler.similarity(a.street, b.street, score_cutoff=0.9) and a.housenumber == b.housenumber:
        return reason("place", "same_door_typo" if a.housenumber and same_town else "same_street_open")
    return reason("place", "different_street")


def _metres(a: Record, b: Record) -> float | None:
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return EARTH_METRES_PER_DEGREE * hypot(a.lat - b.lat, (a.lon - b.lon) * cos(radians((a.lat + b.lat) / 2)))
