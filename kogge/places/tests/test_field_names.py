"""The history names every field in the language of the page."""

from __future__ import annotations

from django.apps import apps
from django.utils.translation import override

from kogge.core.models import Recorded
from kogge.places.field_names import FIELD_NAMES, field_name, named_by_django
from kogge.places.past import NOT_SHOWN


def test_no_field_of_the_history_keeps_the_name_of_its_identifier() -> None:
    left = []
    for model in apps.get_models():
        if issubclass(model, Recorded):
            for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
                if named_by_django(field) and not field.primary_key and field.name not in NOT_SHOWN:
                    key = f"{model._meta.label}.{field.name}"
                    if key not in FIELD_NAMES and field.name not in FIELD_NAMES:
                        left.append(key)
    assert left == []


def test_a_field_is_named_in_german() -> None:
    organisation = apps.get_model("actors.Organisation")
    with override("de"):
        assert field_name(organisation._meta.get_field("verified_by")) == "geprüft von"
        assert field_name(organisation._meta.get_field("district")) == "Stadtteil"
        assert field_name(organisation._meta.get_field("phone")) == "Telefon"
