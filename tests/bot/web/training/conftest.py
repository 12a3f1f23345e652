"""The training's pages on a fresh database for each test, and a learner by each of the two ways."""

from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from helpline.database import Database
from tests.bot.web.case_service import new_database
from tests.bot.web.training.training_service import TrainingService, training_service


@pytest.fixture
def empty(tmp_path: Path) -> Database:
    """A database of SQLite with all tables; what is kept of learners is tested on both kinds in tests/training."""
    return new_database(tmp_path)


@pytest.fixture
def service(empty: Database, monkeypatch: pytest.MonkeyPatch) -> TrainingService:
    """The service and what a test does behind its back."""
    return training_service(empty, monkeypatch)


@pytest.fixture
def service_on_both(database: Database, monkeypatch: pytest.MonkeyPatch) -> TrainingService:
    """The same on each of the two databases."""
    return training_service(database, monkeypatch)


@dataclass
class Somebody:
    """A learner with a browser, and the address that their pages begin with."""

    client: TestClient
    base: str
    learner: int


@pytest.fixture(params=["link", "account"])
def kim(service: TrainingService, request: pytest.FixtureRequest) -> Somebody:
    """Kim, by a private link or by an account."""
    if request.param == "link":
        link = service.link("Kim")
        return Somebody(service.client, f"/training/{link.token}", link.learner)
    client = service.staff("kim")
    assert client.get("/desk/training").status_code == 200
    return Somebody(client, "/desk/training", service.learner_of("kim"))
