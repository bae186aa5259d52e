"""Tie surveys in waves: who is asked, about whom, what they said, and what is left when the wave is closed."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.models import User
from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.models import Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .networks import Network

FEWEST_RATERS = 3
KINDS = ("information", "referral", "purchase", "event", "money")
DIMENSIONS = ("reliability", "mission", "openness", "power", "involvement", "resources")


class TieSurveyQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_NETWORKS


class TieSurvey(Recorded):
    """A wave: a group of organisations is asked once who works with whom and what they think of each other.

    Draft until `opened_at`, then answers are taken until the day `until`, or until it is closed. Closing computes the
    figures below and is final: opened again, one more answer would show in the difference who gave it.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="tie_surveys")
    network = models.ForeignKey(
        Network, verbose_name=_("network"), null=True, blank=True, on_delete=models.SET_NULL, related_name="tie_surveys"
    )
    name = models.CharField(_("name"), max_length=120)
    until = models.DateField(_("answers until"))
    gate = models.PositiveSmallIntegerField(
        _("share that must answer, in per cent"), default=80, validators=[MinValueValidator(50), MaxValueValidator(100)]
    )
    raters = models.PositiveSmallIntegerField(
        _("fewest who must have rated"),
        default=FEWEST_RATERS,
        validators=[MinValueValidator(FEWEST_RATERS), MaxValueValidator(8)],
    )
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, verbose_name=_("closed by"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Figures of the whole group, set when it is closed: they name nobody (engine.ties.Scores).
    asked = models.PositiveSmallIntegerField(_("asked"), null=True, blank=True)
    answered = models.PositiveSmallIntegerField(_("answered"), null=True, blank=True)
    trust = models.FloatField(_("trust"), null=True, blank=True)
    value = models.FloatField(_("value"), null=True, blank=True)
    trust_density = models.FloatField(_("density of trust"), null=True, blank=True)

    objects = TieSurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("tie survey")
        verbose_name_plural = _("tie surveys")

    def __str__(self) -> str:
        return self.name

    @property
    def state(self) -> str:
        """draft, open, over (its last day has passed, not yet closed) or closed."""
        if self.closed_at:
            return "closed"
        if not self.opened_at:
            return "draft"
        return "open" if self.until >= timezone.localdate() else "over"

    @property
    def is_named(self) -> bool:
        """Whether so many answered that single organisations may be spoken of."""
        return bool(self.asked) and 100 * (self.answered or 0) >= self.gate * (self.asked or 0)


class SurveyRespondentQuerySet(AreaOwnedQuerySet):
    """Who has answered and who has not is for those who run the survey."""

    view_permission = Permission.EDIT_NETWORKS
    area_path = "survey__area"

    def sent(self) -> Any:
        return self.filter(sent_at__isnull=False)


class SurveyRespondent(Recorded):
    """An organisation that is asked in a wave; the holder of a link."""

    class Channel(models.TextChoices):
        LINK = "link", pgettext_lazy("survey", "by link")
        PAPER = "paper", pgettext_lazy("survey", "on paper")
        INTERVIEW = "interview", pgettext_lazy("survey", "in a talk")

    survey = models.ForeignKey(
        TieSurvey, verbose_name=_("tie survey"), on_delete=models.CASCADE, related_name="respondents"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.CASCADE, related_name="survey_respondents"
    )
    number = models.PositiveSmallIntegerField(_("number of the sheet"), null=True, blank=True)
    # Counted up, every link given out before is void.
    edition = models.PositiveSmallIntegerField(_("edition of the link"), default=1)
    channel = models.CharField(_("how it answered"), max_length=9, choices=Channel.choices, blank=True)
    sent_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    others = models.TextField(_("who else it works with"), max_length=500, blank=True)
    mailed_at = models.DateTimeField(_("link mailed at"), null=True, blank=True)
    # Whoever opened the link said that it is not meant for them.
    wrong_at = models.DateTimeField(_("link reached somebody else at"), null=True, blank=True)

    objects = SurveyRespondentQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "organisation"], name="asked_once_in_a_survey"),
            models.UniqueConstraint(fields=["survey", "number"], name="one_sheet_a_number"),
        ]
        verbose_name = _("respondent of a tie survey")
        verbose_name_plural = _("respondents of tie surveys")

    def __str__(self) -> str:
        return f"{self.organisation} / {self.survey}"


