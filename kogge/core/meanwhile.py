"""Two people with the same form open: nothing is overwritten in silence.

The page carries a mark of each field's value as it was when the form was opened (`{{ form.seen }}`). When it comes
back: what only the other person changed is kept, what only I changed is saved, and where both changed the same field to
different things the form stays open and says what the other one wrote.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from hashlib import blake2b
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.forms.models import model_to_dict
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

SHOWN = 600  # characters of what the other person wrote


def plain(value: Any) -> str:
    """A value as text that is the same for a record and for a form: ids for records, no order in lists.

    >>> plain(Decimal("25.00")) == plain(Decimal(25)), plain(["b", "a"]) == plain(["a", "b"]), plain(None)
    (True, True, '')
    """
    if value is None:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | QuerySet):
        return "\n".join(sorted(plain(entry) for entry in value))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return str(value).replace("\r\n", "\n").strip()


def mark(value: Any) -> str:
    """Twelve characters that stand for a value."""
    return blake2b(plain(value).encode(errors="replace"), digest_size=6).hexdigest()


class MeanwhileMixin:
    """For model forms that more than one person may have open; stands before `ModelForm` in the bases."""

    instance: Any
    data: Any
    fields: dict[str, Any]

    def stored_values(self) -> dict[str, Any]:
        """What is stored now, field by field; forms with fields that are not the model's add theirs."""
        return model_to_dict(self.instance, fields=list(self.fields))

    @cached_property
    def _stored(self) -> dict[str, Any]:
        # Read once, before the form writes into its instance.
        return self.stored_values()

    @cached_property
    def _marks(self) -> dict[str, str]:
        """The marks this page carries on: those it came with, else those of what is stored."""
        sent = dict(part.split(".", 1) for part in str(self.data.get("seen", "")).split() if "." in part)
        return sent or {name: mark(value) for name, value in self._stored.items()}

    @property
    def seen(self) -> SafeString:
        """The hidden field with the marks."""
        marks = " ".join(f"{name}.{value}" for name, value in self._marks.items())
        return format_html('<input type="hidden" name="seen" value="{}">', marks)

    def clean(self) -> Any:
        """Forms check across fields after this, on what would really be saved."""
        stored, marks = self._stored, self._marks
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc, attr-defined]
        for name, value in stored.items():
            if name not in cleaned or name not in marks:
                continue
            theirs, mine = mark(value), mark(cleaned[name])
            if theirs in (marks[name], mine):
                continue
            if mine == marks[name]:
                cleaned[name] = self._chosen(name, value)
                continue
            self.add_error(name, self._told(name, value))  # type: ignore[attr-defined]
            marks[name] = theirs
        return cleaned

    def _chosen(self, name: str, value: Any) -> Any:
        """A stored value as a cleaned one."""
        field = self.fields[name]
        if isinstance(field, forms.ModelMultipleChoiceField):
            return field.queryset.model._default_manager.filter(pk__in=[getattr(row, "pk", row) for row in value])
        if isinstance(field, forms.ModelChoiceField):
            return field.queryset.model._default_manager.filter(pk=value).first() if value else None
        return value

    def _told(self, name: str, value: Any) -> str:
        last = self.instance.history.select_related("history_user").first() if self.instance.pk else None
        who = str(last.history_user) if last is not None and last.history_user else _("Somebody")
        words = self.said(name, value)
        if not words:
            return _("%(who)s has emptied this meanwhile. Empty it too, or save again to keep yours.") % {"who": who}
        return _("%(who)s has meanwhile written: “%(theirs)s”. Take it over, or save again to keep yours.") % {
            "who": who,
            "theirs": Truncator(words).chars(SHOWN),
        }

    def said(self, name: str, value: Any) -> str:
        """A stored value in words."""
        field, chosen = self.fields[name], self._chosen(name, value)
        if isinstance(chosen, list | tuple | set | QuerySet):
            return ", ".join(self._label(field, entry) for entry in chosen)
        return self._label(field, chosen)

    @staticmethod
    def _label(field: Any, value: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, dt.date):
            return str(date_format(value, "SHORT_DATE_FORMAT"))
        if isinstance(value, dt.time):
            return str(time_format(value, "H:i"))
        if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
            return str(dict(field.choices).get(value, value))
        return str(value)
