"""What a person calls the fields that models leave to Django to name: the history says them in plain words."""

from __future__ import annotations

from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# By "app.Model.field" where a word means something else in one model, else by the field's own name.
FIELD_NAMES = {
    "actors.Relation.source": pgettext_lazy("of a relation", "from"),
    "actors.Relation.target": pgettext_lazy("of a relation", "to"),
    "action": _("joint action"),
    "against": _("what speaks against it"),
    "agreement": _("agreement"),
    "area": _("area"),
    "basemap": _("base map"),
    "basemap_source": _("source of the base map"),
    "bound": _("upper bound"),
    "code": _("short name"),
    "decided_at": _("decided on"),
    "decided_by": _("decided by"),
    "district": _("district"),
    "first": _("organisation"),
    "second": _("other organisation"),
    "fragmentation_after": _("fragmentation on the day after"),
    "fragmentation_today": _("fragmentation today"),
    "from_topic": _("topic"),
    "giver": _("who gives"),
    "group": _("topic group"),
    "networks.WorkingGroupMember.group": _("working group"),
    "guide": _("interview guide"),
    "inputs": _("what was computed from"),
    "interview": _("interview"),
    "is_demo": _("practice area"),
    "is_optimal": _("proven best possible"),
    "is_practice": _("practice"),
    "made_at": _("computed on"),
    "made_by": _("computed by"),
    "meeting": _("meeting of the network"),
    "need": _("need"),
    "network": _("network"),
    "objective": _("worth in sum"),
    "offer": _("offer"),
    "on": _("day"),
    "order": _("position in the list"),
    "organisation": _("organisation"),
    "organisations": _("organisations"),
    "orphans": _("would stand alone"),
    "person": _("person"),
    "plan": _("ring plan"),
    "probability": _("probability"),
    "project": _("project"),
    "proposal": _("proposal"),
    "reasons": _("what speaks for it"),
    "receiver": _("who gets"),
    "score": _("worth"),
    "seconds": _("seconds"),
    "staff_only_ties": _("ties through staff alone"),
    "tag": _("tag"),
    "tags": _("tags"),
    "task": _("task"),
    "tasks_orphaned": _("tasks would have nobody"),
    "ties": _("ties"),
    "to_topic": _("related topic"),
    "user": _("user"),
    "verified_by": _("checked by"),
    "visit": _("visit"),
}


def named_by_django(field: Field) -> bool:
    """Whether a model leaves the name of this field to Django, which makes it of the English identifier."""
    return field._verbose_name is None  # type: ignore[attr-defined]


def field_name(field: Field) -> str:
    """The field's name in the language of the page."""
    if named_by_django(field):
        key = f"{field.model._meta.label}.{field.name}"
        return str(FIELD_NAMES.get(key) or FIELD_NAMES.get(field.name) or field.verbose_name)
    return str(field.verbose_name)
