"""What is needed and what is offered, coded to topics that people recognise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.outreach.models import Interview
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class TopicQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_AREA


class TopicGroup(Recorded):
    """A dozen groups order the topics."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="topic_groups")
    code = models.SlugField(max_length=40)
    name_de = models.CharField(_("name (German)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name_de"]
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="one_topic_group_of_a_code")]
        verbose_name = _("topic group")
        verbose_name_plural = _("topic groups")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_de if (get_language() or "de").startswith("de") else self.name_en or self.name_de


class Topic(Recorded):
    """What a need or an offer is about. Each area starts with the shipped list and changes its own copy."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="topics")
    group = models.ForeignKey(TopicGroup, on_delete=models.CASCADE, related_name="topics")
    code = models.SlugField(max_length=60)
    name_de = models.CharField(_("name (German)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120, blank=True)
    example = models.CharField(_("example"), max_length=200, blank=True)
    words = models.CharField(_("search words"), max_length=250, blank=True)
    related = models.ManyToManyField("self", through="RelatedTopic", blank=True, verbose_name=_("related topics"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["group__order", "name_de"]
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="one_topic_of_a_code")]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return self.name_de if (get_language() or "de").startswith("de") else self.name_en or self.name_de


class RelatedTopic(Link):
    """That one topic is close to another; each pair is written in both directions."""

    from_topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="related_to")
    to_topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="related_from")

    class Meta:
        db_table = "needs_topic_related"
        unique_together = [("from_topic", "to_topic")]
        verbose_name = _("related topic")
        verbose_name_plural = _("related topics")

    def __str__(self) -> str:
        return f"{self.from_topic} – {self.to_topic}"


class BoardQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NEEDS
    own_path = "organisation__positions__person__user"

    def live(self) -> Any:
        """Open and not past its last day."""
        return self.filter(Q(valid_until__isnull=True) | Q(valid_until__gte=timezone.localdate()), status="open")


class BoardEntry(Recorded):
    """What needs and offers have in common."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        MET = "met", _("settled")
        WITHDRAWN = "withdrawn", _("withdrawn")

    text = models.CharField(_("in their words"), max_length=300)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.OPEN)
    created_on = models.DateField(_("since"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = BoardQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text


class Need(BoardEntry):
    """Something an organisation lacks."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="needs")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="needs"
    )
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="needs")
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="needs")
    urgency = models.PositiveSmallIntegerField(
        _("how urgent"), choices=[(1, _("some day")), (2, _("this year")), (3, _("now"))], default=2
    )

    class Meta:
        ordering = ["-urgency", "-created_on"]
        indexes = [models.Index(fields=["area", "status", "topic"])]
        verbose_name = _("need")
        verbose_name_plural = _("needs")


class Offer(BoardEntry):
    """Something an organisation would give: time, things, skills, room, contacts."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="offers")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="offers"
    )
    topic = models.ForeignKey(Topic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="offers")
    interview = models.ForeignKey(Interview, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers")
    capacity = models.PositiveSmallIntegerField(_("how many times"), default=1)
    asks_nothing = models.BooleanField(
        _("asks nothing in return"), default=False, help_text=_("Such offers start chains.")
    )

    class Meta:
        ordering = ["-created_on"]
        indexes = [models.Index(fields=["area", "status", "topic"])]
        verbose_name = _("offer")
        verbose_name_plural = _("offers")
