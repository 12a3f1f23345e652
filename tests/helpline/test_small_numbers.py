"""Small numbers are hidden, and nobody can work one out."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from helpline.small_numbers import HIDDEN, LEAST, SMALL, Shown, hide, hide_small, hide_total

rows = st.lists(st.one_of(st.integers(0, 6), st.integers(0, 40)), min_size=1, max_size=5)


def possible(shown: list[Shown], total: int) -> list[tuple[int, ...]]:
    """All counts that fit what is shown and the total, as somebody would try them."""
    choices = [
        range(LEAST) if one == SMALL else range(LEAST, LEAST + 8) if one == HIDDEN else (int(one),) for one in shown
    ]
    return [counts for counts in product(*choices) if sum(counts) == total]


@settings(max_examples=200, deadline=None)
@given(rows)
def test_what_is_shown_is_true_and_never_small(counts: list[int]) -> None:
    for count, shown in zip(counts, hide(counts), strict=True):
        assert shown == count if isinstance(shown, int) else (shown == SMALL) == (count < LEAST)
        assert not isinstance(shown, int) or shown >= LEAST


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=4))
def test_who_knows_the_total_still_cannot_work_out_a_hidden_count(counts: list[int]) -> None:
    shown = hide(counts)
    if all(isinstance(one, str) for one in shown):
        return  # nothing is shown at all, and no total either
    fits = possible(shown, sum(counts))
    for place, one in enumerate(shown):
        assert isinstance(one, int) or len({fit[place] for fit in fits}) > 1


@settings(max_examples=300, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_a_total_is_shown_only_if_it_gives_no_part_away(parts: list[int]) -> None:
    total = hide_total(parts)
    if total is None:
        return
    assert total == sum(parts) >= LEAST
    shown = [hide_small(part) for part in parts]
    fits = possible(shown, total)
    for place, one in enumerate(shown):
        assert isinstance(one, int) or len({fit[place] for fit in fits}) > 1


def test_no_more_is_hidden_than_it_takes() -> None:
    assert hide([9, 12, 30]) == [9, 12, 30]
    assert hide([2, 12, 9, 30]) == [SMALL, 12, HIDDEN, 30]
    assert hide([2, 3, 9, 30]) == [SMALL, SMALL, 9, 30]
    assert hide([0, 0, 9, 30]) == [SMALL, SMALL, HIDDEN, 30]
    assert hide([4, 4, 30, 40]) == [SMALL, SMALL, HIDDEN, 40]
    assert hide([3]) == [SMALL]
    assert hide([]) == []


def test_a_total_with_one_hidden_part_is_hidden() -> None:
    assert hide_total([7, 8]) == 15
    assert hide_total([7, 2]) is None
    assert hide_total([7, 2, 1]) == 10
    assert hide_total([7, 0, 0]) is None
    assert hide_total([1, 1, 1]) is None
