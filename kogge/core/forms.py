"""How forms are drawn: labels, help and errors tied to their fields, an error summary on top."""

from __future__ import annotations

from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_noop

# Django's own German for this is "Dieses Feld ist zwingend erforderlich."; the catalogue says it plainly.
REQUIRED = gettext_noop("This field is required.")


class KoggeFormRenderer(TemplatesSetting):
    """Draws every form with Kogge's own templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
