"""Every role and every permission on one page."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """What someone may do in an area."""

    VIEW_AREA = "view_area"
    MANAGE_AREA = "manage_area"
    VIEW_REGISTER = "view_register"
    EDIT_REGISTER = "edit_register"
    IMPORT_REGISTER = "import_register"
    VIEW_PERSONS = "view_persons"
    VIEW_VISITS = "view_visits"
    EDIT_VISITS = "edit_visits"
    VIEW_INTERVIEWS = "view_interviews"  # what someone said in confidence
    VIEW_NEEDS = "view_needs"
    EDIT_NEEDS = "edit_needs"
    EDIT_TOPICS = "edit_topics"
    VIEW_EXCHANGE = "view_exchange"
    DECIDE_EXCHANGE = "decide_exchange"
    VIEW_NETWORKS = "view_networks"
    EDIT_NETWORKS = "edit_networks"
    VIEW_HANDOVER = "view_handover"
    EDIT_HANDOVER = "edit_handover"
    VIEW_REPORTS = "view_reports"
    VIEW_OWN = "view_own"  # the records of the organisations one holds a position in
    EDIT_OWN = "edit_own"


P = Permission


class Role(TextChoices):
    """What someone is in an area. A staff role hangs on a project and ends with it; the others stay."""

    ADMINISTRATOR = "administrator", _("Administrator")
    COORDINATOR = "coordinator", _("Coordinator")
    FIELD_WORKER = "field_worker", _("Field worker")
    STEWARD = "steward", _("Local steward")
    MEMBER = "member", _("Member business")
    CIVIC_PARTNER = "civic_partner", _("Civic partner")
    VIEWER = "viewer", _("Viewer")


_VIEW_PUBLIC = {P.VIEW_AREA, P.VIEW_REGISTER, P.VIEW_NEEDS, P.VIEW_NETWORKS}
_COORDINATOR = frozenset(Permission) - {P.MANAGE_AREA}

PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.ADMINISTRATOR: frozenset(Permission),
    Role.COORDINATOR: _COORDINATOR,
    Role.FIELD_WORKER: frozenset(
        {
            *_VIEW_PUBLIC,
            P.EDIT_REGISTER,
            P.VIEW_PERSONS,
            P.VIEW_VISITS,
            P.EDIT_VISITS,
            P.VIEW_INTERVIEWS,
            P.EDIT_NEEDS,
            P.VIEW_EXCHANGE,
            P.VIEW_HANDOVER,
            P.VIEW_OWN,
        }
    ),
    Role.STEWARD: frozenset(
        {
            *_VIEW_PUBLIC,
            P.EDIT_REGISTER,
            P.VIEW_PERSONS,
            P.VIEW_VISITS,
            P.EDIT_VISITS,
            P.EDIT_NEEDS,
            P.VIEW_EXCHANGE,
            P.DECIDE_EXCHANGE,
            P.EDIT_NETWORKS,
            P.VIEW_HANDOVER,
            P.EDIT_HANDOVER,
            P.VIEW_REPORTS,
            P.VIEW_OWN,
            P.EDIT_OWN,
        }
    ),
    Role.MEMBER: frozenset({P.VIEW_AREA, P.VIEW_OWN, P.EDIT_OWN}),
    Role.CIVIC_PARTNER: frozenset({P.VIEW_AREA, P.VIEW_REGISTER, P.VIEW_NEEDS, P.VIEW_OWN, P.EDIT_OWN}),
    Role.VIEWER: frozenset({*_VIEW_PUBLIC, P.VIEW_EXCHANGE, P.VIEW_HANDOVER, P.VIEW_REPORTS}),
}
# What one must hold (any of it) to write records of an app, or of one kind: asked before a change is taken back.
WRITING: dict[str, frozenset[Permission]] = {
    "places": frozenset({P.MANAGE_AREA}),
    "places.project": frozenset({P.EDIT_HANDOVER}),
    "places.fact": frozenset({P.EDIT_HANDOVER}),
    "actors": frozenset({P.EDIT_REGISTER, P.EDIT_OWN}),
    "outreach": frozenset({P.EDIT_VISITS}),
    "outreach.guide": frozenset({P.EDIT_TOPICS}),
    "outreach.guideversion": frozenset({P.EDIT_TOPICS}),
    "needs": frozenset({P.EDIT_NEEDS, P.EDIT_OWN}),
    "needs.topic": frozenset({P.EDIT_TOPICS}),
    "needs.topicgroup": frozenset({P.EDIT_TOPICS}),
    "exchange": frozenset({P.DECIDE_EXCHANGE}),
    "networks": frozenset({P.EDIT_NETWORKS}),
    "handover": frozenset({P.EDIT_HANDOVER}),
}
STAFF_ROLES = frozenset({Role.COORDINATOR, Role.FIELD_WORKER})


def roles_with(permission: Permission) -> list[Role]:
    """The roles that carry a permission."""
    return [role for role, granted in PERMISSIONS.items() if permission in granted]
