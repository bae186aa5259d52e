"""Outreach: visits, interviews with the conditions for joining, promises, and the tasks that follow."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

DAYS = [
    ("mo", _("Monday")),
    ("tu", _("Tuesday")),
    ("we", _("Wednesday")),
    ("th", _("Thursday")),
    ("fr", _("Friday")),
    ("sa", _("Saturday")),
    ("su", _("Sunday")),
]
TIMES = [
    ("early", _("before 9")),
    ("morning", _("9 to 12")),
    ("noon", _("12 to 14")),
    ("afternoon", _("14 to 18")),
    ("evening", _("after 18")),
]
# A slot is "<day>-<time>", for example "tu-morning".
SLOTS = [f"{day}-{time}" for day, _day in DAYS for time, _time in TIMES]
FORMATS = [
    ("breakfast", _("business breakfast")),
    ("regulars", _("regulars' table")),
    ("workshop", _("workshop")),
    ("walk", _("walk through the district")),
    ("bilateral", _("just the two of us")),
    ("messenger", _("messenger group")),
    ("festival", _("festival or market")),
]


class VisitQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def planned(self) -> Any:
        return self.filter(status=Visit.Status.PLANNED)

    def done(self) -> Any:
        return self.filter(status=Visit.Status.DONE)


class Visit(Recorded):
    """A contact with an organisation: planned, or made; at the counter, by phone, on the street."""

    class Status(models.TextChoices):
        PLANNED = "planned", _("planned")
        DONE = "done", _("made")
        CANCELLED = "cancelled", pgettext_lazy("visit", "cancelled")

    class Channel(models.TextChoices):
        VISIT = "visit", _("on site")
        PHONE = "phone", _("by phone")
        MAIL = "mail", _("by e-mail or letter")
        VIDEO = "video", _("by video")
        EVENT = "event", _("at an event")

    class Outcome(models.TextChoices):
        MET = "met", _("talked")
        AWAY = "away", _("nobody there")
        LATER = "later", _("come back later")
        REFUSED = "refused", _("does not want to")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="visits")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="visits"
    )
    visitor = models.ForeignKey(
        Person, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PLANNED)
    date = models.DateField(_("day"), default=timezone.localdate)
    time = models.TimeField(_("time"), null=True, blank=True)
    channel = models.CharField(_("channel"), max_length=6, choices=Channel.choices, default=Channel.VISIT)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    mood = models.PositiveSmallIntegerField(
        _("mood"),
        choices=[
            (1, _("bad")),
            (2, _("strained")),
            (3, pgettext_lazy("mood", "neutral")),
            (4, _("good")),
            (5, _("very good")),
        ],
        null=True,
        blank=True,
    )
    note = models.TextField(_("note"), blank=True)
    next_step = models.CharField(_("next step"), max_length=200, blank=True)
    next_step_due = models.DateField(_("until"), null=True, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-time"]
        indexes = [
            models.Index(fields=["area", "status", "date"]),
            models.Index(fields=["organisation", "-date"]),
        ]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.date:%d.%m.%Y}"


class InterviewQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_INTERVIEWS
    own_path = "organisation__positions__person__user"

    def latest_per_organisation(self) -> Any:
        """The newest interview of each organisation: its conditions are the ones that hold.

        A real interview counts before any practice interview.
        """
        newest = self.model._default_manager.filter(organisation=models.OuterRef("organisation")).order_by(
            "is_practice", "-date", "-pk"
        )
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class Interview(Recorded):
    """A talk by the standard guide: situation, motivation, expectation, and the conditions for joining."""

    class Join(models.TextChoices):
        YES = "yes", _("yes")
        MAYBE = "maybe", _("under conditions")
        NO = "no", _("no")

    class Experience(models.TextChoices):
        NONE = "none", _("none so far")
        GOOD = "good", _("good")
        MIXED = "mixed", _("mixed")
        BAD = "bad", _("bad")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="interviews")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="interviews"
    )
    visit = models.OneToOneField(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="interview")
    date = models.DateField(_("day"), default=timezone.localdate)
    guide = models.CharField(max_length=40, default="standard-1")
    language = models.CharField(_("language of the talk"), max_length=5, default="de")
    situation = models.TextField(_("How is business?"), blank=True)
    motivation = models.TextField(_("What would make a network worth your while?"), blank=True)
    expectation = models.TextField(_("What would have to come of it in a year?"), blank=True)
    would_join = models.CharField(_("Would you take part?"), max_length=5, choices=Join.choices, blank=True)
    # The conditions for joining. Empty means: not asked or no limit.
    slots = models.JSONField(_("When could you?"), default=list, blank=True)
    hours_per_month = models.DecimalField(_("hours a month"), max_digits=4, decimal_places=1, null=True, blank=True)
    max_fee = models.DecimalField(_("at most € a month"), max_digits=6, decimal_places=2, null=True, blank=True)
    formats = models.JSONField(_("What form suits you?"), default=list, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    max_walk_m = models.PositiveIntegerField(_("metres on foot at most"), null=True, blank=True)
    not_with = models.ManyToManyField(
        Organisation,
        through="NoGo",
        related_name="not_wanted_by",
        blank=True,
        verbose_name=_("With whom not?"),
    )
    experience = models.CharField(_("Experience with networks"), max_length=5, choices=Experience.choices, blank=True)
    experience_note = models.TextField(_("What happened?"), blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        indexes = [models.Index(fields=["organisation", "-date"]), models.Index(fields=["area", "-date"])]
        verbose_name = _("interview")
        verbose_name_plural = _("interviews")

    def __str__(self) -> str:
        return f"{self.organisation}, {self.date:%d.%m.%Y}"


class NoGo(Link):
    """ "With them, no": said in confidence, seen only by those who may read interviews."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="no_gos")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="no_gos_against")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["interview", "organisation"], name="named_once_an_interview")]
        verbose_name = _("no-go")
        verbose_name_plural = _("no-gos")

    def __str__(self) -> str:
        return f"{self.interview.organisation} ≠ {self.organisation}"


class PromiseQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def open(self) -> Any:
        return self.filter(status=Promise.Status.OPEN)

    def overdue(self) -> Any:
        return self.open().filter(due__lt=timezone.localdate())


class Promise(Recorded):
    """Something promised to an organisation: who, what, until when, and what became of it."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        KEPT = "kept", pgettext_lazy("promise", "kept")
        BROKEN = "broken", _("broken")
        RELEASED = "released", _("released")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="promises")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("to whom"), on_delete=models.CASCADE, related_name="promises"
    )
    promised_by = models.ForeignKey(
        Person,
        verbose_name=_("by whom"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promises",
    )
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="promises")
    what = models.CharField(_("what"), max_length=250)
    made_on = models.DateField(_("given on"), default=timezone.localdate)
    due = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = models.CharField(_("what became of it"), max_length=250, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        indexes = [models.Index(fields=["area", "status", "due"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True) | (~Q(status="open") & Q(closed_on__isnull=False)),
                name="closed_promises_have_a_day",
            )
        ]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")

    def __str__(self) -> str:
        return self.what

    @property
    def is_overdue(self) -> bool:
        return self.status == self.Status.OPEN and self.due < timezone.localdate()


class TaskQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def open(self) -> Any:
        return self.filter(done_on__isnull=True)


class Task(Recorded):
    """Something to do once: a next step, an introduction, a follow-up."""

    class Kind(models.TextChoices):
        FOLLOW_UP = "follow_up", _("Follow-up")
        INTRODUCTION = "introduction", _("Introduction")
        OTHER = "other", _("Other")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    title = models.CharField(_("what"), max_length=250)
    reason = models.TextField(_("why"), blank=True)
    assignee = models.ForeignKey(
        Person, verbose_name=_("who"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tasks"
    )
    organisations = models.ManyToManyField(
        Organisation,
        through="TaskOrganisation",
        blank=True,
        related_name="tasks",
        verbose_name=_("organisations"),
    )
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.CASCADE, related_name="tasks")
    due = models.DateField(_("until"), null=True, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["area", "done_on", "due"])]
        verbose_name = _("task")
        verbose_name_plural = _("tasks")

    def __str__(self) -> str:
        return self.title


class TaskOrganisation(Link):
    """An organisation that a task is about."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="involved")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="involved_in")

    class Meta:
        db_table = "outreach_task_organisations"
        unique_together = [("task", "organisation")]
        verbose_name = _("organisation of a task")
        verbose_name_plural = _("organisations of tasks")

    def __str__(self) -> str:
        return f"{self.task}: {self.organisation}"
