"""A name for a device."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kogge.outreach.models import DevicePassword


class DeviceForm(forms.ModelForm):
    """What one calls the telephone or tablet that gets a password."""

    class Meta:
        model = DevicePassword
        fields = ("label",)
        help_texts = {"label": _("So that you know which one to revoke when it is lost: “Bob's Pixel”.")}
