"""Interviews: situation, motivation, expectation, and the conditions for joining."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .guides import GuideVersion, Submission
from .visits import Visit

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
    # The version asked, when the interview was held with a guide of the area; its answers by the path of the question.
    guide_version = models.ForeignKey(
        GuideVersion,
        verbose_name=_("guide version"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="interviews",
    )
    submission = models.OneToOneField(
        Submission,
        verbose_name=_("submission"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="interview",
    )
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    # Numbers that a guide asks for by name (column kogge, `figure:NAME`).
    figures = models.JSONField(_("figures"), default=dict, blank=True)
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
