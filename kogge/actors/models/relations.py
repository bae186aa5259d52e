"""Ties between organisations."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet, areas_where
from kogge.places.models import Area

from .organisations import Organisation


class RelationQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS

    def visible_to(self, user: Any) -> Any:
        """A rift was told in confidence: it is shown to those alone who may read interviews."""
        rows = super().visible_to(user)
        if getattr(user, "is_superuser", False):
            return rows
        confidants = areas_where(user, Permission.VIEW_INTERVIEWS)
        return rows.filter(~Q(type="rift") | Q(area__in=confidants))

    def on(self, day: Any = None) -> Any:
        """Relations that hold on a day (today)."""
        day = day or timezone.localdate()
        return self.filter(Q(start__isnull=True) | Q(start__lte=day), Q(end__isnull=True) | Q(end__gte=day))


class Relation(Recorded):
    """A tie between two organisations: of a type, in a direction or both ways, from when until when."""

    class Type(models.TextChoices):
        PARTNER = "partner", _("works with")
        SUPPLIES = "supplies", _("supplies")
        REFERS = "refers", _("sends customers to")
        SUPPORTS = "supports", _("supports")
        HOSTS = "hosts", _("gives room to")
        LETS = "lets", _("lets premises to")
        BELONGS = "belongs", _("belongs to")
        RIFT = "rift", _("rift with")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="relations")
    source = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_out")
    target = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="relations_in")
    type = models.CharField(_("type"), max_length=10, choices=Type.choices)
    is_mutual = models.BooleanField(_("both ways"), default=True)
    strength = models.PositiveSmallIntegerField(
        _("strength"), choices=[(1, _("loose")), (2, _("regular")), (3, _("close"))], default=2
    )
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        ordering = ["type", "start"]
        indexes = [models.Index(fields=["area", "type"])]
        constraints = [
            models.CheckConstraint(condition=~Q(source=F("target")), name="relation_joins_two"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="relation_ends_after_start",
            ),
        ]
        verbose_name = _("relation")
        verbose_name_plural = _("relations")

    def __str__(self) -> str:
        return f"{self.source} {self.get_type_display()} {self.target}"

    def overlapping(self) -> Any:
        """Relations of the same type between the same two whose time overlaps with this one's."""
        same = Q(source=self.source_id, target=self.target_id)
        turned = Q(source=self.target_id, target=self.source_id)
        if not self.is_mutual:
            turned &= Q(is_mutual=True)
        rows = Relation.objects.filter(same | turned, type=self.type).exclude(pk=self.pk)
        if self.end:
            rows = rows.filter(Q(start__isnull=True) | Q(start__lte=self.end))
        if self.start:
            rows = rows.filter(Q(end__isnull=True) | Q(end__gte=self.start))
        return rows

    def clean(self) -> None:
        if self.source_id and self.source_id == self.target_id:
            raise ValidationError(_("A relation joins two different organisations."))
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The end lies before the start.")})
        if self.source_id and self.target_id and (other := self.overlapping().first()):
            raise ValidationError(
                _(
                    "There is already a relation of this type in this time (from %(start)s until %(end)s). "
                    "End that one first, or change it."
                )
                % {"start": other.start or "…", "end": other.end or "…"}
            )
