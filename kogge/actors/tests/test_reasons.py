"""Every sentence of the linkage engine has its place in the catalogue, so that pages can say it in German."""

from __future__ import annotations

from django.utils.translation import gettext, override

from kogge.actors.reasons import SENTENCES
from kogge.engine.linkage.weights import WEIGHTS


def test_every_sentence_of_the_engine_is_in_the_catalogue() -> None:
    assert set(SENTENCES) == {message for _weight, message in WEIGHTS.values()}


def test_every_sentence_is_said_in_german() -> None:
    with override("de"):
        assert [sentence for sentence in SENTENCES if gettext(sentence) == sentence] == []
