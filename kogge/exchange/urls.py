from __future__ import annotations

from django.urls import path

from .views import agreements, decisions, proposals

app_name = "exchange"
urlpatterns = [
    path("", proposals.plan, name="plan"),
    path("compute/", proposals.compute, name="compute"),
    path("plans/", proposals.plans, name="plans"),
    path("plans/<int:pk>/", proposals.earlier_plan, name="earlier_plan"),
    path("proposals/<int:pk>/", proposals.proposal, name="proposal"),
    path("proposals/<int:pk>/accept/", decisions.accept, name="accept"),
    path("proposals/<int:pk>/change/", decisions.change, name="change"),
    path("proposals/<int:pk>/reject/", decisions.reject, name="reject"),
    path("rejections/", proposals.rejections, name="rejections"),
    path("rejections/<int:pk>/forget/", proposals.forget, name="forget"),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/new/", agreements.agreement_new, name="agreement_new"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/edit/", agreements.agreement_edit, name="agreement_edit"),
    path("agreements/<int:pk>/redeem/", agreements.redeem, name="redeem"),
    path("agreements/<int:pk>/cancel/", agreements.cancel, name="cancel"),
    path("agreements/<int:pk>/reopen/", agreements.reopen, name="reopen"),
    path("organisations/options/", agreements.organisation_options, name="organisation_options"),
    path("organisations/<int:pk>/", agreements.organisation_panel, name="organisation_panel"),
]
