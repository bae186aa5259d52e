"""What the records of a network share: they belong to it and are seen by whoever sees it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet


class PartQuerySet(AreaOwnedQuerySet):
    """Records that name their network."""

    view_permission = Permission.VIEW_NETWORKS
    area_path = "network__area"


class StoredFile(Recorded):
    """A record that may carry one file: name and type are ours, its place leads nowhere else."""

    name = models.CharField(_("file name"), max_length=200, blank=True)
    file = models.FileField(_("file"), upload_to="networks/", blank=True)
    digest = models.CharField(_("checksum"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("size"), default=0)  # bytes
    content_type = models.CharField(_("file type"), max_length=100, blank=True)

    class Meta:
        abstract = True

    @property
    def has_file(self) -> bool:
        """Whether the file is on the disk: undo may bring a record back whose file was forgotten since."""
        return bool(self.file) and bool(self.file.storage.exists(self.file.name))

    def take(self, kept: dict[str, Any]) -> None:
        """Hold the file that `outreach.attachments.keep` has written."""
        for field, value in kept.items():
            setattr(self, field, value)
