from __future__ import annotations

from django.urls import path

from .views import board, entries, figures, topics, uncoded

app_name = "needs"
urlpatterns = [
    path("", board.board_page, name="board"),
    path("export/<str:kind>/", board.board_export, name="board_export"),
    path("figures/", figures.figures_page, name="figures"),
    path("figures/export/<str:kind>/", figures.figures_export, name="figures_export"),
    path("new/<str:kind>/", entries.entry_new, name="entry_new"),
    path("interviews/<int:pk>/", entries.interview_entries, name="interview_entries"),
    path("interviews/<int:pk>/uncoded/", uncoded.uncoded, name="uncoded"),
    path("organisations/<int:pk>/", entries.organisation_entries, name="organisation_entries"),
    path("organisations/<int:pk>/panel/", entries.organisation_panel, name="organisation_panel"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/options/", topics.topic_options, name="topic_options"),
    path("topics/new/", topics.topic_new, name="topic_new"),
    path("topics/install/", topics.topic_install, name="topic_install"),
    path("topics/<int:pk>/edit/", topics.topic_edit, name="topic_edit"),
    path("topics/<int:pk>/use/", topics.topic_use, name="topic_use"),
    path("topics/groups/new/", topics.group_new, name="group_new"),
    path("topics/groups/<int:pk>/", topics.group_edit, name="group_edit"),
    path("<str:kind>/<int:pk>/", entries.entry_edit, name="entry_edit"),
    path("<str:kind>/<int:pk>/close/", entries.entry_close, name="entry_close"),
]
