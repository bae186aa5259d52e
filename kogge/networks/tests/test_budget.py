"""The purse: in, out, receipts, never below zero in silence; for spreadsheets without formulas."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kogge.core.models import Change
from kogge.core.undo import undo
from kogge.networks.models import BudgetEntry

from .factories import days, make_network

PDF = b"%PDF-1.7 receipt"


@pytest.fixture
def network(area):
    return make_network(area, "Tisch")


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def url(name, area, *more):
    return reverse(f"networks:{name}", args=[area.slug, *more])


def entry(**values):
    return {"direction": "in", "amount": "45", "on": days(-3), "text": "Beiträge", **values}


def test_money_in_and_out_with_a_receipt(area, network, stella, login):
    client = login(stella)
    assert "Die Kasse ist leer." in client.get(url("budget", area, network.pk)).content.decode()
    client.post(url("budget_new", area, network.pk), entry())
    receipt = SimpleUploadedFile("../../banner.pdf", PDF)
    client.post(
        url("budget_new", area, network.pk),
        entry(direction="out", amount="30.50", on=days(-1), text="Banner", upload=receipt),
    )
    row = BudgetEntry.objects.get(direction="out")
    assert (row.name, row.content_type, row.signed) == ("banner.pdf", "application/pdf", Decimal("-30.50"))
    page = client.get(url("budget", area, network.pk)).content.decode()
    assert "14,50 €" in page
    answer = client.get(url("receipt", area, row.pk))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    client.post(url("remove", area, "budget", row.pk))
    assert BudgetEntry.objects.count() == 1
    undo(Change.objects.latest("at"), by=stella)
    assert BudgetEntry.objects.get(direction="out").has_file


def test_never_below_zero_in_silence(area, network, stella, login):
    client = login(stella)
    client.post(url("budget_new", area, network.pk), entry())
    out = entry(direction="out", amount="60", on=days(-1), text="Banner")
    answer = client.post(url("budget_new", area, network.pk), out)
    assert answer.status_code == 422
    assert "Dann stünde die Kasse bei -15,00 €." in answer.content.decode()
    assert "Banner" in answer.content.decode()
    client.post(url("budget_new", area, network.pk), out | {"advanced": "on"})
    assert BudgetEntry.objects.count() == 2
    assert "unter null" in client.get(url("budget", area, network.pk)).content.decode()
    # What makes it better is never asked about.
    client.post(url("budget_new", area, network.pk), entry(amount="5", on=days(-1), text="Spende"))
    assert BudgetEntry.objects.count() == 3


def test_an_expense_before_the_money_came_is_noticed(area, network, stella, login):
    client = login(stella)
    client.post(url("budget_new", area, network.pk), entry(on=days(-3)))
    answer = client.post(
        url("budget_new", area, network.pk), entry(direction="out", amount="10", on=days(-9), text="Kranz")
    )
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("name", "content"), [("rechnung.pdf", b"<html><script>alert(1)</script>"), ("bild.jpg", b"MZ\x90\x00")]
)
def test_only_receipts_are_kept(area, network, stella, login, name, content):
    answer = login(stella).post(url("budget_new", area, network.pk), entry(upload=SimpleUploadedFile(name, content)))
    assert answer.status_code == 422
    assert not BudgetEntry.objects.exists()


@pytest.mark.parametrize("amount", ["0", "-5", "1e9", "abc", "0.001"])
def test_amounts_that_are_none(area, network, stella, login, amount):
    assert login(stella).post(url("budget_new", area, network.pk), entry(amount=amount)).status_code == 422


def test_exports_run_no_formula(area, network, stella, vera, login):
    BudgetEntry.objects.create(network=network, on=days(-1), direction="in", amount=5, text="=1+1")
    client = login(stella)
    text = client.get(url("budget_export", area, network.pk, "csv")).content.decode("utf-8-sig")
    assert ";'=1+1;" in text
    book = openpyxl.load_workbook(io.BytesIO(client.get(url("budget_export", area, network.pk, "xlsx")).content))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value == "=1+1"]
    assert [cell.data_type for cell in cells] == ["s"]
    assert client.get(url("budget_export", area, network.pk, "exe")).status_code == 404
    assert login(vera).get(url("budget_export", area, network.pk, "csv")).status_code == 403


def test_viewers_see_sums_and_no_receipt(area, network, vera, login):
    row = BudgetEntry.objects.create(network=network, on=days(-1), direction="in", amount=5, text="Spende", file="x")
    client = login(vera)
    assert "Spende" in client.get(url("budget", area, network.pk)).content.decode()
    assert client.get(url("receipt", area, row.pk)).status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_queries_are_constant(area, network, vera, login, number, django_assert_max_num_queries):
    for n in range(number):
        BudgetEntry.objects.create(network=network, on=days(-n), direction="in", amount=5, text="Spende")
    client = login(vera)
    client.get(url("budget", area, network.pk))
    with django_assert_max_num_queries(6):
        client.get(url("budget", area, network.pk))


@pytest.mark.parametrize(
    ("typed", "amount"), [("12,50", "12.50"), ("12.50", "12.50"), ("1250", "1250"), ("0,05", "0.05")]
)
def test_an_amount_with_comma_or_point(area, network, stella, login, typed, amount):
    login(stella).post(url("budget_new", area, network.pk), entry(amount=typed))
    assert BudgetEntry.objects.get().amount == Decimal(amount)


def test_a_wrong_receipt_is_taken_away_and_comes_back(area, network, stella, login):
    client = login(stella)
    wrong = SimpleUploadedFile("urlaub.pdf", PDF)
    client.post(url("budget_new", area, network.pk), entry(direction="in", upload=wrong))
    row = BudgetEntry.objects.get()
    assert "Die bisherige Datei entfernen" in client.get(url("budget_edit", area, row.pk)).content.decode()
    client.post(url("budget_edit", area, row.pk), entry(without="on"))
    row.refresh_from_db()
    assert (row.name, row.has_file) == ("", False)
    undo(Change.objects.latest("at"), by=stella)
    row.refresh_from_db()
    assert row.has_file
