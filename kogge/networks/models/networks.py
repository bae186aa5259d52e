"""Networks of organisations: who is in them, who leads them, what became of earlier ones."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area, District, Project


class NetworkQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS

    def alive(self) -> Any:
        return self.filter(ended_on__isnull=True)


class Network(Recorded):
    """A circle, a table, an association: organisations that meet for a purpose."""

    class Stage(models.TextChoices):
        IDEA = "idea", _("idea")
        KICKOFF = "kickoff", _("kick-off")
        ACTIVE = "active", _("active")
        SELF_RUN = "self_run", _("self-run")
        INDEPENDENT = "independent", _("independent")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="networks")
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.SET_NULL, related_name="networks")
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="networks")
    name = models.CharField(_("name"), max_length=160)
    purpose = models.TextField(_("purpose"), blank=True)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.IDEA)
    # Who holds it together. Project staff here means: when the project ends, nobody does.
    leaders = models.ManyToManyField(
        Person, through="Leader", blank=True, related_name="leads_networks", verbose_name=_("led by")
    )
    founded_on = models.DateField(_("founded on"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_why = models.TextField(_("why it ended"), blank=True)

    objects = NetworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("network")
        verbose_name_plural = _("networks")

    def __str__(self) -> str:
        return self.name


class Leader(Link):
    """A person who leads a network: a record of its own, so that a change of hands is in the history."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="leaderships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="leaderships")

    class Meta:
        db_table = "networks_network_leaders"
        constraints = [models.UniqueConstraint(fields=["network", "person"], name="leads_a_network_once")]
        verbose_name = _("network leader")
        verbose_name_plural = _("network leaders")

    def __str__(self) -> str:
        return f"{self.person}: {self.network}"


class NetworkMemberQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS
    area_path = "network__area"

    def current(self) -> Any:
        today = timezone.localdate()
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=today),
            Q(end__isnull=True) | Q(end__gte=today),
            network__ended_on__isnull=True,
        )


class NetworkMember(Recorded):
    """An organisation in a network, from when until when, as what."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        HOST = "host", _("host")
        SPEAKER = "speaker", _("speaker")

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="network_members"
    )
    role = models.CharField(_("role"), max_length=8, choices=Role.choices, default=Role.MEMBER)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    why_left = models.CharField(_("why it left"), max_length=200, blank=True)

    objects = NetworkMemberQuerySet.as_manager()

    class Meta:
        ordering = ["network", "organisation"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="member_leaves_after_joining",
            )
        ]
        verbose_name = _("network member")
        verbose_name_plural = _("network members")

    def __str__(self) -> str:
        return f"{self.organisation} / {self.network}"
