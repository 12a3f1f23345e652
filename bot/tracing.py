"""Traces: how long the parts of each turn take, sent by OpenTelemetry's protocol to where the operator says.

Off by default; then nothing that could send is imported.
"""

from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

from bot.log_lines import turn


class Spans(Protocol):
    """What makes spans; see `bot/turn_spans.py`."""

    def span(self, name: str) -> AbstractContextManager[object]:
        """Times the block as a part of the turn that this task or thread is in."""
        ...


_spans: Spans | None = None


def set_up(endpoint: str, process: str) -> None:
    """Has this process send traces.

    Args:
        endpoint: address that takes them by OTLP over HTTP, without its path /v1/traces; empty for nowhere.
        process: its name, "web" or "actions".
    """
    global _spans
    if endpoint:
        from bot.turn_spans import TurnSpans, sending

        _spans = TurnSpans(process, sending(endpoint))


def span(name: str) -> AbstractContextManager[object]:
    """Times the block as a part of the turn that this task or thread is in; does nothing where tracing is off.

    Args:
        name: of the program; never anything that somebody wrote or chose.
    """
    return _spans.span(name) if _spans and turn() else nullcontext()
