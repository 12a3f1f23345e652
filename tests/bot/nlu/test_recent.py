"""What is kept of conversations: for a while, and only so many."""

from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.recent import Recent


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_text_is_kept_for_its_time_after_it_was_last_set() -> None:
    clock = Clock()
    recent = Recent(seconds=10, most=5, clock=clock)
    recent["a"] = "one"
    clock.now = 9
    recent["a"] = "two"
    clock.now = 18
    assert "a" in recent and recent["a"] == "two"
    clock.now = 19
    assert "a" not in recent and len(recent) == 0


def test_the_one_that_was_not_set_for_longest_goes_first() -> None:
    recent = Recent(seconds=10, most=2, clock=Clock())
    recent["a"] = recent["b"] = "x"
    recent["a"] = "y"
    recent["c"] = "z"
    assert list(recent) == ["a", "c"]


def test_it_tells_when_there_is_something_to_forget_next() -> None:
    clock = Clock()
    recent = Recent(seconds=10, most=5, clock=clock)
    assert recent.forget() is None
    recent["a"] = "x"
    clock.now = 4
    recent["b"] = "y"
    assert recent.forget() == 6
    clock.now = 12
    assert recent.forget() == 2
    assert list(recent) == ["b"]


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 5)), max_size=60))
def test_never_too_many_never_too_old_and_never_the_latest(uses: list[tuple[str, float]]) -> None:
    clock = Clock()
    recent = Recent(seconds=10, most=3, clock=clock)
    last: dict[str, float] = {}
    for key, pause in uses:
        clock.now += pause
        recent[key] = key
        last[key] = clock.now
        assert recent[key] == key
        assert len(recent) <= 3
        assert all(clock.now - last[kept] < 10 for kept in recent)
