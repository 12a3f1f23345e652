"""The states of a case, and which move from which to which is allowed."""

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    NEW = "new"  # the person is still writing
    WAITING = "waiting"  # for somebody of the staff
    TAKEN = "taken"  # by one of them
    REFERRED = "referred"  # to another service
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"  # by the person; what they told is erased


MOVES: Mapping[State, frozenset[State]] = {
    State.NEW: frozenset({State.WAITING, State.WITHDRAWN}),
    State.WAITING: frozenset({State.TAKEN, State.WITHDRAWN}),
    # Back to waiting: given back, or the one who had it is gone.
    State.TAKEN: frozenset({State.WAITING, State.REFERRED, State.CLOSED, State.WITHDRAWN}),
    # Waiting again: the person came back, or the other service did not work out.
    State.REFERRED: frozenset({State.WAITING, State.CLOSED, State.WITHDRAWN}),
    State.CLOSED: frozenset({State.WAITING, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
}
OPEN = frozenset({State.NEW, State.WAITING, State.TAKEN})  # of these a conversation has one at most


class MoveError(Exception):
    """A move that is not allowed; the message says from which state to which."""

    def __init__(self, before: State, after: State) -> None:
        super().__init__(f"A case that is {before} cannot become {after}.")
        self.before = before
        self.after = after


def check_move(before: State, after: State) -> None:
    """Makes sure that a case may go from `before` to `after`.

    Raises:
        MoveError: if it may not.
    """
    if after not in MOVES[before]:
        raise MoveError(before, after)
