"""Values that are made once and shared, and all made anew beside those in use, which count until the new are whole."""

import threading
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, Generic, TypeVar

T = TypeVar("T")
_Made = dict[Any, Any]

_in_use: _Made = {}
_beside: ContextVar[_Made | None] = ContextVar("beside", default=None)
_one_at_a_time = threading.Lock()


class Shared(Generic[T]):
    """A function without arguments whose value is kept: `@Shared` on its definition.

    Args:
        make: makes the value; it may call other shared ones.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __call__(self) -> T:
        """The value; made if there is none yet."""
        beside = _beside.get()
        made = _in_use if beside is None else beside
        if self not in made:
            made[self] = self._make()
        value: T = made[self]
        return value

    def cache_clear(self) -> None:
        """Forgets the value in use."""
        _in_use.pop(self, None)


def renew(make_all: Callable[[], object]) -> None:
    """Makes the shared values anew, and only when all are made puts them in use, in one go.

    Args:
        make_all: asks for each of them. Whatever it raises leaves those in use as they are.
    """
    global _in_use
    with _one_at_a_time:
        new: _Made = {}
        token = _beside.set(new)
        try:
            make_all()
        finally:
            _beside.reset(token)
        _in_use = new
