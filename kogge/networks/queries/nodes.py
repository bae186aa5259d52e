"""Ids of organisations and persons in the network ("o17", "p4"), and the words for their kinds."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation

KIND_WORDS = {
    **dict(Organisation.Kind.choices),
    "staff": _("Project staff"),
    "person": _("Volunteer"),
}


def organisation_node(pk: int) -> str:
    """The id of an organisation in the network."""
    return f"o{pk}"


def person_node(pk: int) -> str:
    """The id of a person in the network."""
    return f"p{pk}"


def key_of(node: str) -> int:
    """The primary key behind a node."""
    return int(node[1:])


def is_organisation(node: str) -> bool:
    return node.startswith("o")
