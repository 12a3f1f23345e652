"""Server-sent events: a response that stays open."""

import signal
from collections.abc import AsyncIterator

from starlette.responses import StreamingResponse


class EventStream(StreamingResponse):
    """Sends events as they come.

    Args:
        events: each a text in the format of server-sent events. They look at `stopping` from time to time.
    """

    media_type = "text/event-stream"

    def __init__(self, events: AsyncIterator[str]) -> None:
        # A proxy that gathers before it passes on would hold every word back.
        super().__init__(events, headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})


def stopping() -> bool:
    """Whether uvicorn was told to stop: it waits for open responses, and tells the application only after that."""
    server = getattr(signal.getsignal(signal.SIGTERM), "__self__", None)
    return bool(getattr(server, "should_exit", False))
