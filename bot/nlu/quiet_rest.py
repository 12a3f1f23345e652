"""Rasa's REST channel without its habit of logging what people wrote when a turn fails."""

from __future__ import annotations

import asyncio
import logging
import traceback
from typing import Any, Awaitable, Callable

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint

from bot.nlu.action_replies import check_schema_once

logger = logging.getLogger(__name__)


class QuietRest(RestInput):
    """`/webhooks/rest/webhook` as Rasa has it; a failure is logged by its kind and place only."""

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        async def careful(message: UserMessage) -> None:
            try:
                await on_new_message(message)
            except asyncio.CancelledError:
                logger.error("A turn was cancelled.")
            except Exception as error:
                place = traceback.extract_tb(error.__traceback__)[-1]
                logger.error(
                    "A turn failed with %s in %s, line %s",
                    type(error).__name__,
                    place.filename,
                    place.lineno,
                )

        check_schema_once()  # here, since Rasa has no other place for code of ours before the first turn
        return super().blueprint(careful)
