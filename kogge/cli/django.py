"""Starts Django for the commands that need the database."""

from __future__ import annotations

import os

from kogge.cli import NeedsAPerson
from kogge.cli.language import gettext as _


def setup(*, tables: bool = True) -> None:
    """Load the settings and the apps (idempotent). Called inside a command, so that `--help` is quick.

    A fresh installation gets its tables, whichever command comes first; `tables=False` leaves them alone.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kogge.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except (ImproperlyConfigured, ValueError) as error:
        why = error if isinstance(error, ImproperlyConfigured) else error.__cause__ or error
        raise NeedsAPerson(_("the settings cannot be used: %(why)s") % {"why": why}) from error
    if tables:
        from django.db import connection

        if not connection.introspection.table_names():
            from kogge.core.schema import bring_up_to_date

            bring_up_to_date()
