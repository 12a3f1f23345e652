"""Times what each process does until it can answer, part by part.

    python -m benchmarks.startup [--times 3]

Each process does its parts alone, with the files it reads in memory already; of several times the median counts. The
service starts all three at once, so on few processors a start takes longer than the longest of them.
"""

import argparse
import json
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.build import build_service
from bot.environment import MAIN_PYTHON, MODEL, RASA_PYTHON, child_environment
from bot.evaluation.section import Table
from bot.settings import ROOT, Settings

# What a program of parts is wrapped in: it prints the moment at which each part was done. It ends at once then: threads
# of a process may still be at work in packages written in C, which end badly with the interpreter.
AROUND = "import json, os, time\ndone = []\n{}\nprint(json.dumps(done), flush=True)\nos._exit(0)"
PART = "{}\ndone.append(time.time())"


@dataclass(frozen=True)
class Start:
    """A process and its parts.

    Attributes:
        python: that runs it.
        parts: what is done, by what it is called, in order.
    """

    python: Path
    parts: Mapping[str, str]


STARTS: Mapping[str, Start] = {
    "rasa": Start(
        RASA_PYTHON,
        {
            "Python": "",
            "TensorFlow, which Rasa loads in any case": "import tensorflow",
            "the rest of Rasa": "import rasa.core.agent, rasa.core.channels, rasa.server",
            "the model, our encoder and spaCy": (
                f"from rasa.core.agent import Agent\nAgent.load({str(MODEL)!r}).processor"
            ),
        },
    ),
    "actions": Start(
        MAIN_PYTHON,
        {
            "Python": "",
            "packages": "import actions.server\nfrom actions.resources import warm_up",
            "knowledge, index, encoder, training": "warm_up()",
        },
    ),
    "web": Start(
        MAIN_PYTHON,
        {
            "Python": "",
            "packages": "from bot.web.app import served_app",
            "pages, rules on wording, redaction": (
                "from fastapi.testclient import TestClient\nwith TestClient(served_app()): pass"
            ),
        },
    ),
}


def main() -> None:
    """Prints a table of seconds by process and part."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--times", type=int, default=3, help="that each process is started")
    times = options.parse_args().times
    settings = Settings()
    build_service(settings, print)
    print("\n" + table({name: seconds(start, times, settings) for name, start in STARTS.items()}).markdown())


def seconds(start: Start, times: int, settings: Settings) -> list[float]:
    """Median seconds of each part; it is started once more beforehand, to have its files in memory."""
    runs = [once(start, settings) for _ in range(times + 1)][1:]
    return [statistics.median(part) for part in zip(*runs, strict=True)]


def once(start: Start, settings: Settings) -> list[float]:
    """Seconds of each part of one start.

    Raises:
        subprocess.CalledProcessError: if a part fails.
    """
    program = AROUND.format("\n".join(PART.format(part) for part in start.parts.values()))
    began = time.time()
    done = subprocess.run(
        [str(start.python), "-c", program], cwd=ROOT, env=child_environment(settings), capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return durations(began, json.loads(done.stdout.splitlines()[-1]))


def durations(began: float, done: Sequence[float]) -> list[float]:
    """What lies between moments."""
    return [end - start for start, end in zip([began, *done], done, strict=False)]


def table(found: Mapping[str, Sequence[float]]) -> Table:
    """A row for each part, and one for each process as a whole."""
    rows: list[list[str | int]] = []
    for name, parts in found.items():
        rows += [[name, part, f"{took:.1f}"] for part, took in zip(STARTS[name].parts, parts, strict=True)]
        rows.append([name, "all", f"{sum(parts):.1f}"])
    return Table("a start", ["process", "part", "seconds"], rows)


if __name__ == "__main__":
    main()
