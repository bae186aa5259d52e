"""Who asks whom to join: by somebody they trust, with the answer and its reason."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.models import Recorded

from .networks import Network
from .parts import PartQuerySet


class InvitationQuerySet(PartQuerySet):
    """Why somebody said no is told to those who ask, not to everybody who reads."""

    view_permission = Permission.EDIT_NETWORKS


class Invitation(Recorded):
    """An organisation that shall be asked to join, by whom, and what it said."""

    class State(models.TextChoices):
        TO_ASK = "to_ask", pgettext_lazy("invitation", "to ask")
        ASKED = "asked", pgettext_lazy("invitation", "asked")
        YES = "yes", pgettext_lazy("invitation", "said yes")
        NO = "no", pgettext_lazy("invitation", "said no")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="invitations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("who is asked"), on_delete=models.CASCADE, related_name="invitations"
    )
    # Whom they trust: an organisation, or a person of the team; nobody chosen yet where both are empty.
    by_organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation that asks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_to_others",
    )
    by_person = models.ForeignKey(
        Person,
        verbose_name=_("person who asks"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="invitations_to_others",
    )
    state = models.CharField(_("how it stands"), max_length=6, choices=State.choices, default=State.TO_ASK)
    asked_on = models.DateField(_("asked on"), null=True, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    why_not = models.CharField(_("why not"), max_length=200, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["network", "organisation"]
        constraints = [models.UniqueConstraint(fields=["network", "organisation"], name="invited_to_a_network_once")]
        verbose_name = _("invitation to a network")
        verbose_name_plural = _("invitations to networks")

    def __str__(self) -> str:
        return f"{self.organisation} / {self.network}"
