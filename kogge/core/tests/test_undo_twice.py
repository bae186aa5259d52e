"""Two people press "Undo" at the same moment: one of them takes it back, the other is told."""

from __future__ import annotations

import pytest

from kogge.accounts.models import User
from kogge.actors.models import Organisation
from kogge.core.history import change
from kogge.core.models import Change
from kogge.core.undo import CannotUndo, undo
from kogge.places.models import Area


def test_a_change_is_taken_back_once(area: Area, organisation: Organisation, alice: User, bob: User) -> None:
    with change("Umbenannt", by=alice, area=area) as made:
        organisation.name = "Sturm"
        organisation.save()
    seen_by_both = [Change.objects.get(pk=made.pk) for _ in range(2)]
    undo(seen_by_both[0], by=alice)
    count = Change.objects.count()
    with pytest.raises(CannotUndo):
        undo(seen_by_both[1], by=bob)
    assert Change.objects.count() == count
    made.refresh_from_db()
    assert made.undone_by == alice
