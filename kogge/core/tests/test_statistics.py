"""Tables are counted anew where the database's plans hang on it, and nowhere else."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kogge.core.statistics import refresh_statistics


@pytest.mark.django_db
def test_postgresql_counts_its_tables_sqlite_is_left_alone() -> None:
    with CaptureQueriesContext(connection) as asked:
        refresh_statistics()
    assert [query["sql"] for query in asked] == (["ANALYZE"] if connection.vendor == "postgresql" else [])
