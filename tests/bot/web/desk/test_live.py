"""Events: what an open page is told, when they end, and that a page by itself proves nobody there."""

from collections.abc import AsyncIterator
from datetime import timedelta

import anyio
import pytest
from sqlalchemy import update

from bot.web.desk import live
from bot.web.desk.live import changes
from helpline.accounts import Accounts
from helpline.conversation import Said
from helpline.database import now
from helpline.tables import SignIn
from tests.bot.web.desk.desk_service import DeskService, post

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks often, so that no test has to wait."""
    monkeypatch.setattr(live, "EVERY", 0.02)
    monkeypatch.setattr(live, "ALIVE", 0.05)


async def event(events: AsyncIterator[str], kind: str = "change") -> str:
    """The next event of a kind."""
    with anyio.fail_after(5):
        async for one in events:
            if f"event: {kind}\n" in one:
                return one
    raise AssertionError("the events ended")


async def test_a_change_of_any_case_is_told_once(service: DeskService) -> None:
    case = service.case("one")
    mark = service.helpline.desk.pulse()
    events = changes(service.helpline, None, mark, service.token("sam"))
    assert (await anext(events)).startswith("retry:")
    service.helpline.desk.take(case.id, service.accounts["sam"])
    told = await event(events)
    new = service.helpline.desk.pulse()
    assert told == f"id: {new}\nevent: change\ndata: {new}\n\n"
    assert new != mark


async def test_what_changed_while_the_page_was_made_is_told_at_once(service: DeskService) -> None:
    service.case("one")
    assert "event: change" in await event(changes(service.helpline, None, "0-0-0", service.token("sam")))


async def test_a_new_line_is_told_to_the_page_of_its_case(service: DeskService) -> None:
    one, two = service.case("one"), service.case("two")
    token = service.token("sam")
    mark = service.helpline.desk.pulse(one.id)
    service.helpline.cases.say(two.id, [Said("person", "Hello.")])
    assert service.helpline.desk.pulse(one.id) == mark
    service.helpline.cases.say(one.id, [Said("person", "Hello.")])
    assert "event: change" in await event(changes(service.helpline, one.id, mark, token))


async def test_events_end_with_the_session(service: DeskService) -> None:
    token = service.token("sam")
    events = changes(service.helpline, None, service.helpline.desk.pulse(), token)
    service.helpline.accounts.sign_out(token)
    seen = [one async for one in events]
    assert seen[-1] == "event: signed-out\ndata: 1\n\n"


def long_ago(service: DeskService) -> None:
    with service.helpline.database.writing() as session:
        session.execute(update(SignIn).values(seen_at=now() - timedelta(hours=1)))


async def test_pages_that_ask_by_themselves_prove_nobody_there(service: DeskService) -> None:
    accounts: Accounts = service.helpline.accounts
    client = service.client("sam")
    long_ago(service)
    client.get("/desk?again=1")
    client.get("/desk", headers={"X-Renew": "1"})
    await event(changes(service.helpline, None, "", client.cookies["desk"]))
    assert not accounts.present()
    post(client, "/desk/here")
    assert accounts.present()
