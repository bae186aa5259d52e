from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NetworksConfig(AppConfig):
    name = "kogge.networks"

    def ready(self) -> None:
        from kogge.core.search import register
        from kogge.outreach.actions import forgetting

        from .models import BudgetEntry, JointAction
        from .queries.founded import find_networks

        forgetting.OF_RECORDS |= {"networks/receipts": BudgetEntry, "networks/photos": JointAction}
        register("networks", _("Networks"), find_networks)
