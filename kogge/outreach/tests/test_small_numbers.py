"""What somebody who may not read talks sees of the conditions: small numbers stay hidden."""

from __future__ import annotations

from kogge.outreach.queries.joining import Bar, Picture, guarded, named_only


def picture(*counts: int, said: int = 20, unsaid: int = 0) -> Picture:
    return Picture(said, unsaid, [Bar(str(at), f"b{at}", count, count) for at, count in enumerate(counts)], 7.5)


def test_a_guarded_picture_has_no_single_answer_in_it() -> None:
    found = guarded(picture(1, 12, 7), 3, several=False)
    assert [bar.count for bar in found.bars] == [None, 12, None]
    assert found.median is None
    assert all(bar.still is None for bar in found.bars)


def test_few_who_said_nothing_hide_how_many_answered() -> None:
    found = guarded(picture(10, 10, unsaid=1), 3, several=False)
    assert found.unsaid is None
    assert [bar.count for bar in found.bars].count(None) == 1


def test_too_few_are_no_picture() -> None:
    found = guarded(picture(3, 2, said=5), 3, several=True)
    assert not found.shown
    assert found.bars == []


def test_the_order_of_hidden_bars_tells_nothing() -> None:
    found = guarded(picture(18, 9, 2, 1), 3, several=True)
    assert [(bar.label, bar.count) for bar in found.bars] == [("b1", 9), ("b0", None), ("b2", None), ("b3", None)]
    assert [bar.label for bar in named_only(found).bars] == ["b1"]
