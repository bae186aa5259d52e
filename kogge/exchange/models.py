"""Exchange: ring plans with their proof, proposals that a person decides, agreements and their end."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from kogge.accounts.roles import Permission
from kogge.actors.models import Organisation
from kogge.core.models import Recorded
from kogge.needs.models import Need, Offer
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area


class ExchangeQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_EXCHANGE


class RingPlan(Recorded):
    """One answer of engine.rings for an area, with its proof."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="ring_plans")
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    objective = models.FloatField()  # expected weight of the plan
    bound = models.FloatField()  # proven upper bound
    is_optimal = models.BooleanField()
    seconds = models.FloatField()
    # What went in: numbers of parties, offers, needs, arcs; longest ring and chain; success probability.
    inputs = models.JSONField(default=dict)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        verbose_name = _("ring plan")
        verbose_name_plural = _("ring plans")

    def __str__(self) -> str:
        return f"{self.area} {self.made_at:%d.%m.%Y %H:%M}"

    @property
    def gap(self) -> float:
        """(bound − objective) / bound, 0 for an empty plan."""
        return max(0.0, (self.bound - self.objective) / self.bound) if self.bound else 0.0


class ProposalQuerySet(ExchangeQuerySet):
    area_path = "plan__area"

    def open(self) -> Any:
        return self.filter(status=Proposal.Status.PROPOSED)


class Proposal(Recorded):
    """A ring or a chain that could work. A person decides; the software never acts on it by itself."""

    class Kind(models.TextChoices):
        RING = "ring", _("Ring")
        CHAIN = "chain", _("Chain")

    class Status(models.TextChoices):
        PROPOSED = "proposed", _("proposed")
        ACCEPTED = "accepted", _("accepted")
        REJECTED = "rejected", _("rejected")
        SUPERSEDED = "superseded", _("superseded")

    plan = models.ForeignKey(RingPlan, on_delete=models.CASCADE, related_name="proposals")
    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    score = models.FloatField()  # weight × probability, as in the objective
    probability = models.FloatField()  # that all of it happens
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.PROPOSED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-score"]
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"


class Transfer(Recorded):
    """One arrow of a proposal: this offer for that need, with what speaks for and against it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="transfers")
    order = models.PositiveSmallIntegerField()
    giver = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="transfers_out")
    receiver = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="transfers_in")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="transfers")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="transfers")
    score = models.FloatField()
    # Lists of {"code": …, "params": {…}} as engine.rings gives them; worded by exchange.reasons.
    reasons = models.JSONField(default=list)
    against = models.JSONField(default=list)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["proposal", "order"], name="one_transfer_a_place")]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")

    def __str__(self) -> str:
        return f"{self.giver} → {self.receiver}"


class Rejection(Recorded):
    """ "This offer for that need: no, because …" – remembered, so that it is not proposed again."""

    class Reason(models.TextChoices):
        NOT_WANTED = "not_wanted", _("one side does not want it")
        TOO_FAR = "too_far", _("too far")
        NOT_SUITABLE = "not_suitable", _("does not fit in substance")
        TIME = "time", _("no common time")
        RIFT = "rift", _("the two do not get on")
        OTHER = "other", _("another reason")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="rejections")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="rejections")
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="rejections")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)
    on = models.DateField(default=timezone.localdate)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["offer", "need"], name="one_rejection_of_a_pair")]
        verbose_name = _("rejection")
        verbose_name_plural = _("rejections")

    def __str__(self) -> str:
        return f"{self.offer} / {self.need}"


class AgreementQuerySet(ExchangeQuerySet):
    def open(self) -> Any:
        return self.filter(status=Agreement.Status.AGREED)

    def overdue(self) -> Any:
        return self.open().filter(due__lt=timezone.localdate())

    def real(self) -> Any:
        """Without those made while practising: these count in no figure."""
        return self.filter(is_practice=False)

    def counted(self) -> Any:
        """Those the redemption rate counts: closed with a result, or open past their day. Cancelled: not."""
        return self.real().filter(
            Q(status__in=[Agreement.Status.REDEEMED, Agreement.Status.PARTLY, Agreement.Status.FAILED])
            | Q(status=Agreement.Status.AGREED, due__lt=timezone.localdate())
        )

    def mutual(self) -> Any:
        """Those with a counter-contribution: everybody who gives in them gets something in them too."""
        gets = Contribution.objects.filter(agreement=OuterRef("agreement"), receiver=OuterRef("giver"))
        one_sided = Contribution.objects.filter(~Exists(gets), agreement=OuterRef("pk"))
        return self.filter(~Exists(one_sided), Exists(Contribution.objects.filter(agreement=OuterRef("pk"))))


class Agreement(Recorded):
    """What organisations agreed to do for each other, until when, and what became of it."""

    class Status(models.TextChoices):
        AGREED = "agreed", _("agreed")
        REDEEMED = "redeemed", _("redeemed")
        PARTLY = "partly", _("partly redeemed")
        FAILED = "failed", _("not redeemed")
        CANCELLED = "cancelled", pgettext_lazy("agreement", "cancelled")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="agreements")
    proposal = models.OneToOneField(
        Proposal, null=True, blank=True, on_delete=models.SET_NULL, related_name="agreement"
    )
    title = models.CharField(_("title"), max_length=200)
    agreed_on = models.DateField(_("agreed on"), default=timezone.localdate)
    due = models.DateField(_("until"))
    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.AGREED)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    result = models.TextField(_("what became of it"), blank=True)
    is_practice = models.BooleanField(default=False, db_index=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["due"]
        indexes = [models.Index(fields=["area", "status", "due"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(status="agreed", closed_on__isnull=True)
                | (~Q(status="agreed") & Q(closed_on__isnull=False)),
                name="closed_agreements_have_a_day",
            )
        ]
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.AGREED

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due < timezone.localdate()


class ContributionQuerySet(ExchangeQuerySet):
    area_path = "agreement__area"
    own_path = "giver__positions__person__user"

    def binding(self) -> Any:
        """Those that take their offer and cover their need: agreed, or redeemed at least partly."""
        return self.exclude(agreement__status=Agreement.Status.CANCELLED).exclude(redeemed=Contribution.Redeemed.NO)


class Contribution(Recorded):
    """What one side of an agreement gives to another."""

    class Redeemed(models.TextChoices):
        OPEN = "open", _("still open")
        YES = "yes", _("yes")
        PARTLY = "partly", _("partly")
        NO = "no", _("no")

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="contributions")
    giver = models.ForeignKey(
        Organisation, verbose_name=_("who gives"), on_delete=models.CASCADE, related_name="contributions_out"
    )
    receiver = models.ForeignKey(
        Organisation, verbose_name=_("who gets"), on_delete=models.CASCADE, related_name="contributions_in"
    )
    offer = models.ForeignKey(Offer, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions")
    need = models.ForeignKey(Need, null=True, blank=True, on_delete=models.SET_NULL, related_name="contributions")
    text = models.CharField(_("what"), max_length=300)
    hours = models.DecimalField(_("hours"), max_digits=5, decimal_places=1, null=True, blank=True)
    redeemed = models.CharField(_("redeemed"), max_length=6, choices=Redeemed.choices, default=Redeemed.OPEN)
    why_not = models.CharField(_("why not"), max_length=200, blank=True)

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")

    def __str__(self) -> str:
        return self.text
