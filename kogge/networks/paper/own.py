"""A page that hands a personal link over."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kogge.networks.models import OwnLink
from kogge.outreach.paper.letters import Written, letters_pdf
from kogge.outreach.paper.numbers import qr


def link_pdf(link: OwnLink, address: str, *, sender: str) -> bytes:
    """One letter with the address and its code, in the active language."""
    language = str(get_language() or "de")[:2]
    organisation = link.organisation
    text = _(
        "Dear Sir or Madam,\n\nhere is your personal link. It needs no password:\n\n%(address)s\n\n"
        "With it you see what we keep about %(name)s and correct it, say what you need and what you could give, see "
        "the next meetings, take back what you agreed to, or leave a network. Scan the code below, or type "
        "the address.\n\nWhoever holds the link can do all that: please keep it like a key. It works until %(day)s. If "
        "it is lost, call us: we take it back at once and give you a new one.\n\nKind regards\n%(sender)s"
    ) % {
        "address": address,
        "name": organisation.name,
        "day": date_format(link.expires, "SHORT_DATE_FORMAT"),
        "sender": sender,
    }
    letter = Written(
        link.person.name if link.person else organisation.name,
        organisation.street_line,
        f"{organisation.postcode} {organisation.city}".strip(),
        language,
        _("Your personal link"),
        text,
    )
    return letters_pdf(
        organisation.area, [letter], title=_("Your personal link"), language=language, codes=[qr(address)]
    )
