"""The private routes: one reads how urgent a message is, without asking the dialogue; one forgets a conversation."""

from typing import Any

import pytest

from helpline.hashing import digest
from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

SERVED = """
import asyncio, json, logging, io, socket, threading, time, urllib.request, urllib.error
from rasa.core.lock_store import InMemoryLockStore
from sanic import Sanic
from bot.nlu.quiet_rest import QuietRest

PARSED = {
    "He has a knife": {
        "intent": {"name": "danger_now"},
        "safety": {"level": "emergency", "by": "rules", "because": "A weapon.", "start": 3, "end": 14},
    },
    "older model": {"intent": {"name": "danger_soon"}},
    "nothing in it": {"intent": {"name": "greet"}, "safety": None},
    "no intent": {"intent": None},
}

class Store:
    store = {"ours": "Hello", "another": "Hello"}

    async def keys(self):
        return list(self.store)

    async def forget(self, sender_id):
        del self.store[sender_id]

class Agent:
    tracker_store = Store()
    lock_store = InMemoryLockStore()

    async def parse_message(self, text):
        return PARSED[text]

log = io.StringIO()

async def served():
    async def nothing(message):
        raise AssertionError("the dialogue was asked")

    app = Sanic("test")
    app.ctx.agent = Agent()
    app.blueprint(QuietRest().blueprint(nothing), url_prefix="/webhooks/rest")
    logging.getLogger().addHandler(logging.StreamHandler(log))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/rest/"

    def post(body, route="urgency"):
        request = urllib.request.Request(url + route, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as response:
                return [response.status, json.load(response)]
        except urllib.error.HTTPError as error:
            return [error.code, None]

    loop = asyncio.get_running_loop()
    bodies = [{"text": text} for text in PARSED] + [{"text": "quincebramble"}, {}, []]
    answers = [await loop.run_in_executor(None, post, body) for body in bodies]
    bodies = [{"digest": DIGEST}, {"digest": "of nobody"}, {}, "quincebramble"]
    forgotten = [await loop.run_in_executor(None, post, body, "forget") for body in bodies]
    await server.close()
    return [answers, forgotten, list(Store.store)]

print(json.dumps([*asyncio.run(served()), log.getvalue()]))
"""


@pytest.fixture(scope="module")
def served() -> Any:
    """What the routes answered, one after the other, the conversations that were left, and the log."""
    return in_rasa(SERVED.replace("DIGEST", repr(digest("ours"))))


def test_what_the_safety_component_found_is_told_and_no_message_is_logged(served: Any) -> None:
    answers, _, _, log = served
    assert answers[:4] == [
        [200, {"urgency": "emergency", "because": "A weapon.", "start": 3, "end": 14}],
        [200, {"urgency": "urgent", "because": "", "start": 0, "end": 0}],
        [200, {"urgency": "none", "because": "", "start": 0, "end": 0}],
        [200, {"urgency": "none", "because": "", "start": 0, "end": 0}],
    ]
    assert [status for status, _ in answers[4:]] == [500, 500, 500]
    assert "Reading a message failed with KeyError" in log
    assert "quincebramble" not in log


def test_a_conversation_is_forgotten_by_the_digest_that_a_case_keeps(served: Any) -> None:
    _, forgotten, left, log = served
    assert [status for status, _ in forgotten] == [200, 200, 500, 500] and left == ["another"]
    assert "Forgetting a conversation failed with KeyError" in log


FORGETTING = """
import asyncio, json, sys
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.nlu.tracker_store import ForgettingTrackerStore, forget_conversation

async def kept():
    agent = Agent(Domain.empty(), tracker_store=ForgettingTrackerStore(Domain.empty()))

    async def tell(name):
        await agent.tracker_store.save(DialogueStateTracker.from_events(name, [UserUttered("Hello")]))

    async def turn(name):
        async with agent.lock_store.lock(name):
            await asyncio.sleep(0.2)
            await tell(name)

    await tell("ours")
    await tell("another")
    at_work = asyncio.create_task(turn("ours"))
    await asyncio.sleep(0.1)
    await forget_conversation(agent, DIGEST)
    await at_work
    names = sorted(await agent.tracker_store.keys())
    nobody = await agent.tracker_store.retrieve("ours")
    await forget_conversation(agent, DIGEST)
    return [names, nobody, sorted(await agent.tracker_store.keys())]

print(json.dumps(asyncio.run(kept())))
"""


def test_a_turn_that_is_at_work_ends_before_its_conversation_is_forgotten() -> None:
    names, nobody, again = in_rasa(FORGETTING.replace("DIGEST", repr(digest("ours"))))
    assert (names, nobody, again) == (["another"], None, ["another"])


GIVEN_UP = """
import asyncio, json, socket
from sanic import Sanic
from bot.nlu.quiet_rest import QuietRest

async def given_up():
    seen = []

    async def handle(message):
        seen.append("begun")
        try:
            await asyncio.sleep(60)  # an action server that was stopped
        except asyncio.CancelledError:
            seen.append("ended")
            raise

    async def until(state):
        for _ in range(600):
            if state in seen:
                return
            await asyncio.sleep(0.05)

    app = Sanic("test")
    app.blueprint(QuietRest().blueprint(handle), url_prefix="/webhooks/rest")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    _, client = await asyncio.open_connection(*listener.getsockname())
    body = json.dumps({"sender": "ours", "message": "hi"})
    head = f"POST /webhooks/rest/webhook HTTP/1.1\\r\\nHost: ours\\r\\nContent-Type: application/json\\r\\n"
    client.write(f"{head}Content-Length: {len(body)}\\r\\n\\r\\n{body}".encode())
    await until("begun")
    client.close()
    await until("ended")
    await server.close()
    return seen

print(json.dumps(asyncio.run(given_up())))
"""


def test_a_turn_that_the_web_process_gave_up_ends_and_holds_up_no_later_one() -> None:
    assert in_rasa(GIVEN_UP) == ["begun", "ended"]
