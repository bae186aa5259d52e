"""Why a form is not taken: each with the status that HTTP has for it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

MOST_FILES = 200  # of one form
LARGEST_XML = 5_000_000  # bytes of the answers alone


class Refused(Exception):
    """A form that was not taken: `status` as HTTP has it, the message for the person with the device."""

    status = 400
    text: str | Promise = gettext_lazy("This is no filled form that Kogge can read.")

    def __init__(self, text: str = "") -> None:
        super().__init__(text or str(self.text))


class Broken(Refused):
    """The XML is broken, hostile, or carries no ids."""


class UnknownForm(Refused):
    """No guide of that name and version in an area where this person records visits."""

    status = 404
    text = gettext_lazy("This guide is not known here, or you may not record visits in its area.")


class OtherContent(Refused):
    """The number of the form is taken by other answers, or a file's name by another file."""

    status = 409
    text = gettext_lazy("A form with this number but other answers was sent before. Nothing was changed.")


class TooLarge(Refused):
    """More bytes or files than the installation takes."""

    status = 413
    text = gettext_lazy("This form is too large.")
