"""What a telephone sent from the field: one receipt for each record, so that sending again never stores twice."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class FieldRecordQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS


class FieldRecord(Recorded):
    """The receipt of a record made on a device. `answer` is what the device was told, and is told again.

    It points to no record: when a filed interview is undone, the receipt stays, and a late resend brings nothing back.
    """

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        ORGANISATION = "organisation", _("new organisation")
        OUTCOME = "outcome", _("how a visit went")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="field_records")
    uuid = models.UUIDField(_("number given by the device"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    # Visit, organisation, outcome; words only where no other record holds them. Answers stand in the submission.
    payload = models.JSONField(_("as sent"), default=dict)
    answer = models.JSONField(_("answer"), default=dict)
    # Put aside: somebody else had recorded the visit, and the person let that stand.
    is_aside = models.BooleanField(_("put aside"), default=False)
    made_at = models.DateTimeField(_("made on the device"), null=True, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    accuracy = models.FloatField(_("accuracy"), null=True, blank=True)  # metres, 95 %
    received_at = models.DateTimeField(_("received"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("sent by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = FieldRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["area", "uuid"], name="field_record_once")]
        verbose_name = _("record from the field")
        verbose_name_plural = _("records from the field")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uuid}"
