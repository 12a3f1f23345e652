"""The door with a helpline on a database of its own, and one member of the staff."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.web import app as web
from bot.web.rasa_client import RasaClient
from helpline.cases import Cases, Opened
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account, Case
from helpline.urgency import CALM, Finding
from knowledge.library import load
from tests.bot.web.talking_rasa import TalkingRasa
from training.database import Database as TrainingDatabase

TALK = "0123456789abcdef0123456789abcdef"  # id of a conversation as the page makes it
library = cache(load)  # reading it takes half a second


@cache
def _upgraded() -> Path:
    path = Path(mkdtemp()) / "upgraded.db"
    for kind in (Database, TrainingDatabase):
        database = kind(f"sqlite:///{path}")
        database.upgrade()
        database.close()
    return path


def new_database(folder: Path) -> Database:
    """A database with all tables and nothing in them."""
    shutil.copy(_upgraded(), folder / "helpline.db")
    return Database(f"sqlite:///{folder / 'helpline.db'}")


@dataclass
class CaseService:
    """The service, and what a test does behind its back."""

    client: TestClient
    rasa: TalkingRasa
    database: Database
    cases: Cases
    desk: Desk
    sam: Account

    def say(self, text: str = "", **more: Any) -> Any:
        """A message of the person; gives the answer's JSON."""
        body = {"conversation": TALK, "text": text, **more}
        return self.client.post("/api/chat", json=body).json()

    def open(self, finding: Finding = CALM, said: tuple[Said, ...] = ()) -> Opened:
        """The person's conversation becomes a case, and is handed in."""
        opened = self.cases.open(TALK, "GB", consented=True, finding=finding, said=said)
        self.cases.submit(opened.id)
        return opened

    def take(self) -> Opened:
        """... and Sam takes it."""
        opened = self.open()
        self.desk.take(opened.id, self.sam)
        return opened

    def lines(self, case_id: int) -> list[tuple[str, str]]:
        """Who said what in a case."""
        return [(line.by, line.text) for line in self.desk.file(case_id).lines]

    def case(self, case_id: int) -> Case:
        """A case with all that belongs to it."""
        return self.desk.file(case_id)


@contextmanager
def case_service(database: Database, monkeypatch: pytest.MonkeyPatch, **settings: Any) -> Iterator[CaseService]:
    """The service while the block lasts, on a database with nothing in it."""
    rasa = TalkingRasa()

    def client(*arguments: Any) -> RasaClient:
        made = RasaClient(*arguments)
        made._http = httpx.AsyncClient(transport=httpx.MockTransport(rasa))
        return made

    monkeypatch.setattr(web, "RasaClient", client)
    monkeypatch.setattr(web, "load", library)
    sam = Account(name="sam", shown_name="Sam", role="staff", password_hash="", active=True)
    cases, desk = Cases(database), Desk(database)
    sam.created_at = cases._clock()
    with database.writing() as session:
        session.add(sam)
    made = web.create_app(Settings(helpline=True, database=str(database.engine.url), **settings))
    with TestClient(made) as test_client:
        yield CaseService(test_client, rasa, database, cases, desk, sam)
