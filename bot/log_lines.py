"""Lines of the log, the same in all three processes: as text, or as JSON for programs that gather them.

A line tells what happened, and in which turn, never what somebody wrote: of an error it names the kind and the places,
and leaves out its text, which may hold anything. Standard library only, since Rasa's Python 3.10 uses it too.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from contextvars import ContextVar
from datetime import datetime, timezone
from types import TracebackType
from typing import Any

OURS = ("actions", "bot")  # whose lines of level info are of use; other packages say too much there
TURN = re.compile(r"[0-9a-f]{32}")

_turn: ContextVar[str] = ContextVar("turn", default="")


def begin_turn(turn_id: object) -> None:
    """From here on, lines of this task or thread are of a turn.

    Args:
        turn_id: 32 hexadecimal digits. Anything else is taken for no id, and the lines are of no turn.
    """
    _turn.set(turn_id if isinstance(turn_id, str) and TURN.fullmatch(turn_id) else "")


def turn() -> str:
    """Id of the turn that this task or thread is in; empty where it is in none."""
    return _turn.get()


def set_up(form: str, level: str) -> None:
    """Has all loggers of this process write such lines to the standard output.

    Args:
        form: "text" or "json".
        level: lowest that is written: "error", "warning" or "info".
    """
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    root = logging.getLogger()
    root.handlers = [handler]
    wanted = getattr(logging, level.upper())
    root.setLevel(max(wanted, logging.WARNING))
    for name in OURS:
        logging.getLogger(name).setLevel(wanted)
    for name in ("uvicorn", "uvicorn.error"):  # not uvicorn.access, which is off: addresses may be private links
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True


class TextLines(logging.Formatter):
    """For people: time, level, logger, the turn if there is one, and what happened."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a break at its end; of an error, lines with its places follow."""
        parts = [_moment(record).isoformat(" ", "milliseconds"), record.levelname, record.name]
        parts += [f"[turn {turn()}]"] if turn() else []
        lines = [" ".join([*parts, record.getMessage()])]
        if record.exc_info and record.exc_info[1]:
            lines.append(_kind(record.exc_info[1]))
            lines += [f"  {place}" for place in _places(record.exc_info[2])]
        return "\n".join(lines)


class JsonLines(logging.Formatter):
    """For programs: one object a line with `at`, `level`, `logger`, `message`, and `turn`, `error`, `places` if any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without a break at its end or within."""
        line: dict[str, Any] = {
            "at": _moment(record).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if turn():
            line["turn"] = turn()
        if record.exc_info and record.exc_info[1]:
            line["error"] = _kind(record.exc_info[1])
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _moment(record: logging.LogRecord) -> datetime:
    return datetime.fromtimestamp(record.created, timezone.utc)


def _kind(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".replace("builtins.", "")


def _places(trace: TracebackType | None) -> list[str]:
    """Where an error came through, the outermost first."""
    return [f"{frame.filename}, line {frame.lineno}, in {frame.name}" for frame in traceback.extract_tb(trace)]
