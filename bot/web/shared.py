"""What several web processes share through Redis: counts, and values for a while. One alone needs no Redis."""

import json
import logging
import time
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, TypeVar

from cachetools import TTLCache
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)

PATIENCE = 0.25  # seconds in which Redis must answer: whoever writes waits for it
AGAIN_AFTER = 5.0  # seconds for which a Redis that did not answer is not asked
PREFIX = "common-ground"
T = TypeVar("T")


class Shared:
    """Asks Redis, and where that does not answer, the memory of this process.

    Calls wait for Redis, a fraction of a millisecond in the same network. One that hangs costs `PATIENCE` every
    `AGAIN_AFTER` seconds.

    Args:
        url: of Redis; empty for the memory of this process alone.
    """

    def __init__(self, url: str = "") -> None:
        timeouts = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        self.redis: Redis | None = Redis.from_url(url, retry=Retry(NoBackoff(), 0), **timeouts) if url else None
        self._again_at = 0.0
        self._is_gone = False

    def ask(self, there: Callable[[Redis], T], here: Callable[[], T]) -> T:
        """What `there` gives, asked of Redis; without Redis, or where it does not answer, what `here` gives."""
        if self.redis is None or time.monotonic() < self._again_at:
            return here()
        try:
            found = there(self.redis)
        except RedisError as error:
            self._again_at = time.monotonic() + AGAIN_AFTER
            self._note(type(error).__name__)
            return here()
        self._note()
        return found

    def remark(self) -> str:
        """What is wrong, for the operator; empty if nothing is."""
        if self.redis is None or self.ask(lambda redis: bool(redis.ping()), lambda: False):
            return ""
        return "Redis does not answer; each web process counts and remembers for itself."

    def _note(self, gone: str = "") -> None:
        if bool(gone) != self._is_gone:
            self._is_gone = bool(gone)
            log.error("Redis does not answer: %s", gone) if gone else log.error("Redis answers again.")


ALONE = Shared()


@cache
def shared(url: str) -> Shared:
    """The one connection of this process to the Redis of a URL."""
    return Shared(url)


class Kept:
    """Values by key, each for a while after it was last put: what one web process puts, the others get.

    While Redis is there its word counts. Each process also knows what it put itself, for when Redis is gone.

    Args:
        name: of what is kept.
        seconds: that a value is kept.
        most: values that this process remembers itself; the one that was put first goes first.
        where: they are shared.
    """

    def __init__(self, name: str, seconds: int, most: int, where: Shared) -> None:
        self._name = name
        self._seconds = seconds
        self._own: TTLCache[str, Any] = TTLCache(most, seconds)
        self._lock = Lock()  # pages are made in several threads
        self._where = where

    def put(self, key: str, value: Any) -> None:
        """Keeps a value, which must have a form in JSON, in place of an earlier one."""
        with self._lock:
            self._own[key] = value
        self._where.ask(lambda redis: redis.set(self._key(key), json.dumps(value), ex=self._seconds), lambda: None)

    def get(self, key: str) -> Any:
        """The value of a key; None if there is none."""

        def there(redis: Redis) -> Any:
            found = redis.get(self._key(key))
            return None if found is None else json.loads(found)

        def here() -> Any:
            with self._lock:
                return self._own.get(key)

        return self._where.ask(there, here)

    def drop(self, key: str) -> None:
        """Forgets a value, known or not."""
        with self._lock:
            self._own.pop(key, None)
        self._where.ask(lambda redis: redis.delete(self._key(key)), lambda: None)

    def _key(self, key: str) -> str:
        return f"{PREFIX}:{self._name}:{key}"
