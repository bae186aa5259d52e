"""500 visit sheets as one PDF: tagged, each with its QR code and the shipped guide. Target: under 10 s.

python -m bench.paper [N]
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import tempfile

from bench.report import Clock, result


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="50 sheets")
    count = 50 if options.parse_args().quick else 500
    os.environ["DJANGO_SETTINGS_MODULE"] = "kogge.config.settings"
    os.environ["KOGGE_DATA"] = tempfile.mkdtemp(prefix="kogge-bench-")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from kogge.accounts.models import User
    from kogge.actors.models import Organisation
    from kogge.outreach.actions.guides import SHIPPED, add_version
    from kogge.outreach.models import Visit
    from kogge.outreach.paper.sheets import visit_sheets
    from kogge.places.models import Area

    area = Area.objects.create(slug="bench", name="Bench")
    user = User.objects.create_superuser("bench@example.org")
    file = SHIPPED / "first-visit.xlsx"
    version = add_version(area, content=file.read_bytes(), name=file.name, by=user)
    for index in range(count):
        languages = [["de"], ["ar"], ["vi"], ["uk"]][index % 4]
        shop = Organisation.objects.create(
            area=area, name=f"Laden {index}", street="Kaistraße", housenumber=str(index), languages=languages
        )
        Visit.objects.create(area=area, organisation=shop, date=dt.date.today())
    visits = list(Visit.objects.select_related("organisation__district", "visitor"))
    with Clock() as clock:
        pdf = visit_sheets(
            user, area, visits, version, address=lambda number: f"https://kogge.example/sheets/{number}/"
        )
    measured = f"{clock.wall:.1f} s (processor {clock.cpu:.1f} s), {len(pdf) / 1e6:.1f} MB"
    result(f"{count} visit sheets as one tagged PDF, < 10 s", measured, met=clock.wall < 10)
    return 0 if clock.wall < 10 else 1


if __name__ == "__main__":
    sys.exit(main())
