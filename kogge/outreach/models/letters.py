"""Letters and mails: their texts in versions, what was sent, and to whom."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .visits import Visit


class LetterKind(models.TextChoices):
    RESULTS = "results", _("Results letter")
    INVITATION = "invitation", _("Invitation")
    POSTER = "poster", _("Poster")


class LetterTemplateQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS


class LetterTemplate(Recorded):
    """The text of a kind of letter in one language, as an area says it. Its words stand in its versions."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="letter_templates")
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    language = models.CharField(_("language"), max_length=5)

    objects = LetterTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "language"]
        constraints = [
            models.UniqueConstraint(fields=["area", "kind", "language"], name="one_letter_of_a_kind_and_language")
        ]
        verbose_name = _("letter template")
        verbose_name_plural = _("letter templates")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"


class LetterVersionQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS
    area_path = "template__area"


class LetterVersion(Recorded):
    """A text as it was saved once. It never changes: what was sent stays readable."""

    template = models.ForeignKey(
        LetterTemplate, verbose_name=_("letter template"), on_delete=models.CASCADE, related_name="versions"
    )
    number = models.PositiveIntegerField(_("number"))
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"), max_length=10_000)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = LetterVersionQuerySet.as_manager()

    class Meta:
        ordering = ["template", "-number"]
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="one_letter_version_of_a_number")]
        verbose_name = _("letter version")
        verbose_name_plural = _("letter versions")

    def __str__(self) -> str:
        return f"{self.template}, {self.number}"


class MailingQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS


class Mailing(Recorded):
    """Letters of one kind that were made in one go for the organisations that a filter left."""

    class Channel(models.TextChoices):
        PAPER = "paper", _("on paper (PDF)")
        MAIL = "mail", _("by e-mail")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind.choices)
    channel = models.CharField(_("channel"), max_length=5, choices=Channel.choices)
    # Made with the page that shows the button: a second press meets the first mailing, not a new one.
    token = models.UUIDField(_("token"), unique=True)
    # What was typed for this mailing alone: day and place of the meeting, the results.
    values = models.JSONField(_("entries"), default=dict, blank=True)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = MailingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.created_at:%d.%m.%Y}"


class LetterQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_VISITS
    area_path = "mailing__area"

    def unsent(self) -> Any:
        """What may be sent: never tried, or refused by the mail server. What was being sent when the process died is
        not tried again: it may have arrived."""
        return self.filter(status__in=[Letter.Status.WAITING, Letter.Status.FAILED])


class Letter(Recorded):
    """One letter of a mailing."""

    class Status(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("letter", "not sent yet")
        SENDING = "sending", pgettext_lazy("letter", "perhaps sent: it was interrupted")
        SENT = "sent", pgettext_lazy("letter", "sent")
        FAILED = "failed", pgettext_lazy("letter", "could not be sent")

    mailing = models.ForeignKey(Mailing, verbose_name=_("mailing"), on_delete=models.CASCADE, related_name="letters")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="letters"
    )
    version = models.ForeignKey(
        LetterVersion, verbose_name=_("letter version"), on_delete=models.PROTECT, related_name="letters"
    )
    visit = models.OneToOneField(
        Visit, verbose_name=_("visit"), null=True, blank=True, on_delete=models.SET_NULL, related_name="letter"
    )
    email = models.EmailField(_("e-mail"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=Status.choices, default=Status.WAITING)
    problem = models.CharField(_("what went wrong"), max_length=250, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["mailing", "organisation__name"]
        constraints = [models.UniqueConstraint(fields=["mailing", "organisation"], name="one_letter_a_mailing")]
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return f"{self.mailing}: {self.organisation}"
