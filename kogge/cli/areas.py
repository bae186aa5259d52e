"""`kogge new-area`, `kogge login-link`."""

from __future__ import annotations

from pathlib import Path

import click

from kogge.cli import BadInput
from kogge.cli.django import setup
from kogge.cli.output import answer


@click.command("new-area")
@click.argument("slug")
@click.option("--name", required=True, help="The area's name as people say it.")
@click.option("--district-file", type=click.Path(path_type=Path), help="GeoJSON file with the districts' boundaries.")
@click.option("--admin", default="", help="E-mail address of the area's administrator.")
@click.option("--json", "as_json", is_flag=True, help="Answer with one JSON object.")
def new_area(slug: str, name: str, district_file: Path | None, admin: str, as_json: bool) -> None:
    """Make a fresh area SLUG (letters, digits, hyphens) with the shipped topics."""
    setup()
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email, validate_slug
    from django.db import transaction
    from django.utils import translation

    from kogge.accounts.roles import Role
    from kogge.places.actions import create_area, invite, store_districts
    from kogge.places.boundaries import BadBoundary, read_boundaries
    from kogge.places.models import Area

    try:
        validate_slug(slug)
    except ValidationError as error:
        raise BadInput(f"'{slug}' is no short name. Use letters, digits and hyphens, such as 'oststadt'.") from error
    if len(slug) > 50:
        raise BadInput(f"the short name has {len(slug)} letters; at most 50 are possible.")
    if not name.strip() or len(name) > 120:
        raise BadInput("the name is empty or longer than 120 letters.")
    if Area.objects.filter(slug=slug).exists():
        raise BadInput(f"there is already an area '{slug}'. Choose another short name.")
    boundaries = []
    if district_file is not None:
        try:
            with translation.override("en"):
                boundaries = read_boundaries(district_file.read_bytes())
        except (OSError, BadBoundary) as error:
            reason = error.strerror if isinstance(error, OSError) else str(error)
            raise BadInput(f"{district_file}: {reason}") from error
    if admin:
        try:
            validate_email(admin)
        except ValidationError as error:
            raise BadInput(f"'{admin}' is no e-mail address.") from error
    with transaction.atomic():
        area = create_area(slug=slug, name=name.strip())
        if boundaries:
            store_districts(area=area, boundaries=boundaries)
        if admin:
            invite(area=area, email=admin, name="", role=Role.ADMINISTRATOR, project=None, by=None)
    data = {"area": area.slug, "name": area.name, "districts": area.districts.count()}
    answer(data, as_json, [f"Area '{area.slug}' made with {data['districts']} districts."])


@click.command("login-link")
@click.argument("email")
@click.option("--base", default="http://127.0.0.1:8000", show_default=True, help="Address of the installation.")
@click.option("--drop-second-factor", is_flag=True, help="Its owner has lost it: remove it, and their recovery codes.")
def login_link(email: str, base: str, drop_second_factor: bool) -> None:
    """Print a link that signs EMAIL in once."""
    setup()
    from allauth.mfa.models import Authenticator

    from kogge.accounts.links import login_link as link
    from kogge.accounts.models import User

    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        raise BadInput(f"nobody here has the address {email}.")
    if drop_second_factor:
        Authenticator.objects.filter(user=user).delete()
    click.echo(base.rstrip("/") + link(user))
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        click.echo("Kogge will ask for the second factor too; --drop-second-factor if it is lost.", err=True)
