"""Organisations: name, kind, sector, address, ways to reach them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kogge.core.links import Link
from kogge.core.models import Recorded
from kogge.engine import linkage
from kogge.engine.linkage.text import fold
from kogge.places.access import AreaOwnedQuerySet
from kogge.places.models import Area, District

# Stands in the made-up name of a shop that has none in its source: it says nothing about who it is.
UNNAMED = "(ohne Namen)"
KEY_LENGTH = 80  # of a blocking key: the beginning of a longer one is as good


class Tag(Recorded):
    """A word that a team uses to group organisations."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=60)

    objects = AreaOwnedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["area", "name"], name="one_tag_of_a_name")]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(AreaOwnedQuerySet):
    own_path = "positions__person__user"

    def current(self) -> Any:
        """Those that exist today: not closed."""
        return self.filter(closed_on__isnull=True)


class Organisation(Recorded):
    """A business, a civic carrier, a public body, a school, a housing company: an actor with an address."""

    class Kind(models.TextChoices):
        BUSINESS = "business", _("Business")
        CIVIC = "civic", _("Civic organisation")
        PUBLIC = "public", _("Public body")
        HOUSING = "housing", _("Housing company")
        EDUCATION = "education", _("Education")
        OTHER = "other", _("Other")

    class Size(models.TextChoices):
        SOLO = "1", _("1 person")
        MICRO = "2-9", _("2 to 9")
        SMALL = "10-49", _("10 to 49")
        MEDIUM = "50-249", _("50 to 249")
        LARGE = "250+", _("250 and more")

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="organisations")
    district = models.ForeignKey(
        District, null=True, blank=True, on_delete=models.SET_NULL, related_name="organisations"
    )
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.BUSINESS)
    wz_code = models.CharField(_("sector (WZ)"), max_length=10, blank=True)
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    size_class = models.CharField(_("people working there"), max_length=8, choices=Size.choices, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)  # ISO 639-1 codes
    opening_hours = models.CharField(_("opening hours"), max_length=255, blank=True)  # OSM syntax
    street = models.CharField(_("street"), max_length=120, blank=True)
    housenumber = models.CharField(_("number"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)
    note = models.TextField(_("note"), blank=True)
    tags = models.ManyToManyField(Tag, through="Tagging", blank=True, related_name="organisations")
    register_no = models.CharField(_("register number"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=120, blank=True)
    source_id = models.CharField(max_length=120, blank=True)
    closed_on = models.DateField(_("closed since"), null=True, blank=True)
    verified_on = models.DateField(_("last checked on"), null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Name and address folded by engine.linkage.text: what quick search looks through.
    search = models.TextField(default="", blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [
            models.Index(fields=["area", "name"]),
            # Count, order and the common filters of the list read this index alone, not the table.
            models.Index(fields=["area", "closed_on", "search", "kind", "district"]),
            models.Index(fields=["area", "district", "name"]),
            models.Index(fields=["area", "wz_code"]),
            models.Index(fields=["area", "lat", "lon"]),
            models.Index(fields=["area", "source_id"]),
        ]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def __str__(self) -> str:
        return self.name

    def save(self, **options: Any) -> None:
        self.search = self.search_text()
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "search"}
        super().save(**options)
        self.refresh_keys()

    def search_text(self) -> str:
        """What quick search looks through; bulk writers, which do not pass `save`, set it themselves."""
        return fold(f"{self.name} {self.street} {self.housenumber} {self.postcode} {self.city}")

    def linkage_record(self) -> linkage.Record:
        """This organisation as engine.linkage compares it."""
        return linkage.Record(
            id=str(self.pk or ""),
            name="" if UNNAMED in self.name else self.name,
            street=self.street,
            housenumber=self.housenumber,
            postcode=self.postcode,
            city=self.city,
            phone=self.phone,
            email=self.email,
            website=self.website,
            register_no=self.register_no,
            lat=self.lat,
            lon=self.lon,
        )

    def refresh_keys(self) -> None:
        """Store the blocking keys by which possible duplicates are found; bulk writers do it in one go."""
        wanted = {key[:KEY_LENGTH] for key in linkage.keys(self.linkage_record())}
        stored = {row.key: row for row in self.linkage_keys.all()}
        if gone := [row.pk for key, row in stored.items() if key not in wanted]:
            self.linkage_keys.filter(pk__in=gone).delete()
        model = self.linkage_keys.model
        model.objects.bulk_create(
            model(area_id=self.area_id, organisation=self, key=key) for key in wanted - set(stored)
        )

    @property
    def street_line(self) -> str:
        return f"{self.street} {self.housenumber}".strip()

    @property
    def address_line(self) -> str:
        """The address in one line, as on a letter."""
        return ", ".join(part for part in (self.street_line, f"{self.postcode} {self.city}".strip()) if part)


class Tagging(Link):
    """A tag on an organisation: a record of its own, so that tagging a thousand of them can be undone."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="taggings")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "tag"], name="a_tag_once")]
        verbose_name = _("tagging")
        verbose_name_plural = _("taggings")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.tag}"


class Address(Recorded):
    """A further address of an organisation: branch, workshop, postal address."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="addresses")
    label = models.CharField(_("what is there"), max_length=60)
    street = models.CharField(_("street"), max_length=120, blank=True)
    housenumber = models.CharField(_("number"), max_length=20, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=80, blank=True)
    lat = models.FloatField(_("latitude"), null=True, blank=True)
    lon = models.FloatField(_("longitude"), null=True, blank=True)

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")

    def __str__(self) -> str:
        return f"{self.label}: {self.street} {self.housenumber}, {self.postcode} {self.city}"


class ContactPoint(Recorded):
    """A further way to reach an organisation."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone")
        EMAIL = "email", _("E-mail")
        WEB = "web", _("Website")
        OTHER = "other", _("Other")

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(_("kind"), max_length=6, choices=Kind.choices)
    value = models.CharField(_("number or address"), max_length=200)
    note = models.CharField(_("note"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("contact point")
        verbose_name_plural = _("contact points")

    def __str__(self) -> str:
        return self.value
