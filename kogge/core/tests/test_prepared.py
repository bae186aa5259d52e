"""Statements that are kept: the rows of the query set they were made from, whatever the values."""

from __future__ import annotations

import datetime as dt
import threading
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kogge.accounts.models import User
from kogge.accounts.roles import Role
from kogge.core.models import Job
from kogge.core.prepared import Prepared
from kogge.places.models import Area, Membership

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 2)


def jobs(title: str, percent: int) -> Any:
    found = Job.objects.filter(title=title, percent__lte=percent, status=Job.Status.WAITING)
    return found.order_by("percent").values_list("pk", "percent", "cancel_requested", "created_at", "arguments")


def test_rows_are_those_of_the_query_set_with_the_same_kinds_of_values() -> None:
    for percent in (1, 2, 3):
        Job.objects.create(title="Ä %s 'x'", percent=percent, cancel_requested=percent == 2, arguments={"a": [1]})
    Job.objects.create(title="other", percent=1)
    prepared = Prepared(jobs)
    for title, percent in (("Ä %s 'x'", 3), ("Ä %s 'x'", 1), ("other", 9), ("nobody", 9), ("' OR 1=1 --", 9)):
        assert prepared(title=title, percent=percent) == list(jobs(title, percent))


def test_a_day_is_asked_for_each_time(area: Area, bob: User) -> None:
    user = User.objects.create_user("day@example.org", name="Day")
    Membership.objects.create(area=area, user=user, role=Role.STEWARD, start=DAY, end=DAY)
    prepared = Prepared(lambda user, day: Membership.objects.active(day).filter(user=user).values_list("role"))
    found = [prepared(user=user.pk, day=DAY + dt.timedelta(days=days)) for days in (-1, 0, 1)]
    assert found == [[], [("steward",)], []]


def test_the_statement_is_written_once_and_asked_once_a_call() -> None:
    written = []

    def build(title: str) -> Any:
        written.append(title)
        return Job.objects.filter(title=title).values_list("pk")

    prepared = Prepared(build)
    with CaptureQueriesContext(connection) as asked:
        prepared(title="a")
        prepared(title="b")
    assert len(written) == 1
    assert [query["sql"].count("'a'") + 2 * query["sql"].count("'b'") for query in asked] == [1, 2]


def test_each_thread_has_a_statement_of_its_own_connection() -> None:
    prepared = Prepared(lambda title: Job.objects.filter(title=title).values_list("pk"))
    found: list[Any] = []

    def ask() -> None:
        prepared(title="a")
        found.append(prepared._kept.statement.connection)
        connection.close()

    prepared(title="a")
    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert len(found) == 1
    assert found[0] is not prepared._kept.statement.connection


def test_what_cannot_be_prepared_is_told() -> None:
    with pytest.raises(TypeError, match="title is a NoneType"):
        Prepared(lambda title: Job.objects.filter(title=title).values_list("pk"))(title=None)
    with pytest.raises(ValueError, match="not in the statement: title"):
        Prepared(lambda title: Job.objects.values_list("pk"))(title="a")
