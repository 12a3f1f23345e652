"""The rules on wording as the web process uses them: read once, and by one thread at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from knowledge.library import Library
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import load_rulebook


class WordingRules:
    """One checker for all that need it, since it holds a hundred megabytes and takes seconds to read.

    Args:
        library: whose items the rules cite.
    """

    def __init__(self, library: Library) -> None:
        self.library = library
        self._one_at_a_time = threading.Lock()  # the first one reads the rules, and those that come meanwhile wait

    @contextmanager
    def checker(self) -> Iterator[Checker]:
        """The checker, which nobody else uses meanwhile."""
        with self._one_at_a_time:
            yield self._checker

    @cached_property
    def _checker(self) -> Checker:
        return Checker(load_rulebook(self.library))
