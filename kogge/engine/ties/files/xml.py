"""What GraphML and GEXF have in common: safe XML, nodes with ids, edges between them."""

from __future__ import annotations

import math
from typing import Any
from xml.etree.ElementTree import ParseError

from kogge.engine.ties.files.lists import KIND, LABEL, NO, STAFF, THROUGH, WEIGHT, YES, several
from kogge.engine.ties.files.tables import FileError
from kogge.engine.ties.model import Edge, Node


def parse(data: bytes, name: str) -> Any:
    """The root element, tags without their namespace; document types and entities are refused."""
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Any = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise FileError(
            "%(name)s: defines a document type or entities, which such a file does not need", name=name
        ) from error
    except ParseError as error:
        line, column = error.position
        raise FileError(
            "%(name)s, line %(line)s, column %(column)s: is not well-formed XML",
            name=name,
            line=line,
            column=column + 1,
        ) from error
    except (ValueError, LookupError) as error:  # an unknown or wrong encoding declaration
        raise FileError("%(name)s: the encoding it declares cannot be read; UTF-8 would be right", name=name) from error
    for element in root.iter():
        element.tag = str(element.tag).rpartition("}")[2]  # the namespace differs between programs
    return root


def add_node(nodes: dict[str, Node], element: Any, number: int, name: str, values: dict[str, str], label: str) -> None:
    """Add the node of an element. `values`: names in small letters → text; `label`: if none of them is one."""
    key = element.get("id", "").strip()
    if not key:
        raise FileError(
            "%(name)s: node number %(number)s has no id; every node needs one of its own", name=name, number=number
        )
    if key in nodes:
        raise FileError(
            "%(name)s: node number %(number)s repeats the id %(id)s; every node needs one of its own",
            name=name,
            number=number,
            id=repr(key),
        )
    paid = first(values, STAFF).casefold()
    if paid not in YES and paid not in NO:
        raise FileError(
            "%(name)s: node %(id)s: staff is %(paid)s, neither yes nor no", name=name, id=repr(key), paid=repr(paid)
        )
    nodes[key] = Node(key, first(values, LABEL) or label, first(values, KIND), paid in YES)


def edge_of(
    element: Any, number: int, name: str, nodes: dict[str, Node], values: dict[str, str], one_way: bool
) -> Edge:
    """The edge of an element with `source` and `target`."""
    ends = []
    for side in ("source", "target"):
        end = element.get(side, "").strip()
        if not end:
            raise FileError(
                "%(name)s: edge number %(number)s: its %(side)s is missing", name=name, number=number, side=side
            )
        if end not in nodes:
            raise FileError(
                "%(name)s: edge number %(number)s: its %(side)s names %(id)s, which is no node of the file",
                name=name,
                number=number,
                side=side,
                id=repr(end),
            )
        ends.append(end)
    text = first(values, WEIGHT)
    try:
        weight = float(text or 1)
    except ValueError:
        weight = math.nan
    if not 0 < weight < math.inf:
        raise FileError(
            "%(name)s: edge number %(number)s: the weight %(text)s is not a number above 0",
            name=name,
            number=number,
            text=repr(text[:40]),
        )
    return Edge(ends[0], ends[1], weight, first(values, KIND), one_way, several(first(values, THROUGH)))


def first(values: dict[str, str], names: tuple[str, ...]) -> str:
    return next((values[name] for name in names if name in values), "")
