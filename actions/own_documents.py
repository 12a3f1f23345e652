"""What the organisation's own documents say; where their index cannot be read, advice goes on without them."""

import logging
from collections.abc import Callable
from typing import TypeVar

from actions.resources import quoter, store
from knowledge.encoder import Vectors
from knowledge.quoting import Quoted
from knowledge.store import StoredPassage, StoreError

log = logging.getLogger(__name__)
T = TypeVar("T")

BEGINNING = "doc-"  # of the ids of their passages


def beside(message: str, embedding: Vectors | None) -> Quoted | None:
    """The passage to tell of beside the paper's advice, if one is near."""
    return _tried(lambda: quoter().beside(message, embedding))


def alone(message: str, embedding: Vectors | None) -> Quoted | None:
    """What answers a message that the paper does not treat, if something is near."""
    return _tried(lambda: quoter().alone(message, embedding))


def passage(name: str | None) -> StoredPassage | None:
    """The passage with an id, if it is one of an own document and still there."""
    if name is None or not name.startswith(BEGINNING):
        return None
    found = _tried(lambda: store().get([name]))
    return found[0] if found else None


def _tried(ask: Callable[[], T]) -> T | None:
    try:
        return ask()
    except StoreError as error:  # its text names files and addresses, never what somebody wrote
        log.error("Own documents could not be asked: %s", error)
        return None
