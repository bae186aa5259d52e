"""Ids of organisations and persons in the network: "o17", "p4"."""

from __future__ import annotations


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
