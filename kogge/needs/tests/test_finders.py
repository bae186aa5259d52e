"""Quick search over needs, offers and topics."""

from __future__ import annotations

from kogge.needs.finders import find
from kogge.outreach.tests.factories import make_organisation

from .factories import make_need, make_offer, make_topic


def test_finds_entries_and_topics_that_one_may_see(area, bob, charlie, organisation):
    painting = make_topic(area, "Malern", words="streichen")
    make_need(organisation, painting, "Fassade streichen")
    make_offer(make_organisation(area, "Friseur"), painting, "Kann streichen", status="met")
    hits = find(bob, area, "streichen", 8)
    assert [hit.title for hit in hits] == ["Fassade streichen", painting.name]
    assert "Bäckerei Sturm" in hits[0].note
    assert all(hit.url.endswith(f"?topic={painting.pk}") for hit in hits)
    assert find(charlie, area, "streichen", 8) == []
