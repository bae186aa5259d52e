"""Areas, their districts, the projects that come and go in them, and who belongs to an area in which role."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import PERMISSIONS, STAFF_ROLES, Permission, Role, roles_with
from kogge.core.models import Recorded
from kogge.core.numbers import number

from .access import AreaOwnedQuerySet, areas_where


class AreaQuerySet(models.QuerySet["Area"]):
    def visible_to(self, user: Any) -> AreaQuerySet:
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self if user.is_superuser else self.filter(pk__in=areas_where(user, Permission.VIEW_AREA))


class Area(Recorded):
    """The tenant: a part of a town whose memory stays while projects come and go."""

    slug = models.SlugField(_("short name"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    is_demo = models.BooleanField(default=False)
    imprint = models.TextField(_("imprint"), blank=True)
    # Art. 13(1)(b) GDPR: named on the leaflet where there is one.
    protection_officer = models.TextField(_("data protection officer"), blank=True)
    holiday_region = models.CharField(_("federal state"), max_length=2, default="MV")
    # The settings: thresholds that are ours and not from a source (docs/reference/settings.md).
    success_probability = models.DecimalField(
        _("share of agreements that are kept"),
        max_digits=3,
        decimal_places=2,
        default="0.70",
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    longest_ring = models.PositiveSmallIntegerField(
        _("longest ring"), default=4, validators=[MinValueValidator(2), MaxValueValidator(4)]
    )
    longest_chain = models.PositiveSmallIntegerField(
        _("longest chain"), default=4, validators=[MinValueValidator(2), MaxValueValidator(6)]
    )
    answer_days = models.PositiveSmallIntegerField(_("days from visit to answer"), default=14)
    # Flags: until when somebody must have acted; surveys: how long until the assembly that hears of their results.
    red_flag_days = models.PositiveSmallIntegerField(_("days to act on a red flag"), default=2)
    yellow_flag_days = models.PositiveSmallIntegerField(_("days to look after a yellow flag"), default=42)
    assembly_days = models.PositiveSmallIntegerField(_("days from survey to assembly"), default=42)
    verify_months = models.PositiveSmallIntegerField(_("months until a record should be checked"), default=18)
    small_number = models.PositiveSmallIntegerField(_("smallest number shown"), default=3)
    online_tiles = models.BooleanField(_("load map tiles from the internet"), default=False)
    # Offline base map made from an import: a file under the data folder, None until there is one.
    basemap = models.FileField(upload_to="basemaps/", blank=True)
    basemap_source = models.CharField(max_length=200, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("area")
        verbose_name_plural = _("areas")

    def __str__(self) -> str:
        return self.name

    @property
    def has_basemap(self) -> bool:
        """Whether there is a base map to draw: undo may point to one that was forgotten since."""
        return bool(self.basemap) and self.basemap.storage.exists(self.basemap.name)

    def permissions_of(self, user: Any) -> frozenset[Permission]:
        """What a user may do here today: the union over the active memberships."""
        if user.is_superuser:
            return frozenset(Permission)
        if (held := getattr(user, "permissions_today", None)) is not None:
            return held.get(self.pk, frozenset())
        roles = Membership.objects.active().filter(user=user, area=self).values_list("role", flat=True)
        return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))


class District(Recorded):
    """A district of the area with its boundary."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="districts")
    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("official key"), max_length=20, blank=True)
    # GeoJSON geometry (Polygon or MultiPolygon, WGS 84, longitude first), None until one was uploaded.
    boundary = models.JSONField(_("boundary"), null=True, blank=True)

    objects = AreaOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_district_of_a_name")]
        verbose_name = _("district")
        verbose_name_plural = _("districts")

    def __str__(self) -> str:
        return self.name


class ProjectQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_AREA

    def running(self) -> Any:
        today = timezone.localdate()
        return self.filter(start__lte=today, end__gte=today)


class Project(Recorded):
    """A funded period in an area. It ends; the area goes on."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="projects")
    name = models.CharField(_("name"), max_length=160)
    carrier = models.CharField(_("carrier"), max_length=160, blank=True)
    funder = models.CharField(_("funder"), max_length=160, blank=True)
    programme = models.CharField(_("programme"), max_length=160, blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("end"))
    goals = models.TextField(_("goals"), blank=True)
    note = models.TextField(_("what became of it"), blank=True)

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ["-end"]
        constraints = [models.CheckConstraint(condition=Q(end__gte=F("start")), name="project_ends_after_start")]
        verbose_name = _("project")
        verbose_name_plural = _("projects")

    def __str__(self) -> str:
        return self.name

    @property
    def is_running(self) -> bool:
        return self.start <= timezone.localdate() <= self.end

    def end_set_by(self, user: Any) -> bool:
        """May this person say when it ends? Not whose own access ends with it, unless they administrate the area."""
        if user.is_superuser or self.pk is None:
            return True
        held = Membership.objects.active().filter(user=user, area=self.area)
        return bool(held.holding(Permission.MANAGE_AREA).exists() or not held.filter(project=self).exists())


class MembershipQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.MANAGE_AREA

    def active(self, on: Any = None) -> Any:
        """Valid on a day (today): a membership of a project ends with it at the latest."""
        day = on or timezone.localdate()
        return self.filter(
            Q(start__isnull=True) | Q(start__lte=day),
            Q(end__isnull=True) | Q(end__gte=day),
            Q(project__isnull=True) | Q(project__end__gte=day),
        )

    def holding(self, permission: Permission) -> Any:
        return self.filter(role__in=roles_with(permission))


class Membership(Recorded):
    """A user's role in an area. A staff membership hangs on a project and ends with it."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="memberships")
    start = models.DateField(_("from"), null=True, blank=True)
    end = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["area", "user"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=sorted(STAFF_ROLES)) | Q(project__isnull=False),
                name="staff_hangs_on_a_project",
            ),
            models.CheckConstraint(
                condition=Q(role__in=[*sorted(STAFF_ROLES), Role.ADMINISTRATOR]) | Q(project__isnull=True),
                name="others_need_no_project",
            ),
        ]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"


class FactQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.VIEW_AREA
    area_path = "district__area"


class Fact(Recorded):
    """A figure about a district: value, unit, day, source. Without a source it is no fact."""

    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(_("what"), max_length=120)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=3)
    unit = models.CharField(_("unit"), max_length=30, blank=True)
    date = models.DateField(_("as of"))
    source = models.CharField(_("source"), max_length=250)

    objects = FactQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-date"]
        constraints = [models.UniqueConstraint(fields=["district", "name", "date"], name="one_fact_a_day")]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return f"{self.name}: {self.figure}"

    @property
    def figure(self) -> str:
        """Value and unit as people write them: no zeros that say nothing."""
        text = f"{Decimal(self.value):f}"
        places = len(text.rstrip("0").partition(".")[2]) if "." in text else 0
        return f"{number(self.value, places)} {self.unit}".strip()
