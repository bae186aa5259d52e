"""How forms are drawn: labels, help and errors tied to their fields, an error summary on top."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_noop

# Django's own German for this is "Dieses Feld ist zwingend erforderlich."; the catalogue says it plainly.
REQUIRED = gettext_noop("This field is required.")


class KoggeFormRenderer(TemplatesSetting):
    """Draws every form with Kogge's own templates."""

    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        # Django includes two templates for each option: with a hundred options that is half of a page's time.
        if template_name == "django/forms/widgets/select.html":
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget: dict[str, Any]) -> SafeString:
    """A select as Django's template writes it, from the context of the widget."""
    parts = []
    for name, options, _index in widget["optgroups"]:
        lines = [
            f'<option value="{conditional_escape(str(option["value"]))}"{flatatt(option["attrs"])}>'
            f"{conditional_escape(option['label'])}</option>"
            for option in options
        ]
        if name:
            lines = [f'<optgroup label="{conditional_escape(name)}">', *lines, "</optgroup>"]
        parts += lines
    # Every part is escaped above.
    return format_html(
        '<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), mark_safe("".join(parts))
    )
