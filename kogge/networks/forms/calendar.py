"""For whom an address of the calendar is made."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kogge.networks.models import CalendarLink


class CalendarLinkForm(forms.ModelForm):
    """Name the address, so that it can be taken back alone."""

    class Meta:
        model = CalendarLink
        fields = ("label",)
        labels = {"label": _("For whom is the address?")}
        help_texts = {"label": _("A member, or all of them. Each address can be taken back alone.")}
