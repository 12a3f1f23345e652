"""The action server: the SDK's, with nothing of a conversation in logs or errors."""

import hmac
import logging
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
from actions.resources import library
from actions.speech import say
from knowledge.services import emergency, emergency_number

logger = logging.getLogger(__name__)
HEALTH = "/health"  # asked by whoever wants to know whether it lives; tells nothing else


class CarefulExecutor(ActionExecutor):
    """Runs actions; one that fails says so to the person, and leaves no words of theirs behind.

    The SDK would answer with the request's body, tracker and all, which Rasa then logs.
    """

    async def run(self, action_call: dict[str, Any], *args: Any) -> ActionExecutorRunResult | None:
        try:
            return await super().run(action_call, *args)
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


def make_app(token: str = "") -> Sanic:
    """The server with every action of this package.

    Args:
        token: secret that whoever asks for an action must show; empty where nobody else can reach the server.
    """
    executor = CarefulExecutor()
    executor.register_package("actions")
    app = create_app(executor)

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
