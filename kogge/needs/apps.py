from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "kogge.needs"
