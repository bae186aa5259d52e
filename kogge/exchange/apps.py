from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "kogge.exchange"

    def ready(self) -> None:
        from kogge.actors.signals import consent_withdrawn

        from . import consequences

        consent_withdrawn.connect(consequences.consent_withdrawn, dispatch_uid="exchange.consent_withdrawn")
        from django.utils.translation import gettext_lazy as _

        from kogge.core import search

        from .queries import find_agreements

        search.register("exchange", _("Agreements"), find_agreements)
