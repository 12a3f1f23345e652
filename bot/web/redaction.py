"""Redaction as the web process uses it: one redactor for all that people write, made in the background at start."""

import threading
from functools import cached_property
from typing import TYPE_CHECKING

from knowledge.library import load

if TYPE_CHECKING:
    from bot.redaction.redactor import Redactor


class _Shared:
    """One redactor, since it holds many megabytes and takes seconds to make."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()  # the first one makes it, and those that come meanwhile wait

    @property
    def redactor(self) -> "Redactor":
        with self._one_at_a_time:
            return self._made

    @cached_property
    def _made(self) -> "Redactor":
        from bot.redaction.redactor import make_redactor  # Presidio takes seconds to import

        return make_redactor(load())


_shared = _Shared()


def redact(text: str) -> str:
    """`text` with each piece of personal data replaced by a word in square brackets.

    For every free text that people write. Some milliseconds a sentence, and seconds the first time: an async caller
    runs it in a thread.
    """
    return _shared.redactor.redact(text)


def warm_up() -> None:
    """Makes the redactor in the background."""
    threading.Thread(target=lambda: _shared.redactor, name="redactor", daemon=True).start()
