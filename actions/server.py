"""The action server: the SDK's, with nothing of a conversation in logs or errors."""

import asyncio
import hmac
import logging
import time
import traceback
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.endpoint import create_app
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult, CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from actions.conversation import country_of
from actions.resources import library, load_again
from actions.speech import say
from bot.log_lines import begin_turn
from bot.tracing import span
from knowledge.services import emergency, emergency_number

logger = logging.getLogger(__name__)
BEGINS_WITH = "session_started_metadata"  # Rasa's own slot
HEALTH = "/health"  # asked by whoever wants to know whether it lives; tells nothing else


class CarefulExecutor(ActionExecutor):
    """Runs actions; one that fails says so to the person, and leaves no words of theirs behind.

    The SDK would answer with the request's body, tracker and all, which Rasa then logs.
    """

    async def run(self, action_call: dict[str, Any], *args: Any) -> ActionExecutorRunResult | None:
        begin_turn(turn_of(action_call))
        began = time.monotonic()
        try:
            with span(str(action_call.get("next_action"))):
                result = await super().run(action_call, *args)
            took = (time.monotonic() - began) * 1000
            logger.info("%s ran in %.0f ms.", action_call.get("next_action"), took)
            return result
        except ActionNotFoundException:
            raise  # the name of an action only, and Rasa acts on it
        except Exception as error:  # whatever it is, its text may hold what a person wrote
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error(
                "%s failed with %s in %s, line %s",
                action_call.get("next_action"), type(error).__name__, place.filename, place.lineno,
            )  # fmt: skip
            return ActionExecutorRunResult(events=same_question(action_call), responses=apology(action_call))

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """No action of ours reads the domain, so Rasa does not send it (endpoints.yml)."""
        return {}


def turn_of(action_call: dict[str, Any]) -> Any:
    """Id of the turn that an action is called in, as the web process made it; None if it is not known."""
    tracker = action_call["tracker"]
    # A session begins before the message of its turn is in the tracker; the one there may be of long ago.
    begins = action_call.get("next_action") == "action_session_start"
    metadata = tracker["slots"].get(BEGINS_WITH) if begins else (tracker.get("latest_message") or {}).get("metadata")
    return (metadata or {}).get("turn")


def same_question(action_call: dict[str, Any]) -> list[dict[str, Any]]:
    """Events that keep a form where it is: without them it would go on to a question that nobody was asked."""
    asked = action_call["tracker"]["slots"].get(REQUESTED_SLOT)
    validates = str(action_call.get("next_action")).startswith("validate_")
    return [SlotSet(REQUESTED_SLOT, asked)] if validates and asked else []


def apology(action_call: dict[str, Any]) -> list[dict[str, Any]]:
    """What is said where an action failed: `handoff`, since only a person can help now, marked as `failed`.

    The action may have been the one that answers danger, so the emergency number is named.
    """
    country = country_of(Tracker.from_dict(action_call["tracker"]))
    custom = {"type": "handoff", "services": [emergency(library(), country).id], "failed": True}
    dispatcher = CollectingDispatcher()
    say(dispatcher, library().replies.trouble, custom, number=emergency_number(library(), country))
    return list(dispatcher.messages)


async def load_what_is_new(_: Request) -> HTTPResponse:
    """Has actions use the knowledge and the index as they lie there now, while others go on with the old till then."""
    try:
        await asyncio.get_running_loop().run_in_executor(None, load_again)
    except Exception as error:
        logger.error("The knowledge could not be loaded anew: %s", type(error).__name__)
        return json({"error": "it could not be loaded; the old one is in use"}, status=500)
    logger.info("The knowledge was loaded anew.")
    return json({"loaded": True})


def make_app(token: str = "") -> Sanic:
    """The server with every action of this package.

    Args:
        token: secret that whoever asks for an action must show; empty where nobody else can reach the server.
    """
    executor = CarefulExecutor()
    executor.register_package("actions")
    app = create_app(executor)
    app.add_route(load_what_is_new, "/load_again", methods=["POST"])

    async def check(request: Request) -> HTTPResponse | None:
        shown = request.headers.get("Authorization") or ""
        if request.path == HEALTH or hmac.compare_digest(
            shown.encode("utf-8", "surrogateescape"), f"Bearer {token}".encode()
        ):
            return None
        return json({"error": "the token is missing or another"}, status=401)

    if token:
        app.register_middleware(check, "request")
    return app
