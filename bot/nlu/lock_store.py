"""Locks on conversations that several Rasa servers share: in Redis, each for a few seconds that are renewed.

Rasa's own store in Redis keeps the lock of a server that died for a minute, lets two servers that come at once in
together, and answers nothing while Redis is gone. Here a lock ends soon after its holder, Redis gives it to one only,
and without Redis each server goes on with locks of its own: a conversation keeps to one server while that one lives.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from typing import AsyncGenerator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, InMemoryLockStore, LockError
from rasa.utils.endpoints import EndpointConfig
from redis.asyncio import Redis
from redis.asyncio.lock import Lock
from redis.exceptions import LockNotOwnedError, RedisError

logger = logging.getLogger(__name__)

LEASE = 10.0  # seconds for which Redis keeps the lock of a server that died; one that stands still for so long loses it
LOOK_EVERY = 0.05  # seconds between two tries to get a lock that another server holds
PATIENCE = 1.0  # seconds in which Redis must answer


class SharedLockStore(InMemoryLockStore):
    """Rasa's locks in memory, and around each turn one in Redis.

    Args:
        endpoint_config: its `url` is that of Redis; without one, this is Rasa's store in memory.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None) -> None:
        super().__init__()
        url = endpoint_config.url if endpoint_config else None
        self._redis = Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE) if url else None
        self._is_gone = False

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncGenerator[TicketLock, None]:
        """Holds the lock of a conversation.

        Raises:
            LockError: if others hold it for too long.
        """
        async with super().lock(conversation_id, lock_lifetime, wait_time_in_seconds) as ticket:
            lease = await self._lease(conversation_id, lock_lifetime)
            if lease is None:
                yield ticket
                return
            renewing = asyncio.create_task(_renew(lease))
            try:
                yield ticket
            finally:
                renewing.cancel()
                with suppress(RedisError):  # lost, or Redis is gone: it ends by itself
                    await lease.release()

    async def _lease(self, conversation_id: str, patience: float) -> Optional[Lock]:
        """The lock in Redis, held; None where there is no Redis, or it does not answer."""
        if self._redis is None:
            return None
        lease = self._redis.lock(
            f"common-ground:lock:{conversation_id}",
            timeout=LEASE,
            sleep=LOOK_EVERY,
            blocking_timeout=patience,
            thread_local=False,
        )
        try:
            held = await lease.acquire()
        except RedisError as error:
            self._note(gone=type(error).__name__)
            return None
        self._note()
        if not held:
            raise LockError("A conversation is held by others for too long.")
        return lease

    def _note(self, gone: str = "") -> None:
        if bool(gone) != self._is_gone:
            self._is_gone = bool(gone)
            words = f"Redis does not answer ({gone}); this server locks for itself." if gone else "Redis answers again."
            logger.error(words)


async def _renew(lease: Lock) -> None:
    while True:
        await asyncio.sleep(LEASE / 3)
        try:
            await lease.reacquire()
        except LockNotOwnedError:  # this process stood still for so long that the lock ended
            logger.error("The lock of a conversation was lost while a turn was at work.")
            return
        except RedisError:
            pass  # tried again before the lock ends
