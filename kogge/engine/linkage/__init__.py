"""The same business in two lists: normalised fields, blocking keys, a weighed comparison with reasons.

- ``compare(a, b)``: probability and reasons for two records.
- ``find_pairs(records, threshold)``: the probable doubles of a list, or between two lists; ``clusters``
groups them.
- ``keys(record)`` and ``score(prepare(a), prepare(b))``: for a database that stores the keys and asks for
one new record.
- ``Index(records).matches(record)``: the same in memory.
"""

from kogge.engine.linkage.compare import Comparison, compare, score
from kogge.engine.linkage.legal_forms import split_legal_form
from kogge.engine.linkage.normal import Prepared, Record, prepare
from kogge.engine.linkage.pairs import Index, Pair, clusters, find_pairs, keys
from kogge.engine.linkage.text import fold, sound
from kogge.engine.linkage.weights import BUILT_IN, NameWeights, Reason

__all__ = [
    "BUILT_IN", "Comparison", "Index", "NameWeights", "Pair", "Prepared", "Reason", "Record", "clusters",
    "compare", "find_pairs", "fold", "keys", "prepare", "score", "sound", "split_legal_form",
]  # fmt: skip
