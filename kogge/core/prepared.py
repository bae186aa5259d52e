"""Statements that every request of a device asks: written down once, run with other values.

Django writes the SQL of a query set anew each time it is asked, which takes several times as long as the database
needs to answer. What is read a thousand times a minute is written down once for each connection instead. Model, filters
and columns still stand in a query set, and rows come back with Django's own conversions.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

from django.db import connections

# What stands in the place of a value while the statement is written: nothing a query set says by itself, and small
# enough for a column of two bytes, which else would be left out of the statement.
_PLACES: dict[type, Callable[[int], Any]] = {
    int: lambda number: 31_421 + number,
    str: lambda number: f"\x02value {number}\x03",
    dt.date: lambda number: dt.date(1, 2, 3) + dt.timedelta(days=number),
}


class Prepared:
    """A query set of values whose statement is kept: `prepared(user=3)` gives its rows as a list of tuples.

    `build` makes it from keyword values: `lambda user: Membership.objects.filter(user=user).values_list("role")`. It
    must be the same statement whatever the values are: each of them an int, a str or a date, never None. What else it
    holds (the day on which it was written) would stay as it is.

    Raises TypeError for values of other kinds, and ValueError where a value is not found again in the statement.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._kept = threading.local()  # a connection belongs to a thread

    def __call__(self, **values: Any) -> list[tuple[Any, ...]]:
        statement = getattr(self._kept, "statement", None)
        if statement is None or statement.connection is not connections[statement.alias]:
            statement = self._kept.statement = _Statement(self._build, values)
        return statement.rows(values)


def _same(param: Any, place: Any) -> bool:
    """A database may want a number in a class of its own, and a day as text."""
    return bool(param == place or str(param) == str(place))


class _Statement:
    """The SQL of one connection, where the values go, and how its rows become Python's."""

    def __init__(self, build: Callable[..., Any], values: dict[str, Any]) -> None:
        places = {}
        for number, (name, value) in enumerate(values.items()):
            if type(value) not in _PLACES:
                raise TypeError(
                    f"{name} is a {type(value).__name__}; a prepared statement takes an int, a str or a date"
                )
            places[name] = _PLACES[type(value)](number)
        found = build(**places)
        self.alias = found.db
        self.connection = connections[self.alias]
        self.compiler = found.query.get_compiler(using=self.alias)
        self.sql, params = self.compiler.as_sql()
        self.params = [(next((name for name in places if _same(param, places[name])), None), param) for param in params]
        if missing := set(places) - {name for name, _param in self.params}:
            raise ValueError(f"not in the statement: {', '.join(sorted(missing))}")

    def rows(self, values: dict[str, Any]) -> list[tuple[Any, ...]]:
        params = [param if name is None else values[name] for name, param in self.params]
        with self.connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            found = cursor.fetchall()
        return [tuple(row) for row in self.compiler.results_iter([found])]
