from __future__ import annotations

from django.urls import path

from .views import calendar, founded, meetings, members, records, ties

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
    path("founded/<int:pk>/meetings/", meetings.meetings, name="meetings"),
    path("founded/<int:pk>/meetings/new/", meetings.meeting_new, name="meeting_new"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting"),
    path("meetings/<int:pk>/edit/", meetings.meeting_edit, name="meeting_edit"),
    path("meetings/<int:pk>/held/", meetings.meeting_held, name="meeting_held"),
    path("meetings/<int:pk>/agenda.pdf", meetings.agenda_pdf, name="agenda_pdf"),
    path("meetings/<int:pk>/attendance.pdf", meetings.attendance_pdf, name="attendance_pdf"),
    path("meetings/<int:pk>/meeting.ics", calendar.meeting_ics, name="meeting_ics"),
    path("meetings/<int:pk>/decisions/new/", meetings.decision_new, name="decision_new"),
    path("decisions/<int:pk>/", meetings.decision_edit, name="decision_edit"),
    path("decisions/<int:pk>/settle/", meetings.decision_settle, name="decision_settle"),
    path("decisions/<int:pk>/reopen/", meetings.decision_reopen, name="decision_reopen"),
    path("founded/<int:pk>/calendar/", calendar.links, name="calendar_links"),
    path("calendar/<int:pk>/revoke/", calendar.link_revoke, name="calendar_revoke"),
    path("remove/<str:kind>/<int:pk>/", records.remove, name="remove"),
]
