"""The service with its training on a database of its own, and what a test does behind its back."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from html import unescape
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from bot.settings import Settings
from bot.web import app as web
from bot.web.desk.session import COOKIE
from bot.web.rasa_client import RasaClient
from bot.web.training import parts
from bot.web.training.parts import Training, training_on
from helpline.accounts import Accounts
from helpline.database import Database as HelplineDatabase
from tests.bot.web.case_service import library
from tests.bot.web.desk.desk_service import PASSWORD, csrf
from training.database import Database, now
from training.learners import Link
from training.practice_files import PracticeData, load_practice
from training.progress import Scheduled
from training.question import Question
from training.question_files import load_questions

ITEM = "lesson-2.5"


@cache
def questions() -> dict[str, Question]:
    """The real ones, read once."""
    return load_questions(library())


@cache
def practice() -> PracticeData:
    """The real people to practise with, read once."""
    return load_practice(library(), search=False)


class NotingRasa:
    """Stands for Rasa: notes what arrives, and answers what it is told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.reply: list[dict[str, Any]] = [{"text": "Hello"}]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/":
            return httpx.Response(200)
        self.got.append(json.loads(request.content))
        return httpx.Response(200, json=self.reply)


@dataclass
class TrainingService:
    """The service, and what a test does behind its back.

    Attributes:
        training: over the same database, not the service's own.
        accounts: of the desk; None where there is no helpline.
    """

    client: TestClient
    rasa: NotingRasa
    training: Training
    accounts: Accounts | None

    def staff(self, name: str) -> TestClient:
        """A browser in which a new account of that name has signed in."""
        assert self.accounts is not None
        self.accounts.add(name, f"{name.title()} M.", "staff", PASSWORD)
        client = TestClient(self.client.app, follow_redirects=False)
        token = self.accounts.sign_in(name, PASSWORD, "192.0.2.1").token
        client.cookies.set(COOKIE, token, domain="testserver.local", path="/desk")
        return client

    def learner_of(self, name: str) -> int:
        """The learner of an account that has opened its pages."""
        assert self.accounts is not None
        (account,) = [account for account in self.accounts.all() if account.name == name]
        return self.training.learners.of_account(str(account.id)).id

    def link(self, name: str = "") -> Link:
        """A private link that somebody has."""
        return self.training.learners.new_link(name)

    def answer(self, learner: int, question: str, score: float, days: float = 3, text: str | None = None) -> None:
        """An answer, after which the question comes back in so many days."""
        wrong = [] if score == 1 else [1]
        due = Scheduled({"version": 1}, now() + timedelta(days=days))
        self.training.progress.record_answer(learner, question, score, wrong, due, text)

    def talk(self, learner: int, scenario: str = "mother-afraid", debriefed: bool = True) -> None:
        """A practice conversation of two turns."""
        runs = self.training.runs
        run = runs.start(learner, scenario)
        for move in ("greet", "reflect"):
            runs.record_turn(learner, run, [move], {"trust": 40.0})
        if debriefed:
            runs.debriefed(learner, run)

    def everything_kept(self, learner: int) -> None:
        """Something in every table that a learner has rows in, for them."""
        self.training.learners.allow_text(learner, True)
        self.answer(learner, f"{ITEM}-q1", 1)
        self.answer(learner, f"{ITEM}-q2", 0.2, days=0, text="the heron by the river")
        self.talk(learner)


def training_service(
    database: HelplineDatabase, monkeypatch: pytest.MonkeyPatch, helpline: bool = True, **settings: Any
) -> TrainingService:
    """The service on a database with nothing in it but the helpline's tables."""
    rasa = NotingRasa()

    def client(*arguments: Any) -> RasaClient:
        made = RasaClient(*arguments)
        made._http = httpx.AsyncClient(transport=httpx.MockTransport(rasa))
        return made

    monkeypatch.setattr(web, "RasaClient", client)
    monkeypatch.setattr(web, "load", library)
    monkeypatch.setattr(parts, "load_questions", lambda _: questions())
    monkeypatch.setattr(parts, "load_practice", lambda _, search: practice())
    url = database.engine.url.render_as_string(hide_password=False)
    tables = Database(url)
    tables.upgrade()
    chosen = Settings.model_validate({"helpline": helpline, "training": True, "database": url, **settings})
    return TrainingService(
        client=TestClient(web.create_app(chosen), follow_redirects=False),
        rasa=rasa,
        training=training_on(tables, library()),
        accounts=Accounts(database) if helpline else None,
    )


def text_of(response: Any) -> str:
    """What a page says, in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


def chat_key(response: Any) -> str:
    """The key that a page gives to its chat."""
    found = re.search(r' learner="([^"]*)"', response.text)
    assert found is not None
    return found[1]


def post(client: TestClient, base: str, path: str, **fields: str) -> Any:
    """Sends a form of somebody's training pages, with its token where they have one."""
    token = {"csrf": csrf(client)} if base.startswith("/desk") else {}
    return client.post(base + path, data={**token, **fields})
