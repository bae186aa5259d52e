"""Guides for interviews in their versions, and what field clients sent."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.outreach.guides import Definition
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class GuideQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS

    def in_use(self) -> Any:
        return self.filter(is_active=True)


class Guide(Recorded):
    """An interview guide of an area, by the code its sheets carry. Its questions stand in its versions."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="guides")
    code = models.SlugField(_("code"), max_length=60)
    name = models.CharField(_("name"), max_length=160)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)

    objects = GuideQuerySet.as_manager()

    class Meta:
        ordering = ["minutes", "name"]
        constraints = [models.UniqueConstraint(fields=["area", "code"], name="one_guide_of_a_code")]
        verbose_name = _("guide")
        verbose_name_plural = _("guides")

    def __str__(self) -> str:
        return self.name

    @property
    def form_id(self) -> str:
        """The id of the XForm: guides of two areas never meet on one device."""
        return f"{self.area.slug}.{self.code}"


class GuideVersionQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS
    area_path = "guide__area"

    def current(self) -> Any:
        """The newest version of each guide."""
        newest = self.model._default_manager.filter(guide=models.OuterRef("guide")).order_by("-number")
        return self.filter(pk=models.Subquery(newest.values("pk")[:1]))


class GuideVersion(Recorded):
    """A guide as it was uploaded once. It never changes: answers given to it stay readable for good."""

    guide = models.ForeignKey(Guide, verbose_name=_("guide"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(pgettext_lazy("of a version", "number"))
    # What the sheet calls this version; what field clients send back.
    version = models.CharField(_("version"), max_length=60)
    file = models.FileField(_("file"), upload_to="guides/", blank=True)
    file_name = models.CharField(_("name of the file"), max_length=200, blank=True)
    # Definition.as_json(): languages, questions, choices, meanings.
    definition = models.JSONField(_("questions"), default=dict)
    xform = models.TextField(_("form"))
    itemsets = models.TextField(_("external lists"), blank=True)
    # MD5 of the XForm in hex, as OpenRosa's form list asks for it.
    md5 = models.CharField(_("checksum"), max_length=32)
    created_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["guide", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["guide", "number"], name="one_guide_version_of_a_number"),
            models.UniqueConstraint(fields=["guide", "version"], name="one_guide_version_of_a_name"),
        ]
        verbose_name = _("guide version")
        verbose_name_plural = _("guide versions")

    def __str__(self) -> str:
        return f"{self.guide} ({self.version})"

    def read(self) -> Definition:
        """The questions of this version."""
        return Definition.from_json(self.definition, self.xform, self.itemsets)


class SubmissionQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_INTERVIEWS

    def unfiled(self) -> Any:
        """Received whole, but not yet an interview: somebody must say to which organisation it belongs."""
        return self.filter(status=Submission.Status.RECEIVED)


class Submission(Recorded):
    """A filled form as a field client sent it (OpenRosa). It is kept as it came, beside the records made of it."""

    class Status(models.TextChoices):
        INCOMPLETE = "incomplete", _("attachments are missing")
        RECEIVED = "received", _("not filed yet")
        FILED = "filed", _("filed")
        DISCARDED = "discarded", _("discarded")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="submissions")
    version = models.ForeignKey(
        GuideVersion, verbose_name=_("guide version"), on_delete=models.PROTECT, related_name="submissions"
    )
    instance_id = models.CharField(_("number of the form"), max_length=200)
    xml = models.TextField(_("answers as sent"))
    # SHA-256 of the XML in hex: a resend with other content is told from one with the same.
    digest = models.CharField(_("checksum"), max_length=64)
    # Names of the files that the answers speak of; those that came are SubmissionFile rows.
    expected_files = models.JSONField(_("attachments named"), default=list, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.RECEIVED)
    problem = models.CharField(_("what is missing"), max_length=250, blank=True)
    device = models.CharField(_("device"), max_length=120, blank=True)
    started_at = models.DateTimeField(_("begun"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["area", "instance_id"], name="stored_once")]
        indexes = [models.Index(fields=["area", "status", "-received_at"])]
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")

    def __str__(self) -> str:
        return self.instance_id


class SubmissionFileQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_INTERVIEWS
    area_path = "submission__area"


class SubmissionFile(Recorded):
    """A photo or recording that came with a submission."""

    submission = models.ForeignKey(
        Submission, verbose_name=_("submission"), on_delete=models.CASCADE, related_name="files"
    )
    name = models.CharField(_("name"), max_length=200)
    file = models.FileField(_("file"), upload_to="submissions/")
    digest = models.CharField(_("checksum"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    content_type = models.CharField(_("file type"), max_length=100, blank=True)

    objects = SubmissionFileQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="one_file_of_a_name"),
            models.CheckConstraint(condition=~Q(name=""), name="files_have_names"),
        ]
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.name

    @property
    def is_there(self) -> bool:
        """Whether the file is on the disk: undo may bring a record back whose file was forgotten since."""
        return bool(self.file) and bool(self.file.storage.exists(self.file.name))
