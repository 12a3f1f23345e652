"""Runs a long command so that somebody who waits sees that it goes on."""

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.build import PROGRESS
from bot.children import die_with_parent
from bot.environment import child_environment
from bot.settings import ROOT, Settings

LOOK_EVERY = 0.2  # seconds
SILENCE = 60.0  # seconds after which a waiting person is told that it goes on
LAST_LINES = 12
# Caching would make the seconds of a second training say nothing, and fill the service's own cache.
NO_CACHE = {"RASA_MAX_CACHE_SIZE": "0", "RASA_CACHE_DIRECTORY": str(ROOT / "var" / "evaluation" / "no-cache")}


class JobError(Exception):
    """A command failed; the message holds its own last words."""


def run_job(
    title: str,
    command: Sequence[str],
    settings: Settings,
    log: Path,
    say: Callable[[str], None],
    *,
    tell: str = "",
    given: Path | None = None,
    output: Path | None = None,
) -> float:
    """Runs `command` in the project's folder until it ends.

    Args:
        title: for people, as in "Training the pipeline".
        command: what to run.
        settings: that it is to see.
        log: file for what it writes to its error output, and to its output if that goes nowhere else.
        say: is given lines for people.
        tell: pattern of those lines of the log that people are to see.
        given: file that it reads as its input.
        output: file for its output.

    Returns:
        Seconds it took.

    Raises:
        JobError: if it fails.
    """
    say(f"{title} ...")
    started = spoken = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with (
        log.open("wb") as written,
        (given or Path("/dev/null")).open("rb") as read,
        (output or Path("/dev/null")).open("wb") as out,
    ):
        process = subprocess.Popen(
            list(command), cwd=ROOT, env={**child_environment(settings), **NO_CACHE},
            stdin=read, stdout=out if output else written, stderr=written, preexec_fn=die_with_parent,
        )  # fmt: skip
        told = 0
        try:
            going = True
            while going:  # one more look after it has ended
                time.sleep(LOOK_EVERY)
                going = process.poll() is None
                lines = _lines(log)
                for line in lines[told:]:
                    if tell and re.search(tell, line):
                        say(f"  {line.removeprefix(PROGRESS).strip()}")
                        spoken = time.monotonic()
                told = len(lines)
                if going and time.monotonic() - spoken > SILENCE:
                    spoken = time.monotonic()
                    say(f"  at it for {spoken - started:.0f} s")
        finally:
            process.terminate()
            process.wait()
    seconds = time.monotonic() - started
    if process.returncode:
        words = [line for line in _lines(log) if line.strip() and not line.startswith(("  File ", "    "))]
        raise JobError(f"{title} failed:\n" + "\n".join(f"  {line}" for line in words[-LAST_LINES:]))
    say(f"  done in {seconds:.0f} s")
    return seconds


def _lines(log: Path) -> list[str]:
    """Whole lines of the log; a line that is not finished is not one yet."""
    text = log.read_text(encoding="utf-8", errors="replace")
    return [line.split("\r")[-1] for line in text[: text.rfind("\n") + 1].split("\n")[:-1]]
