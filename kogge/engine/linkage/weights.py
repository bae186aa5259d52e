"""The weights of agreement: how much each finding speaks for or against two records being one body.

Fellegi and Sunter (1969): a finding that true pairs show with probability m and chance pairs with
probability u weighs log2(m / u) bits; weights of independent findings add up, and with the prior odds they
give a probability. The m and u below were set by hand from the registers and OSM of Mecklenburg-Vorpommern
(they are not fitted to the evaluation files); each line says what it stands for. Postcode, street and
coordinates depend on each other, so only the strongest of the three ways to say "the same place" counts in
full.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import log2

from kogge.engine.linkage.words import COMMON


def bits(m: float, u: float) -> float:
    """Weight of a finding that true pairs show with probability ``m`` and chance pairs with ``u``."""
    return log2(m / u)


def _(message: str) -> str:
    """Mark a sentence for the message catalogue; whoever shows it translates it."""
    return message


# Prior odds that a pair which shares a blocking key is one body: about one in two thousand.
PRIOR_BITS = -11.0

# (field, outcome) → weight, and the sentence a person reads.
WEIGHTS: dict[tuple[str, str], tuple[float, str]] = {
    ("register_no", "same"): (bits(0.95, 1e-6), _("Same register number.")),
    ("register_no", "different"): (bits(0.05, 0.999) - 2, _("Different register numbers.")),
    ("number", "same"): (bits(0.9, 1e-6), _("Same identification number.")),
    ("number", "similar"): (bits(0.08, 2e-5), _("Identification numbers differ in one place.")),
    ("number", "different"): (bits(0.03, 0.999), _("Different identification numbers.")),
    ("born", "same"): (bits(0.9, 4e-5), _("Same date.")),
    ("born", "similar"): (bits(0.07, 1e-3), _("Dates differ in one place.")),
    ("born", "different"): (bits(0.04, 0.999), _("Different dates.")),
    ("phone", "same"): (bits(0.7, 1.5e-4), _("Same phone number.")),
    ("phone", "extension"): (bits(0.1, 1e-3), _("Phone numbers of one switchboard.")),
    ("phone", "different"): (bits(0.25, 0.999), _("Different phone numbers.")),
    ("email", "same"): (bits(0.7, 1e-4), _("Same e-mail address.")),
    ("email", "domain"): (bits(0.2, 5e-3), _("E-mail addresses of the same domain.")),
    ("email", "different"): (bits(0.35, 0.99), _("Different e-mail addresses.")),
    ("website", "same"): (bits(0.8, 1.5e-3), _("Same website.")),
    ("website", "different"): (bits(0.25, 0.99), _("Different websites.")),
    # One house holds a handful of organisations, a town thousands: the same door is strong, the same street
    # weak.
    ("place", "same_door"): (bits(0.75, 2e-3), _("Same street and house number.")),
    ("place", "same_door_typo"): (bits(0.6, 3e-3), _("Almost the same street, same house number.")),
    ("place", "same_street_open"): (bits(0.5, 1.2e-2), _("Same street, one house number unknown.")),
    ("place", "same_street"): (bits(0.12, 1.2e-2), _("Same street, other house number.")),
    ("place", "near"): (bits(0.8, 6e-3), _("Less than 30 metres apart.")),
    ("place", "close"): (bits(0.5, 3e-2), _("Less than 150 metres apart.")),
    ("place", "different_street"): (bits(0.08, 0.97), _("Different streets.")),
    ("place", "far"): (bits(0.03, 0.97), _("More than a kilometre apart.")),
    ("postcode", "same"): (bits(0.9, 0.15), _("Same postcode.")),
    ("postcode", "different"): (bits(0.12, 0.85), _("Different postcodes.")),
    ("city", "same"): (bits(0.93, 0.3), _("Same town.")),
    ("city", "different"): (bits(0.12, 0.7), _("Different towns.")),
    ("legal_form", "different"): (bits(0.25, 0.6), _("Different legal forms.")),
    ("numerals", "different"): (bits(0.01, 0.9), _("Different numbers in the name.")),
    ("numerals", "one_side"): (bits(0.1, 0.5), _("A number in only one of the names.")),
    # The weight of names is summed word by word, see ``NameWeights``.
    ("name", "same"): (0.0, _("Same name.")),
    ("name", "similar"): (0.0, _("Similar name.")),
    ("name", "part"): (0.0, _("Names share a distinctive word.")),
    ("name", "different"): (0.0, _("Different names.")),
}

# A word of one name is found in the other: log2(0.9 / frequency of the word), within these limits.
RARE_WORD_BITS = 11.0
KNOWN_COMMON_BITS = 3.0
UNKNOWN_WORD_BITS = 9.5
TOWN_WORD_BITS = 2.0
# With a slip of the pen it proves a little less.
SLIP = 0.75
LIKENESS = 0.4
# A word of one name is not in the other.
MISSING_WORD_BITS = -2.2
MISSING_COMMON_BITS = -0.7
TELLING_WORD_BITS = -6.0
# Each name has a rare word of its own: they name different things.
CONTRARY_WORDS_BITS = -2.0
NAME_LIMITS = (-9.0, 17.0)


@dataclass(frozen=True, slots=True)
class NameWeights:
    """How much each word of a name proves. ``counts``/``total``: in how many of how many names it stands."""

    counts: dict[str, int]
    total: int

    @classmethod
    def of(cls, names: Iterable[Iterable[str]]) -> NameWeights:
        """From the words of a whole stock."""
        counts: dict[str, int] = {}
        total = 0
        for words in names:
            total += 1
            for word in set(words):
                counts[word] = counts.get(word, 0) + 1
        return cls(counts, total)

    def word(self, word: str) -> float:
        """Bits that finding this word in both names is worth.

        Without a stock (or with one under 500 names) the list of common words decides; with one, the word's
        frequency.
        """
        guess = KNOWN_COMMON_BITS if word in COMMON or len(word) <= 2 else UNKNOWN_WORD_BITS
        if self.total < 500:
            return guess
        seen = log2(0.9 * self.total / (self.counts.get(word, 0) + 0.5))
        return max(1.0, min(seen, RARE_WORD_BITS, guess + 2.0))


BUILT_IN = NameWeights({}, 0)


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding: field, outcome, weight in bits (positive speaks for one body), and its English
    sentence.
    """

    field: str
    outcome: str
    weight: float
    message: str


_FIXED = {
    (field, outcome): Reason(field, outcome, round(weight, 2), message)
    for (field, outcome), (weight, message) in WEIGHTS.items()
}


def reason(field: str, outcome: str, weight: float | None = None) -> Reason:
    """The finding with its table weight, or the one given."""
    fixed = _FIXED[field, outcome]
    return fixed if weight is None else Reason(field, outcome, round(weight, 2), fixed.message)
