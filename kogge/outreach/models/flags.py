"""Flags: what must be acted on now, or watched; and who was told, after the business agreed."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Case, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .interviews import Interview
from .visits import Visit


class FlagQuerySet(AreaOwnedQuerySet):
    # A flag tells what was said in confidence: only those who may read interviews see it.
    view_permission = Permission.VIEW_INTERVIEWS

    def open(self) -> Any:
        return self.filter(closed_on__isnull=True)

    def overdue(self) -> Any:
        return self.open().filter(due__lt=timezone.localdate())

    def in_order(self) -> Any:
        """Open before closed, red before yellow, the earliest day first; the closed ones newest first."""
        still_open = Case(When(closed_on__isnull=True, then=0), default=1, output_field=models.IntegerField())
        return self.order_by(still_open, "-closed_on", "level", "due", "pk")


class Flag(Recorded):
    """A business needs help now (red), or something should be watched (yellow): owner, date, result."""

    class Level(models.TextChoices):
        RED = "red", _("act now")
        YELLOW = "yellow", _("watch")

    class Kind(models.TextChoices):
        CLOSING = "closing", _("closing down")
        MOVING = "moving", _("moving away")
        EVICTION = "eviction", _("notice for the premises")
        SUCCESSION = "succession", _("no successor")
        LAYOFFS = "layoffs", _("lay-offs")
        MONEY = "money", _("short of money")
        STAFF = "staff", _("finds no staff")
        PREMISES = "premises", _("trouble with the premises")
        REGULATION = "regulation", _("trouble with an authority")
        CONFLICT = "conflict", _("conflict")
        OTHER = "other", _("other")

    class Consent(models.TextChoices):
        NOT_ASKED = "not_asked", _("not asked yet")
        AGREED = "agreed", pgettext_lazy("consent", "agreed")
        DECLINED = "declined", _("declined")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="flags")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="flags"
    )
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="flags")
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.SET_NULL, related_name="flags")
    level = models.CharField(_("level"), max_length=6, choices=Level.choices, default=Level.RED)
    kind = models.CharField(_("what about"), max_length=12, choices=Kind.choices, default=Kind.OTHER)
    text = models.TextField(_("what was said"), blank=True)
    owner = models.ForeignKey(
        Person, verbose_name=_("who takes care"), null=True, blank=True, on_delete=models.SET_NULL, related_name="flags"
    )
    opened_on = models.DateField(_("raised on"), default=timezone.localdate)
    due = models.DateField(_("until"))
    # May others be told? Nobody is involved before the business agreed.
    consent = models.CharField(
        _("may helpers be involved?"), max_length=9, choices=Consent.choices, default=Consent.NOT_ASKED
    )
    consent_by = models.CharField(_("said by"), max_length=120, blank=True)
    consent_on = models.DateField(_("said on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = models.TextField(_("what became of it"), blank=True)
    feedback_on = models.DateField(_("the business heard of it on"), null=True, blank=True)
    no_feedback = models.CharField(_("why the business has not heard of it"), max_length=250, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["closed_on", "level", "due"]
        indexes = [models.Index(fields=["area", "closed_on", "due"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent="not_asked") | Q(consent_on__isnull=False), name="consent_of_a_flag_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | ~Q(result=""), name="closed_flags_have_a_result"
            ),
        ]
        verbose_name = _("flag")
        verbose_name_plural = _("flags")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_kind_display()}"

    @property
    def is_overdue(self) -> bool:
        return self.closed_on is None and self.due < timezone.localdate()

    @property
    def may_involve(self) -> bool:
        """May a helper be told? Only while it is open, and only after the business agreed."""
        return self.closed_on is None and self.consent == self.Consent.AGREED

    @staticmethod
    def days_for(area: Area, level: str) -> int:
        """Until when somebody must have acted: days from the day it was raised."""
        return int(area.red_flag_days if level == Flag.Level.RED else area.yellow_flag_days)


class ReferralQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_INTERVIEWS
    area_path = "flag__area"


class Referral(Recorded):
    """A helper (chamber, employment agency, landlord) who was involved in a flag, with the business's consent."""

    flag = models.ForeignKey(Flag, verbose_name=_("flag"), on_delete=models.CASCADE, related_name="referrals")
    helper = models.ForeignKey(
        Organisation, verbose_name=_("helper"), on_delete=models.CASCADE, related_name="referrals"
    )
    told_on = models.DateField(_("told on"), default=timezone.localdate)
    result = models.CharField(_("what they did"), max_length=250, blank=True)
    result_on = models.DateField(_("heard from them on"), null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["told_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["flag", "helper"], name="a_helper_is_told_once")]
        verbose_name = _("referral")
        verbose_name_plural = _("referrals")

    def __str__(self) -> str:
        return f"{self.helper}, {self.told_on:%d.%m.%Y}"
