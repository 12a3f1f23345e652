"""States: every pair is allowed or refused as the table of moves says."""

from itertools import product

import pytest

from helpline.states import MOVES, OPEN, MoveError, State, check_move

PAIRS = {
    ("new", "waiting"), ("new", "withdrawn"),
    ("waiting", "taken"), ("waiting", "withdrawn"),
    ("taken", "waiting"), ("taken", "referred"), ("taken", "closed"), ("taken", "withdrawn"),
    ("referred", "waiting"), ("referred", "closed"), ("referred", "withdrawn"),
    ("closed", "waiting"), ("closed", "withdrawn"),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), list(product(State, State)))
def test_every_pair_of_states_is_allowed_or_refused(before: State, after: State) -> None:
    if (str(before), str(after)) in PAIRS:
        check_move(before, after)
        return
    with pytest.raises(MoveError) as caught:
        check_move(before, after)
    assert str(before) in str(caught.value) and str(after) in str(caught.value)


def test_every_state_can_be_withdrawn_and_none_comes_back_from_that() -> None:
    assert all(State.WITHDRAWN in MOVES[state] for state in State if state != State.WITHDRAWN)
    assert not MOVES[State.WITHDRAWN]


def test_open_is_what_somebody_still_has_to_do_something_about() -> None:
    assert {"new", "waiting", "taken"} == OPEN
