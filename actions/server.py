"""The action server: the SDK's, with nothing of a conversation in logs or errors."""

import logging
import traceback
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor, ActionExecutorRunResult
from rasa_sdk.interfaces import ActionNotFoundException
from sanic import Sanic

logger = logging.getLogger(__name__)

APOLOGY: dict[str, Any] = {"response": "utter_trouble"}


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
            return ActionExecutorRunResult(events=[], responses=[APOLOGY])

    def update_and_return_domain(self, payload: dict[str, Any], action_name: str) -> dict[str, Any]:
        """No action of ours reads the domain, so Rasa does not send it (endpoints.yml)."""
        return {}


def make_app() -> Sanic:
    """The server with every action of this package."""
    executor = CarefulExecutor()
    executor.register_package("actions")
    return create_app(executor)
