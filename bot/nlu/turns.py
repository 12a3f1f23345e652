"""A turn that comes a second time is answered with what was said to it; nothing is done again.

A server that died may have heard a message or not, and only the conversation itself can tell. So each message carries
the id of its turn in its metadata, and whoever sends one again sends the same id.
"""

from __future__ import annotations

from typing import Iterable, List, Optional

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class AnsweredBeforeError(Exception):
    """The turn was answered before; what was said to it has been said again, and the turn ends here."""


def answer_each_turn_once() -> None:
    """Makes Rasa look for a turn before it handles it: while it holds the conversation's lock, in what it has read."""
    handle = MessageProcessor._handle_message_with_tracker

    async def once(self: MessageProcessor, message: UserMessage, tracker: DialogueStateTracker) -> None:
        said = said_in(tracker.events, (message.metadata or {}).get("turn"))
        if said:
            await self._send_bot_messages(said, tracker, message.output_channel)
            raise AnsweredBeforeError
        await handle(self, message, tracker)

    MessageProcessor._handle_message_with_tracker = once


def said_in(events: Iterable[Event], turn: Optional[str]) -> List[BotUttered]:
    """What the bot said in a turn, in order; nothing if it was not heard, or not answered."""
    said: List[BotUttered] = []
    for event in reversed(list(events) if turn else []):
        if isinstance(event, BotUttered):
            said.insert(0, event)
        elif isinstance(event, UserUttered):
            if (event.metadata or {}).get("turn") == turn:
                return said
            said = []
    return []
