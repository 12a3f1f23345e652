"""Conversations that Rasa servers keep in PostgreSQL: whole for the next server, and forgotten in time."""

from typing import Any

import psycopg
import pytest

from helpline.hashing import digest
from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

KEPT = """
import asyncio, io, json, logging, time
from rasa.core.agent import Agent
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.nlu import sql_tracker_store
from bot.nlu.sql_tracker_store import ForgettingSQLTrackerStore
from bot.nlu.tracker_store import forget_conversation

sql_tracker_store.AGAIN_AFTER = 0
log = io.StringIO()
logging.getLogger().addHandler(logging.StreamHandler(log))

def texts(tracker):
    return None if tracker is None else [e.text for e in tracker.events if isinstance(e, UserUttered)]

async def talk(store, sender, *said):
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    if not tracker.events:
        tracker.update_with_events([ActionExecuted("action_session_start"), SessionStarted()], store.domain)
    for text in said:
        tracker.update(UserUttered(text))
        await store.save(tracker)
    return tracker

async def main():
    endpoint = AvailableEndpoints.read_endpoints("endpoints-shared.yml").tracker_store
    endpoint.url = URL
    one = TrackerStore.create(endpoint, Domain.empty())
    two = ForgettingSQLTrackerStore(Domain.empty(), URL)
    assert type(one) is ForgettingSQLTrackerStore and one.idle_seconds == 24 * 3600
    await talk(one, "ours", "first", "second")
    tracker = await talk(two, "ours", "third")
    found = [texts(await one.retrieve("ours")), tracker.latest_action_name]

    # A session that could not be read begins anew, and loses nothing of what is new.
    read, ForgettingSQLTrackerStore._retrieve = ForgettingSQLTrackerStore._retrieve, broken
    await talk(one, "ours", "quincebramble", "and on")
    ForgettingSQLTrackerStore._retrieve = read
    found.append(texts(await two.retrieve("ours")))

    await talk(one, "another", "hello")
    agent = Agent(Domain.empty(), tracker_store=two)
    await forget_conversation(agent, DIGEST)
    found.append([texts(await one.retrieve(name)) for name in ("ours", "another")])

    await asyncio.sleep(0.5)
    brief = ForgettingSQLTrackerStore(Domain.empty(), URL, idle_hours=str(0.4 / 3600))
    found.append([texts(await store.retrieve("another")) for store in (brief, two)])
    await asyncio.sleep(0.5)  # nobody asks for it, and it is forgotten all the same
    found.append(sorted(await two.keys()))

    two.sessionmaker = broken_session
    sql_tracker_store.AGAIN_AFTER = 0.2
    alone = DialogueStateTracker.from_events("alone", [UserUttered("quincebramble")])
    await two.save(alone)
    before = log.getvalue()
    assert await two.retrieve("alone") is None and log.getvalue() == before, "it was asked again too soon"
    await asyncio.sleep(0.3)
    found.append(texts(await two.retrieve("alone")))
    return [*found, log.getvalue()]

from sqlalchemy.exc import OperationalError

async def broken(*_, **__):
    raise OperationalError("quincebramble", {}, Exception("quincebramble"))

def broken_session():
    raise OperationalError("quincebramble", {}, Exception("quincebramble"))

print(json.dumps(asyncio.run(main())))
"""


@pytest.fixture(scope="module")
def kept(postgres_server: str) -> Any:
    """What two servers on one database found, in order, and the log."""
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute("CREATE DATABASE talks TEMPLATE empty")
    url = postgres_server.removesuffix("postgres") + "talks"
    return in_rasa(KEPT.replace("URL", repr(url)).replace("DIGEST", repr(digest("ours"))))


def test_another_server_goes_on_where_the_first_one_was(kept: Any) -> None:
    assert kept[0] == ["first", "second", "third"]
    assert kept[1] == "action_listen", "Rasa listens again after each turn"


def test_a_conversation_that_could_not_be_read_begins_anew_and_is_kept_whole(kept: Any) -> None:
    assert kept[2] == ["quincebramble", "and on"]


def test_a_conversation_is_forgotten_on_demand_and_others_stay(kept: Any) -> None:
    assert kept[3] == [None, ["hello"]]


def test_a_conversation_is_forgotten_when_nothing_was_said_for_a_while(kept: Any) -> None:
    assert kept[4] == [None, ["hello"]], "each store goes by its own setting"
    assert kept[5] == []


def test_without_the_database_a_turn_goes_on_and_no_word_of_it_is_logged(kept: Any) -> None:
    *_, alone, log = kept
    assert alone is None
    assert "could not be kept: OperationalError" in log and "could not be read: OperationalError" in log
    assert "quincebramble" not in log
