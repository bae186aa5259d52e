"""The form of leading, in words."""

from __future__ import annotations

from django.utils import translation

from kogge.networks.governance import advice


def test_suggested_first_with_its_reasons():
    with translation.override("en"):
        options = advice(6, 0.8)
        name = str(options[0].name)
    assert [option.suggested for option in options] == [True, False, False]
    assert name == "All share the leading"
    assert options[0].reasons == ["Trust among the members: high (0.80)", "Number of members: low (6)"]
    assert options[1].against


def test_without_trust_nothing_is_suggested():
    assert advice(12, None) == []
    assert advice(None, 0.5) == []
