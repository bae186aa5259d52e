"""Founding proposals: who could come together, under which limits, with the proof and the reasons. A person decides."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.models import Recorded
from kogge.outreach.models import Interview
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .networks import Network

MOST_MEMBERS = 30
MOST_TOPICS = 4


class ScenarioQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS


class FoundingScenario(Recorded):
    """A name and the limits under which circles are looked for: sizes, times, hours, fee."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="founding_scenarios")
    name = models.CharField(_("name"), max_length=80)
    least = models.PositiveSmallIntegerField(
        _("members at least"), default=5, validators=[MinValueValidator(2), MaxValueValidator(MOST_MEMBERS)]
    )
    most = models.PositiveSmallIntegerField(
        _("members at most"), default=12, validators=[MinValueValidator(2), MaxValueValidator(MOST_MEMBERS)]
    )
    topics = models.PositiveSmallIntegerField(
        _("topics at most"), default=3, validators=[MinValueValidator(1), MaxValueValidator(MOST_TOPICS)]
    )
    # Slots as in `outreach.models.SLOTS`; empty: all of them.
    slots = models.JSONField(_("times that come into question"), default=list, blank=True)
    hours_per_month = models.DecimalField(
        _("hours a month that a circle takes"), max_digits=4, decimal_places=1, default=1,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    fee = models.DecimalField(
        _("€ a month that a circle costs"), max_digits=6, decimal_places=2, default=0,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    # When limits or wishes were last changed: a plan made before is out of date.
    changed_at = models.DateTimeField(_("changed on"), default=timezone.now)

    objects = ScenarioQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["area", "name"], name="one_scenario_of_a_name"),
            models.CheckConstraint(condition=Q(most__gte=F("least")), name="scenario_sizes_in_order"),
        ]
        verbose_name = _("scenario of founding circles")
        verbose_name_plural = _("scenarios of founding circles")

    def __str__(self) -> str:
        return self.name


class PlanQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "scenario__area"


class FoundingPlan(Recorded):
    """One answer of engine.circles for a scenario, with its proof."""

    scenario = models.ForeignKey(
        FoundingScenario, verbose_name=_("scenario"), on_delete=models.CASCADE, related_name="plans"
    )
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objective = models.PositiveIntegerField()  # sum over members of the weights of their topics taken up
    bound = models.PositiveIntegerField()  # proven upper bound
    seconds = models.FloatField()
    # What went in: numbers, limits. `notes`: what could not be met, as {"code", "params"}.
    inputs = models.JSONField(default=dict)
    notes = models.JSONField(_("notes"), default=list)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("plan of founding circles")
        verbose_name_plural = _("plans of founding circles")

    def __str__(self) -> str:
        return f"{self.scenario} {self.made_at:%d.%m.%Y %H:%M}"

    @property
    def is_optimal(self) -> bool:
        return self.objective >= self.bound

    @property
    def gap(self) -> float:
        """(bound − objective) / bound, 0 for an empty plan."""
        return max(0.0, (self.bound - self.objective) / self.bound) if self.bound else 0.0


class CircleQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "plan__scenario__area"


class FoundingCircle(Recorded):
    """A circle that could begin: when, where, in which language, about what, at whose invitation."""

    plan = models.ForeignKey(FoundingPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="circles")
    number = models.PositiveSmallIntegerField(pgettext_lazy("founding circle", "number"))
    slot = models.CharField(pgettext_lazy("founding circle", "time"), max_length=20)
    place = models.ForeignKey(
        Organisation, verbose_name=_("place"), on_delete=models.CASCADE, related_name="founding_circles_here"
    )
    language = models.CharField(_("language"), max_length=8)
    topics = models.JSONField(_("topics"), default=list)  # codes
    is_practice = models.BooleanField(default=False, db_index=True)
    # The network that was founded from it, by a person.
    network = models.OneToOneField(
        Network, null=True, blank=True, on_delete=models.SET_NULL, related_name="founding_circle"
    )

    objects = CircleQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_circle_of_a_number")]
        verbose_name = _("founding circle")
        verbose_name_plural = _("founding circles")

    def __str__(self) -> str:
        return str(_("Circle %(number)s") % {"number": self.number})


class SeatQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "circle__plan__scenario__area"


class FoundingSeat(Recorded):
    """A business in a circle, with what speaks for and against it."""

    circle = models.ForeignKey(
        FoundingCircle, verbose_name=_("founding circle"), on_delete=models.CASCADE, related_name="seats"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="founding_seats")
    # Whose conditions they are: when the talk is deleted, so is what was made of it.
    interview = models.ForeignKey(Interview, null=True, on_delete=models.CASCADE, related_name="founding_seats")
    is_host = models.BooleanField(_("could be host"), default=False)
    metres = models.PositiveIntegerField(_("metres to the place"), default=0)  # as the crow flies
    topics = models.JSONField(_("topics"), default=dict)  # code → weight, of those the circle takes up
    # Lists of {"code": …, "params": {…}}; worded by networks.founding_words.
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["circle", "pk"]
        constraints = [models.UniqueConstraint(fields=["circle", "organisation"], name="one_seat_in_a_circle")]
        verbose_name = _("seat in a founding circle")
        verbose_name_plural = _("seats in founding circles")

    def __str__(self) -> str:
        return f"{self.organisation} / {self.circle}"


class RestQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_INTERVIEWS  # it tells what somebody said in confidence
    area_path = "plan__scenario__area"


class FoundingRest(Recorded):
    """A business in no circle of a plan: why, what is missing, and which single change would bring it in."""

    class Kind(models.TextChoices):
        LEFT_OUT = "left_out", pgettext_lazy("founding circle", "left out")
        MISSING = "missing", pgettext_lazy("founding circle", "too little is known")

    plan = models.ForeignKey(FoundingPlan, verbose_name=_("plan"), on_delete=models.CASCADE, related_name="rest")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="founding_rest")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    is_practice = models.BooleanField(default=False, db_index=True)
    reasons = models.JSONField(default=list)  # {"code", "params"}
    openings = models.JSONField(_("what would bring them in"), default=list)  # {"code", "params"}

    objects = RestQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "pk"]
        verbose_name = _("business outside the founding circles")
        verbose_name_plural = _("businesses outside the founding circles")

    def __str__(self) -> str:
        return str(self.organisation)


class WishQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "scenario__area"


class FoundingWish(Recorded):
    """What a coordinator decided before the circles are looked for again."""

    class Kind(models.TextChoices):
        PIN = "pin", _("comes in any case")
        OUT = "out", _("stays out")
        KEEP = "keep", _("stays as it is")
        TOGETHER = "together", _("only together with")
        APART = "apart", _("not in one circle with")

    scenario = models.ForeignKey(
        FoundingScenario, verbose_name=_("scenario"), on_delete=models.CASCADE, related_name="wishes"
    )
    kind = models.CharField(_("wish"), max_length=8, choices=Kind.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="founding_wishes"
    )
    other = models.ForeignKey(
        Organisation, verbose_name=_("with whom"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    # The circle that stays, or into which a business is pinned.
    circle = models.ForeignKey(
        FoundingCircle,
        verbose_name=_("founding circle"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="wishes",
    )

    objects = WishQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("wish for founding circles")
        verbose_name_plural = _("wishes for founding circles")

    def __str__(self) -> str:
        parts: list[Any] = [self.organisation or self.circle, self.get_kind_display()]
        parts += [self.other] if self.other_id else []
        return " ".join(str(part) for part in parts)
