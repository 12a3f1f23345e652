"""The whole web process, with a fake Rasa behind it and things on it that belong to different people."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from bot.web.desk.session import COOKIE
from bot.web.redaction import redact
from helpline.cases import Cases, Opened
from helpline.conversation import Said
from helpline.desk import Desk
from helpline.urgency import CALM
from tests.bot.web.case_service import new_database
from tests.bot.web.desk.desk_service import PASSWORD
from tests.bot.web.quick import hash_cheaply, read_rules_once
from tests.bot.web.training.training_service import NotingRasa, TrainingService, training_service
from training.groups import GroupLink
from training.learners import Link

TALK = "0123456789abcdef0123456789abcdef"  # id of a conversation as the page makes it
HERE = "testclient"  # the address that every test comes from


@dataclass
class Whole:
    """The service with helpline and training.

    Attributes:
        service: client, accounts, and what is kept of the training.
        cases: of the person's side.
        desk: of the staff's side.
        case: a case that waits, of the conversation TALK.
        kim: a private link that somebody has.
        group: a group that the account "lee" made.
    """

    service: TrainingService
    cases: Cases
    desk: Desk
    case: Opened = field(init=False)
    kim: Link = field(init=False)
    group: GroupLink = field(init=False)

    @property
    def client(self) -> TestClient:
        """A browser in which nobody has signed in."""
        return self.service.client

    @property
    def rasa(self) -> NotingRasa:
        """What stands for Rasa."""
        return self.service.rasa

    def signed_in(self, name: str) -> TestClient:
        """A browser of one of the staff: "sam", "lee" who leads, or "alex", an admin."""
        client = TestClient(self.client.app, follow_redirects=False, raise_server_exceptions=False)
        client.cookies.set(COOKIE, self.token(name), domain="testserver.local", path="/desk")
        return client

    def token(self, name: str) -> str:
        """A fresh session."""
        assert self.service.accounts is not None
        return self.service.accounts.sign_in(name, PASSWORD, "192.0.2.1").token

    def say(self, text: str = "", **more: Any) -> Any:
        """A message in the chat; gives the response."""
        return self.client.post("/api/chat", json={"conversation": TALK, "text": text, **more})


@pytest.fixture(scope="package")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Whole]:
    """One for all: making it anew for each attack would take minutes, and no attack may change what another needs."""
    yield from started(tmp_path_factory.mktemp("attacked"))


def started(directory: Path) -> Iterator[Whole]:
    """The service on a database in `directory`, for as long as a fixture lives."""
    database = new_database(directory)
    with pytest.MonkeyPatch.context() as patch:
        hash_cheaply(patch)
        read_rules_once(patch)
        service = training_service(database, patch, unlimited_addresses=[HERE])
        made = Whole(service, Cases(database), Desk(database))
        assert service.accounts is not None
        for name, role in (("sam", "staff"), ("lee", "lead"), ("alex", "admin")):
            service.accounts.add(name, name.title(), role, PASSWORD)
        made.case = made.cases.open(TALK, "GB", True, CALM, [Said("person", "They shout at us.")])
        made.cases.submit(made.case.id)
        made.kim = service.link("Kim")
        made.signed_in("lee").get("/desk/training")
        made.group = service.training.groups.make("Evening course", service.learner_of("lee"))
        redact("Hello")  # makes the redactor, which takes seconds
        with made.client:
            yield made
    database.close()
