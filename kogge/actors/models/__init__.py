"""The actors of an area, and how their records came in."""

from .imports import AddressPoint, ImportMapping, ImportRun, LinkageKey, NotDuplicate, PossibleDuplicate
from .organisations import Address, ContactPoint, Organisation, Tag, Tagging
from .persons import Consent, Person, Position
from .relations import Relation

__all__ = [
    "Address",
    "AddressPoint",
    "Consent",
    "ContactPoint",
    "ImportMapping",
    "ImportRun",
    "LinkageKey",
    "NotDuplicate",
    "Organisation",
    "Person",
    "Position",
    "PossibleDuplicate",
    "Relation",
    "Tag",
    "Tagging",
]
