"""Words that two short German texts share: stems, and parts of compounds ("Lagerraum" and "Lager")."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import snowballstemmer

# Words of offers and needs that say nothing about what is offered or needed.
_EMPTY_WORDS = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bitte brauche brauchen
braucht biete bieten bietet da damit dann das dass dem den der des die dies diese diesem diesen dieser doch
dort du durch ein eine einem einen einer eines einmal er es etwa etwas euch euer für gegen gern gerne gibt
haben habe hat hier ich ihr ihre ihren im immer in ist jede jeden jeder jemand kann kein keine können könnte
könnten man mehr mein meine meinen mich mir mit möchte möchten muss nach nicht noch nur ob oder ohne paar
pro schon sehr sein seine sich sie sind so soll sollte suche suchen sucht über um und uns unser unsere
unserem unseren unter viel viele vom von vor war was wäre weil wenn wer werden wie wir wird wo woche wochen
tag tage tagen monat monate monatlich zu zum zur zwei drei vier fünf stunde stunden hilfe hilft helfen
unterstützung möglich benötigt benötigen jahr allein alleine andere anderen anderer anderes bald bekommen besser
bisher bleibt dabei dafür daran darauf davon dazu denn deshalb dir eben eher eigentlich erst erste ersten fast ganz
ganze ganzen geht gehen genau gerade gleich große großen großer großes gute guten guter gutes halbe halt hatte hatten
hätte hätten heute hin hinter irgendwie irgendwo jemandem jemanden jetzt kaum keinem keinen keiner kleine kleinen
kleiner kleines komme kommen kommt lange lasse lassen letzte letzten letztes leute leuten liegt mache machen macht mal
manchmal meinem meiner morgen neben neu neue neuen nichts nie niemand passt raus rein sagen sagt schnell seit selber
selbst sonst statt stehen steht trotzdem überall vielleicht voll wann warum weiter welche welcher wenig weniger wieder
will wirklich wollen würde würden zurück zusammen sechs sieben acht neun zehn elf zwölf zwanzig dreißig fünfzig hundert
the and for with our your need needs offer have has can from
would like some who are
"""
EMPTY = frozenset(_EMPTY_WORDS.split())
LEAST_PART = 4  # letters of a part of a compound; shorter ones fit everywhere
LEAST_REST = 3
MOST_TEXTS = 150  # a word in more texts than this does not tell one offer from another
_WORD = re.compile(r"[^\W\d_]{3,}")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_STEMMER = snowballstemmer.stemmer("german")


@cache
def stem(word: str) -> str:
    """Stem of one word in small letters, umlauts folded, so that "Räume", "Raeume" and "Raum" meet.

    >>> stem("Räume"), stem("Raum"), stem("Raeume")
    ('raum', 'raum', 'raum')
    """
    small = word.lower().replace("ae", "ä").replace("oe", "ö")
    small = re.sub(r"(?<![aeäq])ue", "ü", small)  # not in "Frauen", "neue", "Quelle"
    return str(_STEMMER.stemWord(small)).translate(_FOLD)


def stems(text: str) -> dict[str, str]:
    """Stem → the word as written, without the words that say nothing, in the order of the text."""
    return {stem(word): word for word in reversed(_WORD.findall(text)) if word.lower() not in EMPTY}


def features(texts: Sequence[str]) -> list[dict[str, str]]:
    """For each text its stems and those parts of its compounds that are words elsewhere (stem → word).

    >>> [sorted(f) for f in features(["Trockener Lagerraum", "Lager für zwei Kisten"])]
    [['lag', 'lagerraum', 'trock'], ['kist', 'lag']]
    """
    found = [stems(text) for text in texts]
    # A part is looked up as a stem and as a whole word: "lagerraum" starts with "lager", whose stem is "lag".
    known: dict[str, str] = {}
    for words in found:
        for root, word in words.items():
            for form in (root, word.lower().translate(_FOLD)):
                if len(form) >= LEAST_PART:
                    known.setdefault(form, root)
    parts: dict[str, tuple[str, ...]] = {}
    for words in found:
        for root in words:
            if root not in parts:
                parts[root] = _parts(root, known)
    return [{**{part: word for root, word in words.items() for part in parts[root]}, **words} for words in found]


def _parts(root: str, known: dict[str, str]) -> tuple[str, ...]:
    """The longest known beginning and the longest known ending of a compound."""
    begin = range(len(root) - LEAST_REST, LEAST_PART - 1, -1)
    first = next((known[root[:n]] for n in begin if root[:n] in known), None)
    last = next((known[root[-n:]] for n in begin if root[-n:] in known), None)
    return tuple(p for p in (first, last) if p is not None and p != root)


def shared(needs: Sequence[str], offers: Sequence[str]) -> dict[tuple[int, int], list[str]]:
    """(need, offer) → words of the need's text that the offer's text has too, rarest first.

    Words that more than one text in ten uses say little and are left out (on small boards: more than 20
    texts).
    """
    both = features([*needs, *offers])
    where: dict[str, list[int]] = defaultdict(list)
    for number, words in enumerate(both):
        for root in words:
            where[root].append(number)
    often = max(20, min(len(both) // 10, MOST_TEXTS))
    pairs: dict[tuple[int, int], list[str]] = defaultdict(list)
    for root in sorted(where, key=lambda r: (len(where[r]), r)):
        texts = where[root]
        if len(texts) > often:
            continue
        for n in texts:
            if n >= len(needs):
                break
            word = both[n][root]
            for o in texts:
                if o >= len(needs):
                    known = pairs[n, o - len(needs)]
                    if word not in known:
                        known.append(word)
    return pairs
