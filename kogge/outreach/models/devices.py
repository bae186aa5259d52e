"""Passwords of field apps: one for each device, for one area, taken back alone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.places.access import areas_where
from kogge.places.models import Area


class DevicePasswordQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Any) -> Any:
        """One's own; who manages an area sees those of the area, to take back that of a lost phone."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        managed = models.Q(area__in=areas_where(user, Permission.MANAGE_AREA))
        return self.filter(models.Q(user=user, area__in=areas_where(user, Permission.EDIT_VISITS)) | managed)

    def in_area(self, area: Any) -> Any:
        return self.filter(area=area)

    def valid(self) -> Any:
        return self.filter(revoked_at__isnull=True)


class DevicePassword(models.Model):
    """What a field app signs in with. Only its SHA-256 is kept: it is long and random, no one guesses it.

    No `Recorded`: a password that was taken back does not come back by an undo.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("user"), on_delete=models.CASCADE, related_name="device_passwords"
    )
    area = models.ForeignKey(Area, verbose_name=_("area"), on_delete=models.CASCADE, related_name="device_passwords")
    label = models.CharField(_("device"), max_length=80)
    digest = models.CharField(_("checksum"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = DevicePasswordQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["area", "user"])]
        verbose_name = _("app password")
        verbose_name_plural = _("app passwords")

    def __str__(self) -> str:
        return self.label
