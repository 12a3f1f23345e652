"""The desk on a fresh database for each test."""

import pytest

from helpline.database import Database
from tests.bot.web.desk.desk_service import DeskService


@pytest.fixture
def service(database: Database) -> DeskService:
    """The desk, and what a test does behind its back."""
    return DeskService.start(database)
