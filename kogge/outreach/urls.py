from __future__ import annotations

from django.urls import path

from .views import devices, interviews, promises, record, tasks, visits

app_name = "outreach"
urlpatterns = [
    path("", visits.visit_list, name="visits"),
    path("export/<str:kind>/", visits.visit_export, name="visits_export"),
    path("waiting/", visits.waiting, name="waiting"),
    path("plan/", visits.plan, name="plan"),
    path("record/", record.record_new, name="record_new"),
    path("visits/<int:pk>/", record.visit, name="visit"),
    path("visits/<int:pk>/plan/", visits.replan, name="replan"),
    path("visits/<int:pk>/cancel/", visits.cancel, name="cancel"),
    path("visits/<int:pk>/outcome/", visits.outcome, name="outcome"),
    path("visits/<int:pk>/record/", record.record, name="record"),
    path("visits/<int:pk>/talk/", interviews.interview_edit, name="interview_edit"),
    path("visits/<int:pk>/promises/", promises.visit_promises, name="visit_promises"),
    path("interviews/<int:pk>/", interviews.interview, name="interview"),
    path("promises/", promises.promise_list, name="promises"),
    path("promises/export/<str:kind>/", promises.promise_export, name="promises_export"),
    path("promises/new/", promises.promise_new, name="promise_new"),
    path("promises/<int:pk>/", promises.promise_edit, name="promise_edit"),
    path("promises/<int:pk>/close/", promises.promise_close, name="promise_close"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/new/", tasks.task_new, name="task_new"),
    path("tasks/<int:pk>/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/done/", tasks.task_done, name="task_done"),
    path("devices/", devices.devices, name="devices"),
    path("devices/<int:pk>/revoke/", devices.device_revoke, name="device_revoke"),
    path("submissions/files/<int:pk>/", devices.submission_file, name="submission_file"),
    path("organisations/", visits.organisation_options, name="organisation_options"),
    path("organisations/<int:pk>/panel/", visits.organisation_panel, name="organisation_panel"),
]
