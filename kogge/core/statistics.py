"""What a database knows of how full its tables are."""

from __future__ import annotations

from django.db import connection


def refresh_statistics() -> None:
    """Let PostgreSQL count its tables anew, after thousands of rows came at once.

    By itself it does so a minute later, and until then it takes full tables for empty ones: what reads five of them
    together takes minutes instead of milliseconds. SQLite's plans do not hang on such counts.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
