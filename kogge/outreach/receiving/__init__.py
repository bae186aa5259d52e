"""Filled forms as they come in from devices: each is stored once, whatever the network does to it on the way.

`receive` is what every way in calls: field apps over OpenRosa, our own field pages. The answers and each file are
stored before anything is made of them; a form that names its visit or organisation is then filed by itself.
"""

from .refusals import LARGEST_XML, MOST_FILES, Broken, OtherContent, Refused, TooLarge, UnknownForm
from .storing import Outcome, Received, receive

__all__ = [
    "LARGEST_XML",
    "MOST_FILES",
    "Broken",
    "OtherContent",
    "Outcome",
    "Received",
    "Refused",
    "TooLarge",
    "UnknownForm",
    "receive",
]
