"""What makes the door quick enough for tests: cheap hashes, and what is the same for all is read once."""

from functools import cache

import httpx
import pytest
from argon2 import PasswordHasher
from httpx._transports import default as transport

from bot.web import reply_guard, wording_rules
from helpline import hashing
from knowledge.library import Library
from knowledge.wording.rulebook import Rulebook
from tests.knowledge.wording.real_rules import real_checker


def hash_cheaply(patch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as cheaply as can be: here, nobody guesses."""
    patch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


create_ssl_context = cache(httpx.create_ssl_context)


def read_certificates_once(patch: pytest.MonkeyPatch) -> None:
    """All clients trust the same authorities; each application has two clients, which ask nobody by TLS here."""
    patch.setattr(transport, "create_ssl_context", create_ssl_context)


def read_rules_once(patch: pytest.MonkeyPatch) -> None:
    """Every application of a test uses the same rules and the same checker: reading them takes seconds."""

    def book(_: Library) -> Rulebook:
        return real_checker().book

    patch.setattr(wording_rules, "load_rulebook", book)
    patch.setattr(wording_rules, "Checker", lambda _: real_checker())
    patch.setattr(reply_guard.ReplyGuard, "warm_up", lambda _: None)  # seconds of work, to save milliseconds
