"""How records came in, and which of them are the same."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kogge.accounts.roles import Permission
from kogge.core.models import Change, Recorded
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area

from .organisations import KEY_LENGTH, Organisation


class LinkageKey(models.Model):
    """A blocking key of an organisation (engine.linkage.keys): finds possible duplicates by an index."""

    # The index over area and key serves the area too: one less to keep when hundreds of thousands are written.
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+", db_index=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="linkage_keys")
    key = models.CharField(max_length=KEY_LENGTH)

    class Meta:
        indexes = [models.Index(fields=["area", "key"])]

    def __str__(self) -> str:
        return self.key


class NotDuplicate(Recorded):
    """Two organisations that look alike and are not the same: remembered. The smaller id stands first."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_verdict_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="smaller_id_first"),
        ]
        verbose_name = _("not a duplicate")
        verbose_name_plural = _("not duplicates")

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"


class PossibleDuplicateQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.EDIT_REGISTER


class PossibleDuplicate(models.Model):
    """Two organisations that look like one, found by engine.linkage: a person decides. Derived, no history.

    The smaller id stands first. `reasons` are engine.linkage's codes with what each of them found.
    """

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="possible_duplicates")
    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    probability = models.FloatField(_("probability"))
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(auto_now_add=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        ordering = ["-probability", "pk"]
        indexes = [models.Index(fields=["area", "-probability"])]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_suspicion_a_pair"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suspicion_smaller_id_first"),
        ]
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")

    def __str__(self) -> str:
        return f"{self.first} = {self.second}?"


class AddressPoint(models.Model):
    """An address and where it lies, from an OSM file: puts organisations without coordinates on the map."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="address_points")
    key = models.CharField(max_length=160)  # address_key(street, housenumber)
    postcode = models.CharField(max_length=10, blank=True)
    city = models.CharField(max_length=80, blank=True)
    lat = models.FloatField()
    lon = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["area", "key"])]

    def __str__(self) -> str:
        return self.key


class ImportMapping(models.Model):
    """Which column means what, remembered for lists with the same headers."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="import_mappings")
    headers = models.JSONField()  # the list's headers in their order
    signature = models.CharField(max_length=64)  # SHA-256 over the headers
    mapping = models.JSONField()  # header → field of OrganisationRecord, "" for "leave out"

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "signature"], name="one_mapping_of_a_list")]
        verbose_name = _("import mapping")

    def __str__(self) -> str:
        return ", ".join(self.headers)[:80]


class ImportRunQuerySet(AreaOwnedQuerySet):
    view_permission = Permission.IMPORT_REGISTER


class ImportRun(models.Model):
    """One file that was read in: what was read, made, changed, refused; undone through its change."""

    class Status(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")
        UNDONE = "undone", _("undone")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="imports")
    file = models.FileField(upload_to="imports/", blank=True)
    file_name = models.CharField(_("file"), max_length=200)
    kind = models.CharField(_("kind"), max_length=20, blank=True)
    mode = models.CharField(
        _("known organisations"),
        max_length=8,
        choices=[("skip", _("skip")), ("update", _("update")), ("fill", _("fill gaps"))],
        default="fill",
    )
    options = models.JSONField(default=dict, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.UPLOADED)
    counts = models.JSONField(default=dict, blank=True)  # read, new, updated, duplicate, refused
    problems = models.JSONField(default=list, blank=True)
    error_file = models.FileField(upload_to="imports/", blank=True)
    change = models.ForeignKey(Change, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.file_name
