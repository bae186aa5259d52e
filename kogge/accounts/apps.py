from __future__ import annotations

from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "kogge.accounts"

    def ready(self) -> None:
        from allauth.mfa.signals import authenticator_added

        authenticator_added.connect(_proven, dispatch_uid="accounts.proven")


def _proven(sender: Any, *, request: Any, user: Any, authenticator: Any, **kwargs: Any) -> None:
    """Who has just typed the digits of their new second factor is not asked for the next ones to see their codes."""
    from allauth.account.internal.flows.login import record_authentication

    record_authentication(
        request, user, method="mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True
    )
