"""The sentences of engine.linkage for the catalogue: the engine speaks English and knows no Django."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

SENTENCES = (
    _("Same register number."),
    _("Different register numbers."),
    _("Same identification number."),
    _("Identification numbers differ in one place."),
    _("Different identification numbers."),
    _("Same date."),
    _("Dates differ in one place."),
    _("Different dates."),
    _("Same phone number."),
    _("Phone numbers of one switchboard."),
    _("Different phone numbers."),
    _("Same e-mail address."),
    _("E-mail addresses of the same domain."),
    _("Different e-mail addresses."),
    _("Same website."),
    _("Different websites."),
    _("Same street and house number."),
    _("Almost the same street, same house number."),
    _("Same street, one house number unknown."),
    _("Same street, other house number."),
    _("Less than 30 metres apart."),
    _("Less than 150 metres apart."),
    _("Different streets."),
    _("More than a kilometre apart."),
    _("Same postcode."),
    _("Different postcodes."),
    _("Same town."),
    _("Different towns."),
    _("Different legal forms."),
    _("Different numbers in the name."),
    _("A number in only one of the names."),
    _("Same name."),
    _("Similar name."),
    _("Names share a distinctive word."),
    _("Different names."),
)
