"""The redactor over the project's own files, made once for all tests that need it."""

from functools import lru_cache

from bot.redaction.redactor import Redactor, make_redactor
from knowledge.library import load


@lru_cache(maxsize=1)
def real_redactor() -> Redactor:
    return make_redactor(load())


def redact(text: str) -> str:
    return real_redactor().redact(text)
