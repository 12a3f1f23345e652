"""Where Rasa keeps conversations: in memory only, for a while, and only so many of them."""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any, Optional, Text

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from bot.nlu.recent import Recent


class ForgettingTrackerStore(InMemoryTrackerStore):
    """Rasa's store in memory, which keeps every conversation for ever, with an end to it.

    Args:
        domain: of the bot.
        event_broker: as Rasa has it.
        idle_hours: hours after its last message that a conversation is kept.
        max_conversations: how many are kept; the one unused for longest goes first.
    """

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        idle_hours: Text = "24",  # text: so endpoints.yml hands on what stands in the environment
        max_conversations: Text = "5000",
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        self.store: Recent = Recent(float(idle_hours) * 3600, int(max_conversations))
        self._timer: Optional[asyncio.TimerHandle] = None

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the conversation, and sees to it that it is forgotten even if nobody writes any more."""
        listen_again(tracker, self.domain)
        await super().save(tracker)
        if self._timer is None:
            self._forget()

    async def forget(self, sender_id: Text) -> None:
        """Forgets a conversation, known or not."""
        self.store.pop(sender_id, None)

    def _forget(self) -> None:
        left = self.store.forget()
        self._timer = None if left is None else asyncio.get_running_loop().call_later(left, self._forget)


def listen_again(tracker: DialogueStateTracker, domain: Domain) -> None:
    """Has a turn end with Rasa listening, as it should.

    A turn in which the action server could not be reached ends otherwise. Rasa counts the actions since it last
    listened, and after ten would answer nothing in this conversation ever again.
    """
    if tracker.events and tracker.latest_action_name != ACTION_LISTEN_NAME:
        tracker.update(ActionExecuted(ACTION_LISTEN_NAME), domain)


async def forget_conversation(agent: Agent, digest: str) -> None:
    """Forgets a conversation at once, whether it is known or not.

    Args:
        agent: that keeps it.
        digest: SHA-256 of its id, in hexadecimal: who has it erased does not know the id itself.
    """
    # Rasa wraps the store, in something that can drop nothing.
    store = getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
    for sender_id in [known for known in await store.keys() if _digest(known) == digest]:
        async with agent.lock_store.lock(sender_id):  # a turn that is at work would keep it once more
            await store.forget(sender_id)


def _digest(sender_id: str) -> str:
    return hashlib.sha256(sender_id.encode("utf-8", "surrogatepass")).hexdigest()
