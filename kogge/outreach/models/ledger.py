"""Promises given to organisations, and things to do once."""

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

from .apologies import Apology
from .visits import Visit


class PromiseQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def open(self) -> Any:
        return self.filter(status=Promise.Status.OPEN)

    def overdue(self) -> Any:
        return self.open().filter(due__lt=timezone.localdate())

    def unforgiven(self) -> Any:
        """Broken or overdue, and nobody has apologised for it so far."""
        late = Q(status=Promise.Status.OPEN, due__lt=timezone.localdate())
        return self.filter(Q(status=Promise.Status.BROKEN) | late, apology__isnull=True)


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
    apology = models.ForeignKey(
        Apology,
        verbose_name=_("apology"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="promises",
    )
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

    @property
    def wants_an_apology(self) -> bool:
        return self.apology_id is None and (self.status == self.Status.BROKEN or self.is_overdue)


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
