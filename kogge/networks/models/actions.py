"""Small wins: what members do together, what came of it, and what each of them got."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.models import Recorded
from kogge.needs.models import Topic
from kogge.places.access import AreaOwnedQuerySet

from .networks import Network
from .parts import PartQuerySet, StoredFile


class JointAction(StoredFile):
    """Something small that members do together: planned, then a win or not. Its file is a photo."""

    class Outcome(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("joint action", "planned")
        WON = "won", pgettext_lazy("joint action", "it worked")
        PARTLY = "partly", pgettext_lazy("joint action", "worked in part")
        FAILED = "failed", pgettext_lazy("joint action", "did not work")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="joint_actions")
    title = models.CharField(_("what we do together"), max_length=160)
    topic = models.ForeignKey(
        Topic,
        verbose_name=_("topic"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="joint_actions",
    )
    on = models.DateField(_("day"))
    outcome = models.CharField(_("what came of it"), max_length=7, choices=Outcome.choices, default=Outcome.PLANNED)
    result = models.TextField(_("the result in two sentences"), max_length=2000, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome="planned") | ~Q(result=""), name="what_is_over_has_a_result")
        ]
        verbose_name = _("joint action")
        verbose_name_plural = _("joint actions")

    def __str__(self) -> str:
        return self.title


class BenefitQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "action__network__area"


class Benefit(Recorded):
    """What one member got out of a joint action, in their words."""

    action = models.ForeignKey(JointAction, on_delete=models.CASCADE, related_name="benefits")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("who got it"), on_delete=models.CASCADE, related_name="benefits"
    )
    text = models.CharField(_("what they got"), max_length=200)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        ordering = ["action", "organisation"]
        constraints = [models.UniqueConstraint(fields=["action", "organisation"], name="one_benefit_a_member")]
        verbose_name = _("benefit")
        verbose_name_plural = _("benefits")

    def __str__(self) -> str:
        return self.text
