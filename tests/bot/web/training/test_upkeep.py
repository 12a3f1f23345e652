"""The training's tables are made before they are used, and links that nobody uses are forgotten."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.serve import prepare_database
from bot.settings import Settings
from bot.web import app as web
from bot.web.housekeeping import Housekeeping
from bot.web.metrics import Metrics
from helpline.database import Database as HelplineDatabase
from tests.bot.web.case_service import library
from training.database import Database, DatabaseError, now
from training.learners import Learners, UnknownLearnerError


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'one.db'}"


def settings(url: str, helpline: bool, training: bool) -> Settings:
    return Settings(database=url, helpline=helpline, training=training)


@pytest.mark.parametrize("helpline", [True, False])
@pytest.mark.parametrize("training", [True, False])
def test_the_tables_of_what_is_on_are_made(url: str, helpline: bool, training: bool) -> None:
    for _ in range(2):
        prepare_database(settings(url, helpline, training))
    for kind, is_on in ((HelplineDatabase, helpline), (Database, training)):
        database = kind(url)
        if is_on:
            database.check()
        else:
            with pytest.raises(DatabaseError):
                database.check()
        database.close()


def test_the_service_does_not_start_on_a_database_of_another_version(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "load", library)
    with pytest.raises(DatabaseError, match="The training's tables are of another version"):
        web.create_app(settings(url, helpline=False, training=True))


@pytest.mark.anyio
async def test_links_that_nobody_uses_are_forgotten_without_a_helpline_too(url: str) -> None:
    prepare_database(settings(url, helpline=False, training=True))
    database = Database(url)
    old = Learners(database, clock=lambda: now() - timedelta(days=181)).new_link()
    learners = Learners(database)
    kept = learners.new_link()
    async with Housekeeping(None, settings(url, False, True), Metrics(), learners), asyncio.timeout(10):
        while _is_there(learners, old.learner):
            await asyncio.sleep(0.01)
    assert _is_there(learners, kept.learner)
    database.close()


def _is_there(learners: Learners, learner: int) -> bool:
    try:
        return bool(learners.get(learner))  # following the link would count as use
    except UnknownLearnerError:
        return False
