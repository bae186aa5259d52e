"""The whole run on the real files of one town, once: what each step answered, and what then stood in the database."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import transaction
from django.test import override_settings

from kogge.testing import shared_data

AREA, TALKS, RELATIONS = "neubrandenburg", 40, 45


@dataclass
class Run:
    """Plain data: tests read it and need no database."""

    osm_file: Path
    register_file: Path
    answers: dict[str, Any] = field(default_factory=dict)
    after_osm: list[dict[str, Any]] = field(default_factory=list)
    organisations: list[dict[str, Any]] = field(default_factory=list)
    basemap: bytes = b""
    transfers: list[dict[str, Any]] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    no_go: set[tuple[int, int]] = field(default_factory=set)
    visits: list[tuple[str, int]] = field(default_factory=list)  # (staff, organisation)
    relations: list[tuple[int, int]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    practice_left: dict[str, int] = field(default_factory=dict)
    dossier: bytes = b""


def answer(*arguments: str) -> dict[str, Any]:
    """What a command of Kogge answers with `--json`."""
    from kogge.cli import kogge

    done = CliRunner().invoke(kogge, [*arguments, "--json"], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def run(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """All steps in one transaction that is rolled back at the end."""
    made = Run(
        shared_data("osm", "neubrandenburg_stripped.osm.gz"), shared_data("register", "offeneregister_mv.csv.gz")
    )
    folder = tmp_path_factory.mktemp("real")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=str(folder)), transaction.atomic():
        _go(made, folder)
        transaction.set_rollback(True)
    return made


def _go(run: Run, folder: Path) -> None:
    run.answers["new-area"] = answer("new-area", AREA, "--name", "Neubrandenburg")
    run.answers["osm"] = answer("import", str(run.osm_file), "--area", AREA)
    run.after_osm = _organisations()
    run.answers["register"] = answer("import", str(run.register_file), "--area", AREA)
    run.organisations = _organisations()
    run.answers["again"] = answer("import", str(run.register_file), "--area", AREA)
    run.basemap = _basemap()
    run.answers["practise"] = answer("practise", AREA, "--interviews", str(TALKS), "--seed", "7")
    run.answers["match"] = answer("match", AREA)
    _read_plan(run)
    _relate(run)
    run.answers["day-after"] = answer("day-after", AREA)
    _read_ties(run)
    out = folder / "dossier.pdf"
    run.answers["dossier"] = answer("dossier", AREA, "--out", str(out))
    run.dossier = out.read_bytes()
    run.answers["remove"] = answer("practise", AREA, "--remove")
    _read_practice(run)


def _organisations() -> list[dict[str, Any]]:
    from kogge.actors.models import Organisation

    return list(
        Organisation.objects.filter(area__slug=AREA).values(
            "pk",
            "name",
            "source",
            "source_id",
            "register_no",
            "lat",
            "lon",
            "street",
            "housenumber",
            "postcode",
            "opening_hours",
        )
    )


def _basemap() -> bytes:
    from kogge.places.models import Area

    with Area.objects.get(slug=AREA).basemap.open("rb") as file:
        found: bytes = file.read()
    return found


def _read_plan(run: Run) -> None:
    from kogge.exchange.models import Transfer
    from kogge.outreach.models import NoGo
    from kogge.places.models import Area

    area = Area.objects.get(slug=AREA)
    run.limits = {"ring": area.longest_ring, "chain": area.longest_chain}
    run.limits["success_percent"] = round(100 * float(area.success_probability))
    run.no_go = set(NoGo.objects.values_list("interview__organisation", "organisation"))
    run.transfers = list(
        Transfer.objects.filter(proposal__plan__area=area)
        .order_by("proposal", "order")
        .values(
            "proposal",
            "proposal__kind",
            "proposal__score",
            "proposal__probability",
            "order",
            "giver",
            "receiver",
            "offer",
            "offer__organisation",
            "offer__capacity",
            "offer__asks_nothing",
            "need",
            "need__organisation",
        )
    )


def _relate(run: Run) -> None:
    """Ties that stay when the staff goes, as a team would note them: partnerships among those it talked to."""
    from kogge.actors.models import Relation
    from kogge.outreach.models import Visit
    from kogge.places.models import Area

    area, dice = Area.objects.get(slug=AREA), random.Random(5)
    talked = sorted(set(Visit.objects.filter(area=area).values_list("organisation_id", flat=True)))
    pairs = {tuple(sorted(dice.sample(talked, 2))) for _ in range(RELATIONS // 3)}
    Relation.objects.bulk_create(Relation(area=area, source_id=a, target_id=b, type="partner") for a, b in pairs)


def _read_ties(run: Run) -> None:
    from kogge.actors.models import Relation
    from kogge.outreach.models import Visit

    visits = Visit.objects.filter(area__slug=AREA, outcome="met").values_list("visitor__name", "organisation_id")
    run.visits = sorted(set(visits))
    run.relations = list(Relation.objects.filter(area__slug=AREA).values_list("source_id", "target_id"))
    run.names = {row["pk"]: row["name"] for row in run.organisations}


def _read_practice(run: Run) -> None:
    from kogge.exchange.models import Proposal
    from kogge.needs.models import Need, Offer
    from kogge.outreach.models import Interview, Promise, Visit
    from kogge.places.models import Project

    for model in (Visit, Interview, Promise, Need, Offer, Project):
        run.practice_left[model.__name__] = model.objects.filter(area__slug=AREA).count()
    run.practice_left["Proposal"] = Proposal.objects.filter(plan__area__slug=AREA).count()
    run.practice_left["Organisation"] = len(_organisations())
