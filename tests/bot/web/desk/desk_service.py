"""The desk by itself on a database of its own, with three members of the staff and cases as a test wants them."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.staticfiles import StaticFiles
from starlette.testclient import TestClient

import bot.web
from bot.settings import Settings
from bot.web.app import SECURITY
from bot.web.desk.routes import desk_routes
from bot.web.desk.session import COOKIE
from bot.web.errors import handle_errors
from bot.web.helpline import Helpline
from helpline.accounts import Accounts
from helpline.cases import Cases, Opened
from helpline.conversation import Said
from helpline.database import Database
from helpline.desk import Desk
from helpline.tables import Account, Case
from helpline.urgency import CALM, Finding, Urgency
from tests.bot.web.case_service import library

PASSWORD = "maple kettle on the sill"
EMERGENCY = Finding(Urgency.EMERGENCY, "They say that they have taken tablets", "I took all of them")
TOLD = {
    "role": "a teacher",
    "seen": "He tore up his drawings on Monday.",
    "heard": "A friend says that he sleeps badly.",
    "supposed": "",
    "danger": "No, not today",
    "wants": "somebody to talk it over with",
}


def desk_app(helpline: Helpline) -> FastAPI:
    """The desk, guarded as the service guards it."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    handle_errors(app)

    @app.middleware("http")
    async def secure(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await call_next(request)
        response.headers.update(SECURITY)
        return response

    for router in desk_routes(helpline, Settings(), library()):
        app.include_router(router)
    static = Path(bot.web.__path__[0]) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    return app


@dataclass
class DeskService:
    """The desk, and what a test does behind its back.

    Attributes:
        accounts: by name: sam and robin are staff, lee leads, alex is admin; all have PASSWORD.
    """

    helpline: Helpline
    app: FastAPI
    accounts: dict[str, Account]

    @classmethod
    def start(cls, database: Database, names: Iterable[str] = ("sam", "robin", "lee", "alex")) -> "DeskService":
        """On a database with nothing in it."""
        helpline = Helpline(database, Cases(database), Desk(database), Accounts(database))
        roles = {"lee": "lead", "alex": "admin"}
        made = {n: helpline.accounts.add(n, n.title(), roles.get(n, "staff"), PASSWORD) for n in names}
        return cls(helpline, desk_app(helpline), made)

    def client(self, name: str | None = None) -> TestClient:
        """A browser; with a name, one in which that person has signed in."""
        client = TestClient(self.app, follow_redirects=False)
        if name:
            client.cookies.set(COOKIE, self.token(name), domain="testserver.local", path="/desk")
        return client

    def token(self, name: str) -> str:
        """A fresh session of somebody."""
        return self.helpline.accounts.sign_in(name, PASSWORD, "192.0.2.1").token

    def case(self, talk: str, finding: Finding = CALM, told: dict[str, str] | None = None) -> Opened:
        """A case that waits, of the conversation `talk`."""
        cases = self.helpline.cases
        said = [Said("person", f"Hello from {talk}."), Said("bot", "Good that you write.", ["lesson-2.3"])]
        opened = cases.open(talk, "GB", True, finding, said)
        for step, text in (TOLD if told is None else told).items():
            cases.answer(opened.id, step, text)
        cases.submit(opened.id)
        return opened

    def file(self, opened: Opened) -> Case:
        """A case as it is now."""
        return self.helpline.desk.file(opened.id)


def csrf(client: TestClient, path: str = "/desk/me") -> str:
    """The token of the forms on a page."""
    return client.get(path).text.split('name="csrf" value="', 1)[1].split('"', 1)[0]


def post(client: TestClient, path: str, **fields: str) -> Any:
    """Sends a form with its token."""
    return client.post(path, data={"csrf": csrf(client), **fields})
