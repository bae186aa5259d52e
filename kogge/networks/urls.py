from __future__ import annotations

from django.urls import path

from .views import founded, members, ties

app_name = "networks"
urlpatterns = [
    path("", ties.ties, name="ties"),
    path("picture.json", ties.picture_json, name="picture"),
    path("records/<str:what>/", ties.records, name="records"),
    path("founded/", founded.network_list, name="list"),
    path("founded/new/", founded.network_new, name="new"),
    path("founded/<int:pk>/", founded.network, name="network"),
    path("founded/<int:pk>/edit/", founded.network_edit, name="edit"),
    path("founded/<int:pk>/end/", founded.network_end, name="end"),
    path("founded/<int:pk>/leaders/", members.leader_add, name="leader_add"),
    path("leaders/<int:pk>/remove/", members.leader_remove, name="leader_remove"),
    path("founded/<int:pk>/members/new/", members.member_new, name="member_new"),
    path("members/<int:pk>/", members.member_edit, name="member_edit"),
    path("organisations/<int:pk>/panel/", founded.organisation_panel, name="organisation_panel"),
]
