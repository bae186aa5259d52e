"""Toasts: what was done, with a button that takes it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse

from .models import Change


def done(request: HttpRequest, text: Any, change: Change | None = None) -> None:
    """Say what was done; with a change, the toast carries an "Undo" button."""
    undo = f"undo:{reverse('core:undo', args=[change.pk])}" if change is not None else ""
    messages.success(request, str(text), extra_tags=undo)


def problem(request: HttpRequest, text: Any) -> None:
    """Say what did not work, and how to mend it."""
    messages.error(request, str(text))
