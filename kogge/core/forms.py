"""How forms are drawn: labels, help and errors tied to their fields, an error summary on top."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting


class KoggeFormRenderer(TemplatesSetting):
    """Draws every form with Kogge's own templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