class Frequency(models.IntegerChoices):
    """How often two work together."""

    NEVER = 0, _("not at all")
    YEARLY = 1, _("once a year")
    SOMETIMES = 2, _("several times a year")
    MONTHLY = 3, _("every month")
    WEEKLY = 4, _("every week")


class TieAnswer(models.Model):
    """What a respondent says of one organisation on their list; empty until they do.

    It has no history: ratings are forgotten when the wave is closed, and a history would keep them. The six
    dimensions of PARTNER go from 1 (not at all) to 4 (a great deal); None: no opinion, or forgotten.
    """

    moves_with = True  # when two organisations are made one

    respondent = models.ForeignKey(SurveyRespondent, on_delete=models.CASCADE, related_name="answers")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tie_answers")
    place = models.PositiveSmallIntegerField()
    frequency = models.PositiveSmallIntegerField(
        _("How often do you work together?"), choices=Frequency.choices, null=True, blank=True
    )
    information = models.BooleanField(_("information and advice"), default=False)
    referral = models.BooleanField(_("sending customers"), default=False)
    purchase = models.BooleanField(_("buying, also together"), default=False)
    event = models.BooleanField(_("events together"), default=False)
    money = models.BooleanField(_("money or funding together"), default=False)
    reliability = models.PositiveSmallIntegerField(_("One can rely on them."), null=True, blank=True)
    mission = models.PositiveSmallIntegerField(_("They support what we want together."), null=True, blank=True)
    openness = models.PositiveSmallIntegerField(_("One can talk openly with them."), null=True, blank=True)
    power = models.PositiveSmallIntegerField(_("Their word carries weight in the district."), null=True, blank=True)
    involvement = models.PositiveSmallIntegerField(_("They take part."), null=True, blank=True)
    resources = models.PositiveSmallIntegerField(
        _("They contribute something: time, rooms, skills."), null=True, blank=True
    )

    class Meta:
        ordering = ["respondent", "place"]
        constraints = [
            models.UniqueConstraint(fields=["respondent", "organisation"], name="rated_once_by_a_respondent"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": 1, f"{name}__lte": 4}),
                    name=f"tie_answer_{name}_1_to_4",
                )
                for name in DIMENSIONS
            ),
        ]
        verbose_name = _("answer of a tie survey")
        verbose_name_plural = _("answers of tie surveys")

    def __str__(self) -> str:
        return f"{self.respondent_id} → {self.organisation_id}"


class TieScoreQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.EDIT_NETWORKS
    area_path = "survey__area"


class TieScore(models.Model):
    """What the others think of an organisation in a closed wave: means, only from enough raters; written once."""

    moves_with = True

    survey = models.ForeignKey(TieSurvey, on_delete=models.CASCADE, related_name="scores")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tie_scores")
    raters = models.PositiveSmallIntegerField()
    trust = models.FloatField(_("trust"), null=True)
    value = models.FloatField(_("value"), null=True)
    reliability = models.FloatField(null=True)
    mission = models.FloatField(null=True)
    openness = models.FloatField(null=True)
    power = models.FloatField(null=True)
    involvement = models.FloatField(null=True)
    resources = models.FloatField(null=True)

    objects = TieScoreQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["survey", "organisation"], name="one_score_a_survey")]
        verbose_name = _("score of a tie survey")
        verbose_name_plural = _("scores of tie surveys")

    def __str__(self) -> str:
        return f"{self.organisation} / {self.survey}"
