"""The desk on a fresh database for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from helpline import hashing
from tests.bot.web.desk.desk_service import DeskService


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed as cheaply as can be: here, nobody guesses."""
    monkeypatch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def service(tmp_path: Path) -> Iterator[DeskService]:
    """The desk, and what a test does behind its back."""
    started = DeskService.start(tmp_path)
    yield started
    started.helpline.database.close()
