from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kogge.exchange"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from kogge.core import search

        from .queries import find_agreements

        search.register("exchange", _("Agreements"), find_agreements)
