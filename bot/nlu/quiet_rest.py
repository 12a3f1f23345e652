"""Rasa's REST channel without its habit of logging what people wrote, and with routes of our own."""

from __future__ import annotations

import asyncio
import hmac
import logging
import os
import time
import traceback
from typing import Any, Awaitable, Callable, Mapping

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.log_lines import begin_turn, set_up
from bot.nlu.action_calls import ask_again_where_a_connection_breaks
from bot.nlu.action_replies import check_schema_once
from bot.nlu.model_switch import load_model_again
from bot.nlu.safety_finding import INTENTS
from bot.nlu.tracker_store import forget_conversation
from bot.nlu.turns import AnsweredBeforeError, answer_each_turn_once

logger = logging.getLogger(__name__)

LEVELS = {intent: level for level, intent in INTENTS.items()}


class QuietRest(RestInput):
    """`/webhooks/rest/webhook` as Rasa has it; a failure is logged by its kind and place only.

    `POST /webhooks/rest/urgency` with `{"text": ...}` gives what the safety component finds in a text: the level, the
    reason in words, and the offsets of the words that caused it (0 and 0 without any). No conversation takes part.

    `POST /webhooks/rest/model` loads the file of the model anew; conversations go on with it.

    `POST /webhooks/rest/forget` with `{"digest": ...}`, the SHA-256 of a conversation's id, forgets that conversation.

    Args:
        token: secret that must come with every request; empty where nobody else can reach Rasa.
    """

    def __init__(self, token: str = "") -> None:
        self._token = token

    @classmethod
    def from_credentials(cls, credentials: Mapping[str, Any] | None) -> QuietRest:
        return cls((credentials or {}).get("token") or "")

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        async def careful(message: UserMessage) -> None:
            began = time.monotonic()
            begin_turn((message.metadata or {}).get("turn"))
            try:
                await on_new_message(message)
                logger.info("A message was handled in %.0f ms.", (time.monotonic() - began) * 1000)
            except AnsweredBeforeError:
                pass  # the answer is on its way once more
            except asyncio.CancelledError:
                logger.error("A turn was cancelled.")
            except Exception as error:
                _log("A turn", error)

        # Here, since Rasa has no other place for code of ours before the first turn.
        check_schema_once()
        set_up(os.environ.get("COMMON_GROUND_LOG_FORMAT", "text"), os.environ.get("COMMON_GROUND_LOG_LEVEL", "warning"))
        ask_again_where_a_connection_breaks()
        answer_each_turn_once()
        routes = super().blueprint(careful)

        @routes.middleware("request")
        async def check(request: Request) -> HTTPResponse | None:
            shown = request.headers.get("Authorization") or ""
            if not self._token or hmac.compare_digest(
                shown.encode("utf-8", "surrogateescape"), f"Bearer {self._token}".encode()
            ):
                return None
            return json({"error": "the token is missing or another"}, status=401)

        @routes.listener("after_server_start")
        async def need_a_model(app: Sanic, _: asyncio.AbstractEventLoop) -> None:
            # Rasa would go on without one, say that it is well, and answer nobody.
            agent = getattr(app.ctx, "agent", None)
            if isinstance(agent, Agent) and not agent.is_ready():
                logger.error("The model cannot be used, so Rasa stops. Make it anew: python -m bot train")
                app.stop()

        @routes.route("/urgency", methods=["POST"])
        async def urgency(request: Request) -> HTTPResponse:
            try:
                text = str(request.json["text"])
                return json(found(await request.app.ctx.agent.parse_message(text)))
            except Exception as error:
                _log("Reading a message", error)
                return json({"error": "the message could not be read"}, status=500)

        @routes.route("/forget", methods=["POST"])
        async def forget(request: Request) -> HTTPResponse:
            try:
                await forget_conversation(request.app.ctx.agent, str(request.json["digest"]))
                return json({"forgotten": True})
            except Exception as error:
                _log("Forgetting a conversation", error)
                return json({"error": "the conversation could not be forgotten"}, status=500)

        @routes.route("/model", methods=["POST"])
        async def model(request: Request) -> HTTPResponse:
            try:
                await load_model_again(request.app.ctx.agent)
                return json({"loaded": True})
            except Exception as error:
                _log("Loading a model", error)
                return json({"error": "the model could not be loaded; the old one is in use"}, status=500)

        return routes


def found(parsed: Mapping[str, Any]) -> dict[str, Any]:
    """What the safety component found, out of Rasa's reading of a message."""
    safety = parsed.get("safety") or {}
    intent = (parsed.get(INTENT) or {}).get(INTENT_NAME_KEY) or ""
    return {
        "urgency": safety.get("level") or LEVELS.get(intent, "none"),
        "because": safety.get("because") or "",
        "start": safety.get("start") or 0,
        "end": safety.get("end") or 0,
    }


def _log(what: str, error: Exception) -> None:
    place = traceback.extract_tb(error.__traceback__)[-1]
    logger.error("%s failed with %s in %s, line %s", what, type(error).__name__, place.filename, place.lineno)
