"""The private route that reads how urgent a message is, without asking the dialogue."""

import pytest

from tests.rasa.test_components import in_rasa

pytestmark = pytest.mark.rasa

SERVED = """
import asyncio, json, logging, io, socket, threading, time, urllib.request, urllib.error
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

class Agent:
    async def parse_message(self, text):
        return PARSED[text]

log = io.StringIO()
logging.getLogger().addHandler(logging.StreamHandler(log))

async def served():
    async def nothing(message):
        raise AssertionError("the dialogue was asked")

    app = Sanic("test")
    app.ctx.agent = Agent()
    app.blueprint(QuietRest().blueprint(nothing), url_prefix="/webhooks/rest")
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/rest/urgency"

    def post(body):
        request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request) as response:
                return [response.status, json.load(response)]
        except urllib.error.HTTPError as error:
            return [error.code, None]

    loop = asyncio.get_running_loop()
    bodies = [{"text": text} for text in PARSED] + [{"text": "quincebramble"}, {}, []]
    answers = [await loop.run_in_executor(None, post, body) for body in bodies]
    await server.close()
    return answers

answers = asyncio.run(served())
print(json.dumps([answers, log.getvalue()]))
"""


def test_what_the_safety_component_found_is_told_and_no_message_is_logged() -> None:
    answers, log = in_rasa(SERVED)
    assert answers[:4] == [
        [200, {"urgency": "emergency", "because": "A weapon.", "start": 3, "end": 14}],
        [200, {"urgency": "urgent", "because": "", "start": 0, "end": 0}],
        [200, {"urgency": "none", "because": "", "start": 0, "end": 0}],
        [200, {"urgency": "none", "because": "", "start": 0, "end": 0}],
    ]
    assert [status for status, _ in answers[4:]] == [500, 500, 500]
    assert "Reading a message failed with KeyError" in log
    assert "quincebramble" not in log
