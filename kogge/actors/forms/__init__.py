"""Forms of the register."""

from .filters import RegisterFilter
from .imports import ReadForm, UploadForm
from .organisations import OrganisationForm
from .parts import PARTS, label_of, part_model

__all__ = [
    "PARTS",
    "OrganisationForm",
    "ReadForm",
    "RegisterFilter",
    "UploadForm",
    "label_of",
    "part_model",
]
