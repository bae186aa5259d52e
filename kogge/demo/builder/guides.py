"""The guides that come with Kogge, and two filled ones that wait for somebody to say whose they are."""

from __future__ import annotations

import datetime as dt
import hashlib
from xml.sax.saxutils import escape

from django.utils import timezone

from kogge.accounts.roles import Role
from kogge.outreach.actions import install_shipped
from kogge.outreach.models import GuideVersion, Submission

from .world import World

# As a phone sends them: one from a shop that is in the register, one from a shop that is new.
ANSWERS = (
    {
        "consent": {"keep": "yes", "match": "yes", "share": "no", "publish": "no"},
        "shop": {},
        "talk": {
            "situation": "Läuft, aber samstags schaffe ich es allein nicht.",
            "trouble": "staff",
            "needs": "cover flyer",
            "offers": "window notices",
        },
        "network": {
            "motivation": "Wenn wir uns bei Krankheit vertreten.",
            "would_join": "maybe",
            "conditions": {"slots": "tu-early we-evening", "hours": "2", "fee": "5", "formats": "breakfast"},
        },
        "closing": {"next_step": "Liste mit Aushilfen vorbeibringen"},
    },
    {
        "consent": {"keep": "yes", "match": "yes", "share": "yes", "publish": "no"},
        "shop": {"shop_name": "Samowar Feinkost", "shop_street": "Ankerweg", "shop_number": "4"},
        "talk": {
            "situation": "Клиентов больше, но бумаги отнимают много времени.",
            "trouble": "regulation",
            "needs": "forms translation other",
            "need_other": "Поверка весов",
            "offers": "food translation",
        },
        "network": {"would_join": "yes", "conditions": {"slots": "mo-morning", "spoken": "ru de"}},
    },
)


def build_guides(world: World) -> None:
    made = install_shipped(world.area, by=world.users[Role.COORDINATOR])
    version = next(one for one in made if one.guide.code == "first-visit")
    shop = next(actor.row for actor in world.actors if actor.is_business and actor.row.closed_on is None)
    known = {"shop_name": shop.name, "shop_street": shop.street, "shop_number": shop.housenumber}
    for number, answers in enumerate(ANSWERS, start=1):
        said = answers | {"shop": answers["shop"] or known}
        day = world.today - dt.timedelta(days=number)
        _submission(world, version, number, said, timezone.make_aware(dt.datetime.combine(day, dt.time(10, 15))))


def _submission(world: World, version: GuideVersion, number: int, said: dict[str, dict], begun: dt.datetime) -> None:
    instance = f"uuid:00000000-0000-4000-8000-{number:012d}"
    xml = (
        f'<?xml version="1.0"?><data id="{version.guide.form_id}" version="{version.version}">'
        f"<start>{begun.isoformat()}</start>{_xml(said)}<meta><instanceID>{instance}</instanceID></meta></data>"
    )
    Submission.objects.create(
        area=world.area,
        version=version,
        instance_id=instance,
        xml=xml,
        digest=hashlib.sha256(xml.encode()).hexdigest(),
        device="ODK Collect",
        started_at=begun,
        by=world.users[Role.FIELD_WORKER],
    )


def _xml(said: dict) -> str:
    return "".join(
        f"<{name}>{_xml(value) if isinstance(value, dict) else escape(value)}</{name}>" for name, value in said.items()
    )
