"""The actors of an area, and how their records came in."""

from .imports import ImportMapping, ImportRun, LinkageKey, NotDuplicate
from .organisations import Address, ContactPoint, Organisation, Tag
from .persons import Consent, Person, Position
from .relations import Relation

__all__ = [
    "Address",
    "Consent",
    "ContactPoint",
    "ImportMapping",
    "ImportRun",
    "LinkageKey",
    "NotDuplicate",
    "Organisation",
    "Person",
    "Position",
    "Relation",
    "Tag",
]
