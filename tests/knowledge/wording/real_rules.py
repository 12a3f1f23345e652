"""The project's own rules on wording, read once for all tests that need them: that takes seconds and memory."""

from functools import cache

from knowledge.library import Library, load
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import load_rulebook


@cache
def real_library() -> Library:
    return load()


@cache
def real_checker() -> Checker:
    return Checker(load_rulebook(real_library()))
