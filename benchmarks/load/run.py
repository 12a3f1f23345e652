"""Runs Locust for one number of visitors, and reads what it counted."""

import json
import os
import re
import subprocess
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.bootstrap import VENVS, python_of
from bot.children import die_with_parent
from bot.settings import ROOT

PYTHON = python_of(VENVS / "load")
VISITORS = ROOT / "benchmarks" / "load" / "visitors.py"
WARM_UP = 15.0  # seconds
LAST_TURNS_WITHIN = 70  # seconds; what is under way at the end is waited for, or the next run would pay for it
# Of fewer turns the slowest one would be the percentile.
FEWEST = {0.5: 1, 0.95: 20, 0.99: 100}
LAST_LINES = 12


class LoadError(Exception):
    """Locust could not be run; the message holds its own last words."""


@dataclass(frozen=True)
class Visit:
    """What is to be run.

    Attributes:
        bot: a key of `DOORS`.
        url: of the bot.
        visitors: at once.
        pause: median of the seconds between a reply and the next message; 0 for none.
        seconds: that are counted, after the warm-up.
    """

    bot: str
    url: str
    visitors: int
    pause: float
    seconds: float


@dataclass(frozen=True)
class Figures:
    """What Locust counted.

    Attributes:
        turns: that ended, failed ones among them.
        per_second: turns.
        p50: milliseconds, as `p95` and `p99`; of all turns, also failed ones. None where there were too few.
        failures: how many turns failed, by what was wrong.
    """

    turns: int
    per_second: float
    p50: float | None
    p95: float | None
    p99: float | None
    failures: dict[str, int]


def visit(wanted: Visit) -> Figures:
    """Has the visitors come, and waits until they are gone.

    Raises:
        LoadError: if Locust fails.
    """
    if not PYTHON.exists():
        raise LoadError("Locust is missing; run 'python3 bot/bootstrap.py --only load'.")
    with TemporaryDirectory() as folder:
        done = subprocess.run(
            [
                str(PYTHON), "-m", "locust", "-f", str(VISITORS), "--headless", "--host", wanted.url,
                "--users", str(wanted.visitors), "--spawn-rate", str(wanted.visitors),
                "--run-time", f"{WARM_UP + wanted.seconds:.0f}s", "--stop-timeout", str(LAST_TURNS_WITHIN),
                "--bot", wanted.bot, "--pause", str(wanted.pause), "--warm-up", str(WARM_UP),
                "--counts", f"{folder}/counts.json", "--exit-code-on-error", "0",
            ],
            cwd=folder,  # where no settings of Locust's lie
            env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False,
            preexec_fn=die_with_parent,
        )  # fmt: skip
        if done.returncode:
            words = "\n".join(f"  {line}" for line in done.stderr.splitlines()[-LAST_LINES:])
            raise LoadError(f"Locust failed:\n{words}")
        counts = json.loads(Path(folder, "counts.json").read_text(encoding="utf-8"))
    return figures(counts, wanted.seconds)


def figures(counts: dict[str, Any], seconds: float) -> Figures:
    """Reads Locust's count.

    Args:
        counts: `turns`, Locust's entry for all requests, and `errors`, each with how often it came.
        seconds: that were to be counted; it took longer where turns were under way at the end.

    Raises:
        LoadError: if the failures listed are not as many as were counted.
    """
    entry = counts["turns"]
    failures: Counter[str] = Counter()
    for error in counts["errors"]:
        words = re.fullmatch(r"CatchResponseError\('(.*)'\)", error["error"])
        failures[words[1] if words else error["error"]] += error["occurrences"]
    if failures.total() != entry["num_failures"]:
        raise LoadError(f"Locust counted {entry['num_failures']} failures, and listed {failures.total()}.")
    turns = entry["num_requests"]
    lasted = max(seconds, (entry["last_request_timestamp"] or 0) - entry["start_time"])
    times = {float(ms): count for ms, count in entry["response_times"].items()}
    p50, p95, p99 = (percentile(times, share) if turns >= fewest else None for share, fewest in FEWEST.items())
    return Figures(turns, turns / lasted, p50, p95, p99, dict(failures))


def percentile(times: Mapping[float, int], share: float) -> float:
    """The smallest of `times`, with how often each came, that at least `share` of them do not pass."""
    wanted = share * sum(times.values())
    reached = 0
    for ms, count in sorted(times.items()):
        reached += count
        if reached >= wanted:
            return ms
    raise ValueError("No times at all.")
