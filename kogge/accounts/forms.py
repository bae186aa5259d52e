"""Forms about oneself."""

from __future__ import annotations

from django import forms

from .models import User


class ProfileForm(forms.ModelForm):
    """One's own name and language."""

    class Meta:
        model = User
        fields = ["name", "language"]
