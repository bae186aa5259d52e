"""Starts Django for the commands that need the database."""

from __future__ import annotations

import os


def setup() -> None:
    """Load the settings and the apps (idempotent). Called inside a command, so that `--help` is quick."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kogge.config.settings")
    import django

    django.setup()
