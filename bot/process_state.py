"""How the processes are: the supervisor writes it to a small file, and the web process reads it for the page."""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass


@dataclass(frozen=True)
class ProcessState:
    """One process.

    Attributes:
        state: `starting` until it answers, `restarting` while it is dead and waits for its next try.
        stops: how often it stopped since it last ran for a good while.
        next_try: when it is started again, in seconds since 1970; None unless it is dead.
    """

    state: Literal["starting", "running", "restarting"]
    stops: int = 0
    next_try: float | None = None

    def wait(self) -> float:
        """Seconds until it is started again; 0 if that is under way."""
        return max(0.0, (self.next_try or 0.0) - time.time())


_STATES = TypeAdapter(dict[str, ProcessState])


def write_states(path: Path, states: Mapping[str, ProcessState]) -> None:
    """Writes the file in one go: whoever reads it sees the old states or the new ones.

    Raises:
        OSError: if it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(_STATES.dump_python(dict(states)), indent=1) + "\n", encoding="utf-8")
    new.replace(path)


def read_states(path: Path) -> dict[str, ProcessState]:
    """The states by the names of the processes; none where nobody supervises."""
    try:
        return _STATES.validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return {}
