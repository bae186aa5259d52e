"""Take a network from a file over into the register: organisations and relations, all of it or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.actions.forgetting import forget_upload
from kogge.actors.models import ImportRun, LinkageKey, Organisation, Relation
from kogge.core.history import bulk_create, change
from kogge.engine import linkage
from kogge.engine.ties import Network
from kogge.engine.ties.files import read_network, written
from kogge.networks.importing import KIND, Pair, Preview, name_of, pairs_of, strengths
from kogge.places.models import Area

NEW, OUT = "new", "out"
LONGEST_KEY = LinkageKey._meta.get_field("key").max_length  # type: ignore[union-attr]


def keep_upload(area: Area, network: Network, *, name: str, by: Any) -> ImportRun:
    """Keep what was read for the preview; forgotten like every upload that is not imported."""
    [(_ending, content)] = written(network, "graphml").items()
    run = ImportRun(area=area, by=by, file_name=name[:200], kind=KIND)
    run.file.save("network.graphml", ContentFile(content), save=False)
    run.save()
    return run


def network_of(run: ImportRun) -> Network:
    """The network of a run. Raises FileNotFoundError when it was forgotten."""
    if not run.file or not run.file.storage.exists(run.file.name):
        raise FileNotFoundError(run.file_name)
    return read_network(Path(run.file.path))


def take_over(
    run: ImportRun, preview: Preview, *, choices: Mapping[str, str], types: Mapping[str, str], by: Any
) -> ImportRun:
    """Write what was decided, as one change that is undone as a whole; a second call finds it done.

    choices: node → id of an organisation, NEW or OUT, for those that are not surely the same. types: label of the ties
    in the file → type of relation; OUT leaves them out. Relations that are there already are counted, not doubled.
    """
    area = run.area
    with change(_("Import: %(name)s") % {"name": run.file_name}, by=by, area=area) as made:
        run = ImportRun.objects.select_for_update(of=("self",)).select_related("area").get(pk=run.pk)
        if run.status == ImportRun.Status.DONE:
            return run
        whose = {guess.node.id: guess.same.pk for guess in preview.guesses if guess.same is not None}
        fresh: dict[str, Organisation] = {}
        stock = set(Organisation.objects.filter(area=area).values_list("pk", flat=True))
        for guess in preview.unclear:
            choice = choices.get(guess.node.id, OUT)
            if choice == NEW:
                fresh[guess.node.id] = Organisation(
                    area=area, name=name_of(guess.node), kind=_kind(guess.node.kind), source="network"
                )
            elif choice.isdecimal() and int(choice) in stock:
                whose[guess.node.id] = int(choice)
        _create(list(fresh.values()))
        whose |= {node: row.pk for node, row in fresh.items()}
        pairs = pairs_of(
            preview.network, whose, {way: type_ for way, type_ in types.items() if type_ in Relation.Type.values}
        )
        new = _unknown(area, pairs)
        today = timezone.localdate()
        bulk_create(
            [
                Relation(
                    area=area, source_id=pair.source, target_id=pair.target, type=pair.type, is_mutual=pair.mutual,
                    strength=strength, start=today, note=run.file_name[:250],
                )
                for pair, strength in zip(new, strengths(new), strict=True)
            ]
        )  # fmt: skip
        run.counts = {
            "read": len(preview.network.nodes), "new": len(fresh), "updated": 0, "duplicate": len(whose) - len(fresh),
            "refused": 0, "ties": len(new), "ties_there": len(pairs) - len(new),
            "left_out": len(preview.network.nodes) - len(whose),
        }  # fmt: skip
        run.status, run.change = ImportRun.Status.DONE, made
        run.save()
    forget_upload(run)
    return run


def _kind(word: str) -> str:
    known = {str(value) for value in Organisation.Kind.values}
    told = word.strip().casefold()
    if told in known:
        return told
    labels = {str(label).casefold(): str(value) for value, label in Organisation.Kind.choices}
    return labels.get(told, str(Organisation.Kind.BUSINESS))


def _create(rows: list[Organisation]) -> None:
    """Many at once, with what `save` would have set: words to search for, keys to find twins by."""
    for row in rows:
        row.search = row.search_text()
    bulk_create(rows)
    LinkageKey.objects.bulk_create(
        LinkageKey(area_id=row.area_id, organisation=row, key=key[:LONGEST_KEY])
        for row in rows
        for key in dict.fromkeys(linkage.keys(linkage.prepare(row.linkage_record())))
    )


def _unknown(area: Area, pairs: list[Pair]) -> list[Pair]:
    """Those that the register does not hold today. "Works with" says nothing new where any other relation is known."""
    rows = Relation.objects.filter(Q(end__isnull=True) | Q(end__gte=timezone.localdate()), area=area)
    there: dict[frozenset[int], set[str]] = {}
    for one, other, type_ in rows.values_list("source_id", "target_id", "type"):
        there.setdefault(frozenset((one, other)), set()).add(type_)
    new = []
    for pair in pairs:
        known = there.get(frozenset((pair.source, pair.target)), set())
        if pair.type in known or (pair.type == Relation.Type.PARTNER and known - {Relation.Type.RIFT}):
            continue
        new.append(pair)
    return new
