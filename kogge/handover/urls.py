from __future__ import annotations

from django.urls import path

from .views import day_after, tasks

app_name = "handover"
urlpatterns = [
    path("", day_after.day_after, name="day_after"),
    path("introduce/", day_after.introduce, name="introduce"),
    path("records/<str:what>/", day_after.records, name="records"),
    path("tasks/", tasks.task_list, name="tasks"),
    path("tasks/new/", tasks.task_new, name="task_new"),
    path("tasks/<int:pk>/", tasks.task_edit, name="task_edit"),
    path("tasks/<int:pk>/hand-over/", tasks.task_hand_over, name="hand_over"),
    path("networks/<int:pk>/panel/", tasks.network_panel, name="network_panel"),
]
