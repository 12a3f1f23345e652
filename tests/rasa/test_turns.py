"""A turn that comes twice is handled once; an action whose server died is asked for once more."""

from typing import Any

import pytest

from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

TWICE = """
import asyncio, json
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from bot.nlu.turns import AnsweredBeforeError, answer_each_turn_once

answer_each_turn_once()
processor = MessageProcessor.__new__(MessageProcessor)
processor.domain = Domain.empty()
tracker = DialogueStateTracker.from_events("ours", [])

async def turn(turn, text, *said):
    channel = CollectingOutputChannel()
    metadata = {"turn": turn} if turn else None
    parsed = {"intent": {"name": "greet"}, "entities": []}
    message = UserMessage(text, channel, "ours", parse_data=parsed, metadata=metadata)
    try:
        await processor._handle_message_with_tracker(message, tracker)
    except AnsweredBeforeError:
        return channel.messages
    tracker.update_with_events([SlotSet("x", 1), *said, ActionExecuted("action_listen")], processor.domain)
    return "handled"

first = [BotUttered("One.\\n\\nTwo.", {"buttons": [{"title": "Yes", "payload": "/affirm"}]}),
         BotUttered(None, {"custom": {"type": "guidance"}})]

async def main():
    return [
        await turn("t1", "hi", *first),
        await turn("t2", "and?", BotUttered("Later.")),
        await turn("t1", "hi"),
        await turn("t2", "and?"),
        await turn("t3", "nobody answers"),
        await turn("t3", "nobody answers", BotUttered("Now.")),
        await turn("t3", "nobody answers"),
        await turn(None, "without an id", BotUttered("Well.")),
        await turn(None, "without an id", BotUttered("Well.")),
    ]

print(json.dumps(asyncio.run(main())))
"""


def test_a_turn_that_comes_again_is_answered_as_before_and_not_handled() -> None:
    first, second, again, later, unanswered, once_more, known, *without = in_rasa(TWICE)
    assert (first, second) == ("handled", "handled")
    ours = {"recipient_id": "ours"}
    assert again == [
        {**ours, "text": "One.\n\nTwo.", "buttons": [{"title": "Yes", "payload": "/affirm"}]},
        {**ours, "custom": {"type": "guidance"}},
    ]
    assert later == [{**ours, "text": "Later."}]
    assert (unanswered, once_more) == ("handled", "handled"), "what nobody answered is no answer"
    assert known == [{**ours, "text": "Now."}]
    assert without == ["handled", "handled"]


CHANNEL = """
import asyncio, json, socket
import aiohttp
from aiohttp import web
from rasa.utils.endpoints import EndpointConfig
from sanic import Sanic
from bot.nlu.quiet_rest import QuietRest
from bot.nlu.turns import AnsweredBeforeError

async def handle(message):
    await message.output_channel.send_text_message("ours", "What was said before.")
    raise AnsweredBeforeError

async def channel():
    app = Sanic("test")
    app.blueprint(QuietRest.from_credentials({"token": "quincebramble"}).blueprint(handle), url_prefix="/webhooks/rest")
    listener = socket.create_server(("127.0.0.1", 0))
    server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
    await server.startup()
    url = f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/rest/"
    answers = []
    async with aiohttp.ClientSession() as http:
        for shown in ("", "quincebramble", "Bearer quince", "Bearer quincebramble"):
            for route in ("webhook", "urgency", "forget"):
                body = {"sender": "ours", "message": "hi"}
                async with http.post(url + route, json=body, headers={"Authorization": shown}) as response:
                    answers.append([response.status, await response.json() if response.status == 200 else None])
    await server.close()
    return answers

async def actions(dies):
    calls = []

    async def act(request):
        calls.append(request.path)
        if len(calls) <= dies:
            request.transport.close()
        return web.json_response({"events": [], "responses": []})

    app = web.Application()
    app.router.add_post("/webhook", act)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    try:
        answer = await EndpointConfig(f"http://127.0.0.1:{port}/webhook").request(json={})
    except aiohttp.ClientConnectionError:
        answer = None
    await runner.cleanup()
    return [len(calls), answer]

async def main():
    return [await channel(), [await actions(dies) for dies in (0, 1, 2)]]

print(json.dumps(asyncio.run(main())))
"""


@pytest.fixture(scope="module")
def channel() -> Any:
    """What the channel answers to each token on each route, and what came of calls to an action server that dies."""
    return in_rasa(CHANNEL)


def test_without_the_token_no_route_answers(channel: Any) -> None:
    answers, _ = channel
    assert [status for status, _ in answers[:9]] == [401] * 9
    assert 401 not in [status for status, _ in answers[9:]]


def test_what_was_said_before_is_an_answer_like_any_other(channel: Any) -> None:
    (*_, webhook, _, _), _ = channel
    assert webhook == [200, [{"recipient_id": "ours", "text": "What was said before."}]]


def test_an_action_whose_server_died_is_asked_for_once_more(channel: Any) -> None:
    _, (well, dies_once, dies_twice) = channel
    done: dict[str, list[Any]] = {"events": [], "responses": []}
    assert (well, dies_once, dies_twice) == ([1, done], [2, done], [2, None])
