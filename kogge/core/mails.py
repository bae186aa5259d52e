"""The mail server, while a job sends one mail after the other."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail import get_connection
from django.utils.translation import gettext as _

from .jobs import JobFailed


@contextmanager
def mail_server() -> Iterator[Any]:
    """An open connection for the mails of a job. Raises JobFailed when the server does not answer."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise JobFailed(
            _("The mail server does not answer: %(error)s. Nothing was sent.") % {"error": error}
        ) from error
    try:
        yield connection
    finally:
        connection.close()
