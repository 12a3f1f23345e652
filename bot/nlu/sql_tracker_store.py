"""Where several Rasa servers keep conversations: in PostgreSQL, for a while."""

from __future__ import annotations

import asyncio
import itertools
import logging
import time
from contextlib import contextmanager
from typing import Any, Iterator, Optional, Text

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from bot.nlu.tracker_store import listen_again

logger = logging.getLogger(__name__)

SWEEP_EVERY = 600.0  # seconds, at most, between two looks for conversations that are too old
CONNECT_WITHIN = 2  # seconds
AGAIN_AFTER = 2.0  # seconds for which a database that did not answer is not asked: all of Rasa waits for each try
ANSWER_WITHIN = 5000  # milliseconds for each statement


class ForgettingSQLTrackerStore(SQLTrackerStore):
    """Rasa's store in an SQL database, which keeps every conversation for ever, with an end to it.

    Where the database does not answer, a turn goes on as the first of its conversation, and is not kept: whoever is in
    danger must hear what to do. The log says so, without a word of the conversation.

    Args:
        domain: of the bot.
        host: URL of the database, under the name that Rasa gives it.
        event_broker: as Rasa has it.
        idle_hours: hours after its last message that a conversation is kept.
    """

    engine: Any

    def __init__(
        self,
        domain: Domain,
        host: Text,
        event_broker: Optional[EventBroker] = None,
        idle_hours: Text = "24",  # text: so endpoints.yml hands on what stands in the environment
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, host=host, event_broker=event_broker, **kwargs)  # waits for the database
        self.engine.dispose()
        options = {"connect_timeout": CONNECT_WITHIN, "options": f"-c statement_timeout={ANSWER_WITHIN}"}
        self.engine = sa.create_engine(host, pool_pre_ping=True, hide_parameters=True, connect_args=options)
        self.sessionmaker = sa.orm.session.sessionmaker(bind=self.engine)
        self.idle_seconds = float(idle_hours) * 3600
        self._again_at = 0.0
        asyncio.get_running_loop().call_soon(self._sweep)

    async def retrieve(self, sender_id: Text) -> Optional[DialogueStateTracker]:
        """The latest session of a conversation; None if it is not known, is too old, or cannot be read."""
        tracker = None
        with self._asking("read") as may_ask:
            if may_ask:
                tracker = await super().retrieve(sender_id)
        is_idle = tracker and tracker.events and tracker.events[-1].timestamp < time.time() - self.idle_seconds
        return None if is_idle else tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps what is new in a conversation."""
        listen_again(tracker, self.domain)
        with self._asking("kept") as may_ask:
            if may_ask:
                await super().save(tracker)

    async def forget(self, sender_id: Text) -> None:
        """Forgets a conversation, known or not.

        Raises:
            SQLAlchemyError: if the database does not answer.
        """
        self._delete(self.SQLEvent.sender_id == sender_id)

    def forget_idle(self) -> None:
        """Forgets every conversation in which nothing was said for `idle_hours`.

        Raises:
            SQLAlchemyError: if the database does not answer.
        """
        event = self.SQLEvent
        latest = sa.func.max(event.timestamp)
        idle = sa.select(event.sender_id).group_by(event.sender_id).having(latest < time.time() - self.idle_seconds)
        self._delete(event.sender_id.in_(idle))

    @contextmanager
    def _asking(self, what: str) -> Iterator[bool]:
        """Gives whether the database may be asked; a failure within is logged by its kind."""
        try:
            yield time.monotonic() >= self._again_at
        except SQLAlchemyError as error:
            self._again_at = time.monotonic() + AGAIN_AFTER
            _log(what, error)

    def _delete(self, which: Any) -> None:
        with self.session_scope() as session:
            session.query(self.SQLEvent).filter(which).delete(synchronize_session=False)
            session.commit()

    def _additional_events(self, session: Session, tracker: DialogueStateTracker) -> Iterator[Event]:
        """The events that are not kept yet.

        Rasa counts those that are kept of the latest session, whether or not the conversation was read from them: of
        one that could not be read, the first ones would be taken for kept.
        """
        event, events = self.SQLEvent, tracker.events
        ours = session.query(event).filter(event.sender_id == tracker.sender_id)
        kept = ours.filter(event.timestamp >= events[0].timestamp).count() if events else 0
        return itertools.islice(events, kept, None)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()

        def forget() -> None:
            try:
                self.forget_idle()
            except SQLAlchemyError as error:
                _log("forgotten", error)

        loop.run_in_executor(None, forget)
        loop.call_later(min(SWEEP_EVERY, self.idle_seconds), self._sweep)


def _log(what: str, error: Exception) -> None:
    # Its text may hold what a person wrote.
    logger.error("A conversation could not be %s: %s", what, type(error).__name__)
