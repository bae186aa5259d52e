"""What the offline tests furnish and read: a guide in three languages, visits of the field worker, what was stored."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import zlib
from typing import Any

from playwright.sync_api import Page, expect

from .site import Site, environment

PASSPHRASE = "Hafenkante im Regen"
GUIDE = """
| survey |
| | type | name | label::Deutsch (de) | label::Türkçe (tr) | label::العربية (ar) | required | constraint | constraint_message::Deutsch (de) | constraint_message::Türkçe (tr) | constraint_message::العربية (ar) | relevant | kogge |
| | start | start | | | | | | | | | | |
| | note | hello | **Guten Tag!** | **Merhaba!** | **مرحباً!** | | | | | | | |
| | text | situation | Wie läuft das Geschäft? | İşler nasıl? | كيف تسير الأعمال؟ | yes | | | | | | situation |
| | select_one join | join | Würden Sie mitmachen? | Katılır mısınız? | هل تودّون المشاركة؟ | | | | | | | would_join |
| | select_multiple lack | lack | Was fehlt? | Ne eksik? | ماذا ينقصكم؟ | | | | | | | |
| | text | exactly | Was genau? | Tam olarak ne? | ما هو بالضبط؟ | | | | | | selected(${lack}, 'other') | |
| | begin_group | shop | Der Laden | Dükkân | المحل | | | | | | | |
| | integer | staff | Wie viele arbeiten hier? | Kaç kişi çalışıyor? | كم عدد العاملين؟ | | . < 500 | Weniger als 500. | 500'den az. | أقل من 500. | | figure:staff |
| | date | since | Seit wann? | Ne zamandan beri? | منذ متى؟ | | | | | | | |
| | geopoint | place | Wo? | Nerede? | أين؟ | | | | | | | |
| | image | photo | Foto | Fotoğraf | صورة | | | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_repeat | helper | Wer hilft? | Kim yardım ediyor? | من يساعد؟ | | | | | | | |
| | text | task | Aufgabe | Görev | المهمة | | | | | | | |
| | end_repeat | | | | | | | | | | | |
| choices |
| | list_name | name | label::Deutsch (de) | label::Türkçe (tr) | label::العربية (ar) |
| | join | yes | ja | evet | نعم |
| | join | maybe | unter Bedingungen | şartlı | بشروط |
| | lack | room | ein Raum | bir oda | غرفة |
| | lack | other | etwas anderes | başka bir şey | شيء آخر |
| settings |
| | form_title | form_id | version | default_language |
| | Kurzbesuch | short-visit | 1 | Deutsch (de) |
"""  # noqa: E501

START = """
import json, os
os.environ["DJANGO_SETTINGS_MODULE"] = "kogge.config.settings"
import django; django.setup()
import datetime as dt
from django.utils import timezone
from kogge.accounts.models import User
from kogge.demo.builder.places import ACCOUNTS
from kogge.accounts.roles import Role
from kogge.outreach.actions import add_version
from kogge.outreach.models import FieldRecord, Interview, Promise, SubmissionFile, Visit
from kogge.outreach.queries import person_of
from kogge.actors.models import Organisation
from kogge.places.models import Area
area = Area.objects.get(slug="demo")
worker = User.objects.get(email=ACCOUNTS[Role.FIELD_WORKER][0])
given = json.loads(os.environ["GIVEN"])
today = timezone.localdate()
"""


def inside(site: Site, code: str, **given: Any) -> Any:
    """Run a few lines in the installation; what they print as JSON."""
    env = environment(site.data) | {"GIVEN": json.dumps(given)}
    done = subprocess.run([sys.executable, "-c", START + code], env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1]) if done.stdout.strip() else None


def furnish(site: Site, *names: str) -> None:
    """A guide in three languages, and a visit of the field worker today at each of these shops."""
    inside(
        site,
        """
add_version(area, content=given["guide"].encode(), name="guide.md", by=worker)
for name in given["names"]:
    shop = Organisation.objects.create(area=area, name=name, street="Kaistraße", languages=["ar", "de"])
    Visit.objects.create(area=area, organisation=shop, date=today, visitor=person_of(worker, area))
    Promise.objects.create(area=area, organisation=shop, what="Flyer bringen", made_on=today, due=today)
""",
        guide=GUIDE,
        names=names,
    )


def stored(site: Site, name: str) -> dict[str, Any]:
    """What the register knows of a shop: how often it is there, its talks, its visits."""
    found: dict[str, Any] = inside(
        site,
        """
shops = Organisation.objects.filter(area=area, name=given["name"])
talks = Interview.objects.filter(organisation__in=shops)
visits = Visit.objects.filter(organisation__in=shops).order_by("pk")
print(json.dumps({
    "shops": shops.count(),
    "talks": [[talk.language, talk.situation] for talk in talks],
    "visits": [[visit.status, visit.outcome] for visit in visits],
    "photos": [f.file.path for f in SubmissionFile.objects.filter(submission__interviews__in=talks)],
}))
""".replace("submission__interviews__in=talks", 'submission__in=talks.values("submission")'),
        name=name,
    )
    return found


def set_up(page: Page) -> None:
    """Open the page for the first time on this device, and wait until it is kept for when there is no network."""
    page.goto("outreach/field/")
    page.get_by_label("Kennwort", exact=True).fill(PASSPHRASE)
    page.get_by_label("Dasselbe Kennwort noch einmal").fill(PASSPHRASE)
    page.get_by_role("button", name="Einrichten und laden").tap()
    expect(page.get_by_role("heading", name="Wen besuche ich heute?")).to_be_visible()
    expect(page.locator(".visitcards").first).to_be_visible()
    expect(page.locator("html[data-kept]")).to_be_attached()


def unlock(page: Page, passphrase: str = PASSPHRASE) -> None:
    page.get_by_label("Kennwort", exact=True).fill(passphrase)
    page.get_by_role("button", name="Öffnen").tap()


def at_rest(page: Page) -> str:
    """Everything this origin has stored on the device, as text: databases, local storage, kept answers."""
    return str(
        page.evaluate(
            """async () => {
  const parts = [JSON.stringify(localStorage)];
  const text = (value) => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return new TextDecoder().decode(value);
    if (value && typeof value === "object") return Object.entries(value).map(([k, v]) => k + text(v)).join("\\n");
    return String(value);
  };
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((resolve) => { const open = indexedDB.open(name); open.onsuccess = () => resolve(open.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((resolve) => { const all = db.transaction(store).objectStore(store).getAll(); all.onsuccess = () => resolve(all.result); });
      parts.push(store, ...rows.map(text));
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      if (/\\/a\\//.test(request.url)) parts.push(request.url, await (await cache.match(request)).text());
    }
  }
  return parts.join("\\n");
}"""  # noqa: E501
        )
    )


def picture(width: int, height: int) -> bytes:
    """A PNG with stripes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + bytes((40 * (y // 50) % 256, 80, 160)) * width for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg_size(path: str) -> tuple[int, int]:
    """Width and height of a JPEG file."""
    with open(path, "rb") as file:
        content = file.read()
    at = 2
    while at < len(content):
        marker, length = content[at + 1], struct.unpack(">H", content[at + 2 : at + 4])[0]
        if marker in {0xC0, 0xC1, 0xC2}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    raise AssertionError(f"{path} of {os.path.getsize(path)} bytes is no JPEG")
