"""Import of a file: read, compare, write; all of it or nothing, and undone as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kogge.actors.actions.forgetting import forget_upload
from kogge.actors.importing import matching, network, readers, store
from kogge.actors.importing.drawing import Drawing
from kogge.actors.importing.filling import fill
from kogge.actors.importing.readers import Options, Reading, UnreadableFile
from kogge.actors.importing.readers.errors import error_file
from kogge.actors.importing.readers.fields import FIELDS
from kogge.actors.importing.records import Problem
from kogge.actors.models import ImportMapping, ImportRun, Organisation
from kogge.actors.queries import imports as queries
from kogge.core.history import bulk_update, change
from kogge.core.jobs import JobFailed, Progress
from kogge.core.statistics import refresh_statistics

SHOWN_PROBLEMS = 200
LEFT_OUT = ("other_town", "struck_off", "no_organisation")  # why something is left out on purpose


def read_run(run: ImportRun, path: Path | None = None, **more: Any) -> Reading:
    """Read the file of a run the way its options say. Raises UnreadableFile, FileNotFoundError."""
    if path is None and not run.file:
        raise FileNotFoundError(run.file_name)  # imported by a command from where it lay
    said = run.options
    options = Options(
        mapping=said.get("mapping"),
        towns=tuple(said.get("towns", ())),
        current_only=said.get("current_only", True),
        sheet=said.get("sheet", ""),
        keep_unnamed=said.get("keep_unnamed", True),
        **more,
    )
    return readers.read(path or Path(run.file.path), run.kind or "auto", options)


def problem_lines(problems: list[Problem]) -> list[dict[str, Any]]:
    """Problems as they are stored and shown: row, column, value, sentence."""
    return [
        {
            "row": problem.row,
            # Files without a header name the field: the page says it in words.
            "column": _(FIELDS[problem.column]) if problem.column in FIELDS else problem.column,
            "value": problem.value[:120],
            "text": problem.text(_),
            "severity": problem.severity,
        }
        for problem in problems
    ]


def would_be(area: Any, reading: Reading, mode: str, progress: Progress | None = None) -> Counter[str]:
    """What an import of this reading would do, without writing: read, new, updated, duplicate, refused."""
    say = progress.say if progress else lambda step, percent: None
    plan = matching.make_plan(
        area,
        reading.records,
        lambda done, of: say(_("Comparing with the register"), 20 + 70 * done / max(1, of)),
    )
    counts = plan.counts()
    changed = set()
    today = timezone.localdate()
    for position, pk in plan.same.items():
        if fill(plan.stock[pk], reading.records[position], mode, lambda problem: None, today):
            changed.add(pk)
    return _with_reading(
        Counter(
            new=counts["new"],
            updated=len(changed),
            duplicate=len(reading.records) - counts["new"] - len(changed),
            likely=counts["likely"],
        ),
        reading,
    )


def _with_reading(counts: Counter[str], reading: Reading) -> Counter[str]:
    """Add what the reader counted: `read` is the sum of new, updated, duplicate, refused and filtered."""
    counts["duplicate"] += reading.counts["duplicates"]
    for name in ("read", "refused", "filtered", "warnings", *LEFT_OUT):
        counts[name] = reading.counts[name]
    counts["read"] = counts["read"] or counts["refused"]  # a table without a column of names is refused as one
    return counts


def check_import(progress: Progress, run: int) -> dict[str, Any]:
    """Job: what the import would do, kept with the run for its preview."""
    row = ImportRun.objects.select_related("area").get(pk=run)
    try:
        progress.say(_("Reading the file"), 5)
        reading = read_run(row)
    except UnreadableFile as error:
        raise JobFailed(error.text(_)) from error
    row.counts = dict(would_be(row.area, reading, row.mode, progress))
    row.save(update_fields=["counts"])
    return {"url": reverse("actors:import_preview", args=[row.area.slug, row.pk])}


def run_import(progress: Progress, run: int) -> dict[str, Any]:
    """Job: import the file of a run. Run again after a crash, it does what is left: everything or nothing."""
    row = ImportRun.objects.select_related("area", "by").get(pk=run)
    answer = {"url": reverse("actors:import", args=[row.area.slug, row.pk])}
    if row.status in (ImportRun.Status.DONE, ImportRun.Status.UNDONE):
        forget_upload(row)
        return answer
    if not row.file:
        raise JobFailed(_("The file is gone. Upload it again."))
    ImportRun.objects.filter(pk=run).update(status=ImportRun.Status.RUNNING)
    try:
        import_file(row, Path(row.file.path), progress)
    except BaseException as error:
        ImportRun.objects.filter(pk=run).update(status=ImportRun.Status.FAILED)
        if isinstance(error, UnreadableFile):
            raise JobFailed(error.text(_)) from error
        raise
    forget_upload(row)  # it may hold personal data, and undo works from the history
    return answer


def import_file(
    run: ImportRun, path: Path, progress: Progress, tell: Callable[[Problem], None] = lambda problem: None
) -> ImportRun:
    """Import a file into the run's area; the run and `tell` say what came of it. Raises UnreadableFile, Cancelled.

    Reading and comparing hold no lock. Writing is one transaction; what was compared is compared again if
    somebody changed the register in between.
    """
    kind = readers.sniff(path) if run.kind in ("", "auto") else run.kind
    progress.say(_("Reading the file"), 2)
    if kind != "osm":
        made = _import(run, read_run(run, path), None, progress, tell)
    else:
        with Drawing(path, Path(run.area.basemap.storage.location) / "basemaps") as drawing:
            made = _import(run, read_run(run, path), drawing, progress, tell)
    refresh_statistics()
    return made


def _import(
    run: ImportRun, reading: Reading, drawing: Drawing | None, progress: Progress, tell: Callable[[Problem], None]
) -> ImportRun:
    mark = queries.stock_mark(run.area)
    plan = _plan(run, reading, progress)
    if drawing:
        progress.say(_("Drawing the base map"), 55)
    tiles = drawing.wait() if drawing else None
    label = _("Import: %(name)s") % {"name": run.file_name}
    with change(label, by=run.by, area=run.area) as made:
        if run.pk is None:
            run.save()  # a command's run: a killed one leaves no trace
        elif ImportRun.objects.select_for_update().get(pk=run.pk).status == ImportRun.Status.DONE:
            return run  # the same import, started twice, has just ended
        if queries.stock_mark(run.area) != mark:
            plan = _plan(run, reading, progress)
        problems = list(reading.problems)
        store.keep_addresses(run.area, reading.addresses)
        if tiles:
            keep_base_map(run, tiles)
        writer = store.Writer(
            run.area, reading.records, plan, mode=run.mode, made=made, tell=problems.append, say=progress.say
        )
        counts = writer.write()
        if reading.addresses:
            counts["placed"] = place_the_placeless(run.area, known={row.pk for row in writer.rows.values()})
        run.counts = dict(_with_reading(counts, reading))
        run.kind = reading.kind
        run.problems = problem_lines(problems[:SHOWN_PROBLEMS])
        run.status = ImportRun.Status.DONE
        run.change = made
        if reading.counts["refused"]:
            text = error_file(reading.problems, reading.rows, reading.headers, _)
            run.error_file.save(f"errors-{run.pk}.csv", ContentFile(text.encode()), save=False)
        _remember_mapping(run, reading)
        progress.say(_("Finishing"), 98)
        run.save()
    for problem in problems[:SHOWN_PROBLEMS]:
        tell(problem)
    return run


def _plan(run: ImportRun, reading: Reading, progress: Progress) -> matching.Plan:
    def say(done: int, of: int) -> None:
        progress.say(_("Comparing with the register"), 20 + 35 * done / max(1, of))

    return matching.make_plan(run.area, reading.records, say)


def _remember_mapping(run: ImportRun, reading: Reading) -> None:
    """A mapping that a person chose or confirmed is offered for the next list with the same headers."""
    if reading.headers and run.options.get("mapping") is not None:
        ImportMapping.objects.update_or_create(
            area=run.area,
            signature=queries.signature(reading.headers),
            defaults={"headers": reading.headers, "mapping": run.options["mapping"]},
        )


def place_the_placeless(area: Any, known: set[int]) -> int:
    """Organisations that were there before get the place of their address; returns how many."""
    rows = [
        row
        for row in Organisation.objects.filter(area=area, lat__isnull=True).exclude(street="")
        if row.pk not in known
    ]
    moved = store.locate(area, rows)
    placed = [row for row in rows if id(row) in moved]
    bulk_update(placed, ["lat", "lon", "district"])
    return len(placed)


def keep_base_map(run: ImportRun, tiles: Path) -> None:
    """Store the tiles as the area's base map with its paths, inside the import's change: undone with it.

    The file of the map before stays where it is, since undo points to it again.
    """
    with tiles.open("rb") as content:
        run.area.basemap.save(f"{run.area.slug}-{run.pk}.pmtiles", File(content), save=False)
    network.keep(run.area, tiles)
    run.area.basemap_source = "© OpenStreetMap contributors"
    run.area.save()
