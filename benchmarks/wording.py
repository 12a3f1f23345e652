"""Times the check of a page's wording beside spaCy's own pipeline on the same page, in one run, on one processor.

python -m benchmarks.wording [--words 1000] [--runs 20]
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable

from bot.evaluation.lines import read_lines
from bot.settings import ROOT
from knowledge.library import load
from knowledge.wording.checker import Checker, pipeline
from knowledge.wording.rulebook import load_rulebook


def main() -> None:
    """Makes a page of the texts of evaluation/wording.jsonl, times both, prints a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--words", type=int, default=1000, help="on the page, at least")
    parser.add_argument("--runs", type=int, default=20, help="of each, of which the middle one counts")
    options = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):  # on Linux
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    page = _page(options.words)
    checker = Checker(load_rulebook(load()))
    rows = [
        ("spaCy's pipeline alone", _milliseconds(lambda: pipeline()(page), options.runs)),
        ("the check of the wording", _milliseconds(lambda: checker.check(page), options.runs)),
    ]
    print(f"A page of {len(page.split())} words, {len(checker.check(page))} places flagged:\n")
    print("| | ms | times spaCy |\n| --- | --- | --- |")
    for name, milliseconds in rows:
        print(f"| {name} | {milliseconds:.0f} | {milliseconds / rows[0][1]:.1f} |")


def _page(words: int) -> str:
    page = ""
    for line in read_lines(ROOT / "evaluation" / "wording.jsonl", "flag"):
        page += line.text + " "
        if len(page.split()) >= words:
            break
    return page


def _milliseconds(do: Callable[[], object], runs: int) -> float:
    do()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        do()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


if __name__ == "__main__":
    main()
