"""Receipts and photos: what was taken back or replaced stays as long as that can be undone, then it is forgotten."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import BudgetEntry
from kogge.outreach.actions.forgetting import forget_files

from .factories import days, make_network


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def files():
    return sorted(Path(default_storage.location).rglob("networks/receipts/*"))


def age(path, number):
    then = (timezone.now() - dt.timedelta(days=number)).timestamp()
    os.utime(path, (then, then))


def test_replaced_and_removed_receipts(area, stella, login, settings):
    network = make_network(area, "Tisch")
    client = login(stella)
    values = {"direction": "in", "amount": "5", "on": days(-1), "text": "Beitrag"}
    new = reverse("networks:budget_new", args=[area.slug, network.pk])
    client.post(new, values | {"upload": SimpleUploadedFile("a.pdf", b"%PDF-1")})
    row = BudgetEntry.objects.get()
    edit = reverse("networks:budget_edit", args=[area.slug, row.pk])
    client.post(edit, values | {"upload": SimpleUploadedFile("b.pdf", b"%PDF-2")})
    assert len(files()) == 2
    for path in files():
        age(path, 5)
    assert forget_files() == 0
    undo(Change.objects.latest("at"), by=stella)
    row.refresh_from_db()
    assert (row.name, row.has_file, row.file.read()) == ("a.pdf", True, b"%PDF-1")
    for path in files():
        age(path, settings.KEEP_UPLOADS + 5)
    assert forget_files() == 1
    row.delete()
    assert forget_files() == 0
    BudgetEntry.history.filter(history_type="-").update(
        history_date=timezone.now() - dt.timedelta(days=settings.KEEP_UPLOADS + 5)
    )
    assert forget_files() == 1
    assert files() == []
