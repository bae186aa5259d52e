"""App passwords: made once, shown once, taken back for good."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import zlib
from typing import Any

from django.utils import timezone

from kogge.outreach.models import DevicePassword
from kogge.places.models import Area

# No letters or digits that look alike: the password may be typed from the screen.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 5, 5  # 25 signs of 31: about 123 bits


def digest_of(password: str) -> str:
    """What is kept of a password.

    A random one of more than 100 bits needs no slow hash: nobody tries them all.
    """
    return hashlib.sha256(password.strip().encode()).hexdigest()


def make_password(*, by: Any, area: Area, label: str) -> tuple[DevicePassword, str]:
    """A new password for a device of one's own, and its words, which are not kept."""
    password = "-".join("".join(secrets.choice(SIGNS) for _ in range(GROUP)) for _ in range(GROUPS))
    made = DevicePassword.objects.create(user=by, area=area, label=label, digest=digest_of(password))
    return made, password


def revoke_password(password: DevicePassword) -> None:
    """The device is signed out with its next request; again is no error."""
    DevicePassword.objects.filter(pk=password.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def collect_settings(*, server: str, user: str, password: str, project: str) -> str:
    """What a QR code holds that sets ODK Collect or KoboCollect up: JSON, zlib, base64.

    The keys are those of Collect's own export (docs.getodk.org/collect-import-export).
    """
    settings = {
        "general": {
            "protocol": "odk_default",
            "server_url": server,
            "username": user,
            "password": password,
            "form_update_mode": "match_exactly",
            "autosend": "wifi_and_cellular",
        },
        "admin": {},
        "project": {"name": project},
    }
    return base64.b64encode(zlib.compress(json.dumps(settings).encode(), 9)).decode()
