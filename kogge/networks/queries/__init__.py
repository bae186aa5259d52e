"""Reads of the networks; what later apps call stands here."""

from .nodes import is_organisation, key_of, organisation_node, person_node
from .people import People, people_of, person_labels, staff_of
from .ties import CONTACT_DAYS, KINDS, area_network, rift_pairs, staff_nodes

__all__ = [
    "CONTACT_DAYS",
    "KINDS",
    "People",
    "area_network",
    "is_organisation",
    "key_of",
    "organisation_node",
    "people_of",
    "person_labels",
    "person_node",
    "rift_pairs",
    "staff_nodes",
    "staff_of",
]
