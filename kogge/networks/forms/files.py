"""Forms with one file: a receipt, a photo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kogge.outreach.attachments import Incoming, drop, keep, type_of

from .parts import PartForm

MOST_BYTES = 10_000_000
PHOTOS = frozenset({"image/jpeg", "image/png", "image/webp"})
RECEIPTS = PHOTOS | {"application/pdf"}


class OneFileForm(PartForm):
    """A record with at most one file: what it is is read from its first bytes, not from its name."""

    folder = "networks"
    allowed: frozenset[str] = PHOTOS
    refusal = gettext_lazy("Only pictures (JPEG, PNG, WebP) can be kept here.")

    upload = forms.FileField(label=gettext_lazy("Photo"), required=False, max_length=200)
    without = forms.BooleanField(label=gettext_lazy("Take away the file kept so far"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.file:
            del self.fields["without"]

    def clean_upload(self) -> Incoming | None:
        sent = self.cleaned_data["upload"]
        if not sent:
            return None
        if sent.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than 10 megabytes."))
        kind, _ending = type_of(sent.read(32))
        sent.seek(0)
        if kind not in self.allowed:
            raise ValidationError(self.refusal)
        return Incoming.of(sent)

    def save(self, commit: bool = True) -> Any:
        """The file first, so that the record never points to one that is not there."""
        incoming = self.cleaned_data.get("upload")
        if incoming is None:
            if self.cleaned_data.get("without"):  # the file itself goes with the next clearing up, so undo finds it
                self.instance.take({"name": "", "file": "", "digest": "", "size": 0, "content_type": ""})
            return super().save(commit)
        kept = keep(incoming, folder=self.folder)
        self.instance.take(kept)
        try:
            return super().save(commit)
        except Exception:
            drop([kept])
            raise
