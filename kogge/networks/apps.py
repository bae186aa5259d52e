from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "kogge.networks"

    def ready(self) -> None:
        from kogge.actors.signals import consent_withdrawn
        from kogge.core import undo
        from kogge.core.search import register
        from kogge.outreach.actions import forgetting

        from . import consequences
        from .actions.own import stays_shut
        from .actions.surveys import closed_for_good
        from .models import BudgetEntry, JointAction
        from .queries.founded import find_networks

        consent_withdrawn.connect(consequences.consent_withdrawn, dispatch_uid="networks.consent_withdrawn")
        forgetting.OF_RECORDS |= {"networks/receipts": BudgetEntry, "networks/photos": JointAction}
        undo.refuse(closed_for_good)
        undo.refuse(stays_shut)
        register("networks", _("Networks"), find_networks)
