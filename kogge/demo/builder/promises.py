"""Promises kept, broken and open, and the tasks that follow visits."""

from __future__ import annotations

from datetime import date, timedelta

from kogge.actors.models import Organisation
from kogge.outreach.models import Promise, Task, TaskOrganisation, Visit

from ..texts import table
from .world import World, rewrite, store, written

# (how many, kept, broken, released) of the closed promises: project two broke its word with a third of them.
ERAS = {"second": (33, 20, 11, 2), "running": (86, 66, 13, 7)}
OPEN_FUTURE, OPEN_OVERDUE = 15, 6
RELEASED = ("Hat sich erledigt, im Einvernehmen gestrichen", "Wurde von anderer Seite gelöst")


def build_promises(world: World) -> None:
    """Every promise is made at a visit; closing it leaves a second history row on that day."""
    rng = world.rng
    running = world.projects[2]
    met = [visit for visit in world.visits if visit.outcome == "met" and visit.status == Visit.Status.DONE]
    early = [visit for visit in met if visit.date < running.start]
    late = [visit for visit in met if running.start <= visit.date <= world.today - timedelta(days=75)]
    fresh = [visit for visit in met if visit.date > world.today - timedelta(days=60)]
    closed: list[tuple[Promise, str, date, str]] = []
    rows: list[Promise] = []
    for era, visits in (("second", early), ("running", late)):
        count, kept, broken, _released = ERAS[era]
        ends = ["kept"] * kept + ["broken"] * broken + ["released"] * (count - kept - broken)
        for visit, end in zip(world.choose(visits, count), ends, strict=False):
            promise, lines = _promise(world, visit)
            day = promise.due + timedelta(days=rng.randint(-12, 4) if end == "kept" else rng.randint(20, 60))
            day = min(max(day, promise.made_on), world.today)
            closed.append((promise, end, day, rng.choice(RELEASED) if end == "released" else lines[end]))
            rows.append(promise)
    for number, visit in enumerate(world.choose(fresh, OPEN_FUTURE + OPEN_OVERDUE)):
        promise, _lines = _promise(world, visit)
        ahead = rng.randint(2, 45) if number < OPEN_FUTURE else -rng.randint(2, 20)
        promise.due = max(world.today + timedelta(days=ahead), promise.made_on)
        rows.append(promise)
    store(rows)
    for promise, end, day, result in closed:
        promise.status, promise.closed_on, promise.result = end, day, result
        worker = world.worker_on(day, "")
        written(promise, day, rng, worker.user if worker else None)
    rewrite([promise for promise, *_rest in closed], "status", "closed_on", "result")


def _promise(world: World, visit: Visit) -> tuple[Promise, dict[str, str]]:
    lines = world.rng.choice(table("promises"))
    promise = Promise(
        area=world.area,
        organisation=visit.organisation,
        promised_by=visit.visitor,
        visit=visit,
        what=lines["what"],
        made_on=visit.date,
        due=visit.date + timedelta(days=world.rng.choice([14, 14, 21, 28, 42])),
    )
    return written(promise, visit.date, world.rng, visit._history_user), lines


def build_tasks(world: World) -> None:
    """The next steps of recent visits are tasks: most old ones done, some forgotten, the new ones open."""
    rng = world.rng
    first = world.today - timedelta(days=150)
    rows, done, links = [], [], []
    for visit in world.visits:
        if not visit.next_step or visit.date < first or rng.random() < 0.35:
            continue
        task = Task(
            area=world.area,
            kind=Task.Kind.FOLLOW_UP,
            title=visit.next_step,
            assignee=visit.visitor,
            visit=visit,
            due=visit.next_step_due,
        )
        rows.append(written(task, visit.date, rng, visit._history_user))
        links.append((task, visit.organisation))
        if task.due < world.today and rng.random() < 0.85:
            done.append(task)
    store(rows)
    store([_link(task, organisation) for task, organisation in links])
    for task in done:
        task.done_on = min(world.today, task.due + timedelta(days=rng.randint(-5, 6)))
        written(task, task.done_on, rng, None)
    rewrite(done, "done_on")


def _link(task: Task, organisation: Organisation) -> TaskOrganisation:
    """Written in the same moment as its task."""
    link = TaskOrganisation(task=task, organisation=organisation)
    link._history_date, link._history_user = task._history_date, task._history_user
    return link
