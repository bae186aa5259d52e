"""Working groups: some members take up one thing."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.actors.models import Organisation
from kogge.core.links import Link
from kogge.core.models import Recorded

from .networks import Network
from .parts import PartQuerySet


class WorkingGroup(Recorded):
    """Members of a network who take up one thing together."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("what it shall bring about"), max_length=2000, blank=True)
    lead = models.ForeignKey(
        Organisation,
        verbose_name=_("who leads it"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="leads_groups",
    )
    organisations = models.ManyToManyField(
        Organisation,
        through="WorkingGroupMember",
        blank=True,
        related_name="working_groups",
        verbose_name=_("who is in it"),
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["network", "name"]
        verbose_name = _("working group")
        verbose_name_plural = _("working groups")

    def __str__(self) -> str:
        return self.name


class WorkingGroupMember(Link):
    """That an organisation is in a working group."""

    group = models.ForeignKey(WorkingGroup, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="group_memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "organisation"], name="in_a_working_group_once")]
        verbose_name = _("member of a working group")
        verbose_name_plural = _("members of working groups")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.group}"
