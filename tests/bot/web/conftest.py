"""What the tests of the door share."""

import pytest
from argon2 import PasswordHasher

from bot.web import reply_guard, wording_rules
from helpline import hashing
from knowledge.library import Library
from knowledge.wording.rulebook import Rulebook
from tests.knowledge.wording.real_rules import real_checker


@pytest.fixture(autouse=True)
def no_helpline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests of the door have a helpline and a training only where they make them, not the developer's own."""
    monkeypatch.setenv("COMMON_GROUND_HELPLINE", "false")
    monkeypatch.setenv("COMMON_GROUND_TRAINING", "false")


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as cheaply as can be: here, nobody guesses."""
    monkeypatch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture(autouse=True)
def rules_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every application of a test uses the same rules and the same checker: reading them takes seconds."""

    def book(_: Library) -> Rulebook:
        return real_checker().book

    monkeypatch.setattr(wording_rules, "load_rulebook", book)
    monkeypatch.setattr(wording_rules, "Checker", lambda _: real_checker())
    monkeypatch.setattr(reply_guard.ReplyGuard, "warm_up", lambda _: None)  # seconds of work, to save milliseconds
