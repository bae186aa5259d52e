"""The personal link: its holder sees and changes what concerns one organisation, without a password."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation, Person
from kogge.core.models import Change, Recorded
from kogge.outreach.models import Task
from kogge.places.access import AreaOwnedQuerySet

HOLDS = dt.timedelta(days=365)


def digest_of(token: str) -> str:
    """What is kept of a token: it is random and long, so a slow hash is not needed."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def in_a_year() -> dt.date:
    """The last day of a link that begins today."""
    return timezone.localdate() + HOLDS


class OwnLinkQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.EDIT_NETWORKS
    area_path = "organisation__area"

    def valid(self) -> Any:
        return self.filter(revoked_at__isnull=True, expires__gte=timezone.localdate())


class OwnLink(Recorded):
    """A secret address that was given to a person of an organisation. Only the SHA-256 of its token is kept.

    A link that was taken back stays so: its change is not undone (networks.actions.own.stays_shut).
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="own_links"
    )
    label = models.CharField(_("for whom"), max_length=80)
    # Who got it, where the register knows them: then the own name can be corrected too.
    person = models.ForeignKey(
        Person, verbose_name=_("person"), null=True, blank=True, on_delete=models.SET_NULL, related_name="own_links"
    )
    digest = models.CharField(_("checksum"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    expires = models.DateField(_("works until"), default=in_a_year)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    # The task that came of "forget everything about us".
    forgetting = models.ForeignKey(
        Task, verbose_name=_("request to be forgotten"), null=True, blank=True, on_delete=models.SET_NULL,
        related_name="+",
    )  # fmt: skip

    objects = OwnLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")

    def __str__(self) -> str:
        return self.label

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires >= timezone.localdate()


class OwnChangeQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.EDIT_NETWORKS
    area_path = "link__organisation__area"

    def waiting(self) -> Any:
        """What nobody of the team has looked at."""
        return self.filter(seen_at__isnull=True)


class OwnChange(models.Model):
    """That a change was made by a personal link: by which, and whether somebody of the team has looked at it.

    No `Recorded`: it is itself a line about a history.
    """

    link = models.ForeignKey(
        OwnLink, verbose_name=_("personal link"), on_delete=models.CASCADE, related_name="own_changes"
    )
    change = models.OneToOneField(Change, verbose_name=_("change"), on_delete=models.CASCADE, related_name="own_change")
    seen_at = models.DateTimeField(_("seen"), null=True, blank=True)

    objects = OwnChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-change__at", "-pk"]
        verbose_name = _("change by a personal link")
        verbose_name_plural = _("changes by personal links")

    def __str__(self) -> str:
        return f"{self.link}: {self.change}"
