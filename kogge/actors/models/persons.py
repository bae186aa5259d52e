"""Persons, what they are in organisations, and what was agreed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area, Project

from .organisations import Organisation


class PersonQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_PERSONS
    own_path = "user"


class Person(Recorded):
    """A person who acts in the area. Little is kept: a name, a way to reach them, what they are there."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="persons")
    name = models.CharField(_("name"), max_length=120)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    note = models.TextField(_("note"), blank=True)
    # The account of a person who signs in.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="persons"
    )
    # The project that pays this person: project staff. None for everybody who stays when a project ends.
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="staff")

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "user"], condition=Q(user__isnull=False), name="one_person_a_user_and_area"
            )
        ]
        verbose_name = _("person")
        verbose_name_plural = _("persons")

    def __str__(self) -> str:
        return self.name


class PositionQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_PERSONS
    area_path = "organisation__area"

    def current(self) -> Any:
        today = timezone.localdate()
        return self.filter(Q(start__isnull=True) | Q(start__lte=today), Q(end__isnull=True) | Q(end__gte=today))

    def open_to(self, user: Any) -> Any:
        """Those by which a signed-in person reaches an organisation as their own today."""
        return self.current().filter(person__user=user, opens_records=True)


class Position(Recorded):
    """What a person is in an organisation, from when until when."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="positions")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(_("position"), max_length=100)
    is_contact = models.BooleanField(_("first contact"), default=False)
    # Its holder reaches the organisation as their own, with what it said in confidence. Set by those who may read
    # that themselves and by nobody else: docs/decisions/0006.
    opens_records = models.BooleanField(_("sees what was said here in confidence"), default=False)
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    objects = PositionQuerySet.as_manager()

    class Meta:
        ordering = ["-is_contact", "title"]
        constraints = [
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(start__isnull=True) | Q(end__gte=F("start")),
                name="position_ends_after_start",
            )
        ]
        verbose_name = _("position")
        verbose_name_plural = _("positions")

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


class ConsentQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_PERSONS

    def valid(self) -> Any:
        return self.filter(withdrawn_on__isnull=True)


class Consent(Recorded):
    """Who agreed to what, in which wording, by which channel, when; and when it was withdrawn."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("being contacted")
        MATCHING = "matching", _("matching of needs and offers")
        SHARING = "sharing", _("passing on to partners")
        PUBLICATION = "publication", _("publication")

    class Channel(models.TextChoices):
        SPOKEN = "spoken", _("spoken")
        SIGNED = "signed", _("signed")
        MAIL = "mail", _("by e-mail")
        LINK = "link", _("by link")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="consents")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose.choices)
    wording_version = models.CharField(_("wording"), max_length=20, default="2026-1")
    channel = models.CharField(_("channel"), max_length=8, choices=Channel.choices)
    given_on = models.DateField(_("given on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    # How we heard of it; by link: those who gave it took it back themselves, and nobody undoes that for them.
    withdrawn_by = models.CharField(_("withdrawn how"), max_length=8, choices=Channel.choices, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given_on"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.get_purpose_display()}"
