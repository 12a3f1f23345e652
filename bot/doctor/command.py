"""`python -m bot doctor`. Standard library only, any Python from 3.8, so that it speaks where all else is broken."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict

from bot.doctor.examination import examine
from bot.doctor.finding import BROKEN


def main(arguments: list[str]) -> int:
    """The command with its `arguments`; gives the exit code."""
    ask = argparse.ArgumentParser(prog="python -m bot doctor", description="Finds what is wrong, and says what to do.")
    ask.add_argument("--json", action="store_true", help="as JSON, for programs")
    return report(ask.parse_args(arguments).json)


def report(as_json: bool) -> int:
    """Prints every finding, a line each as it is found, or all of them as JSON; 1 if something is broken, else 0."""
    found = []
    for finding in examine():
        found.append(finding)
        if not as_json:
            print(finding, flush=True)
    whole = not any(finding.state == BROKEN for finding in found)
    if as_json:
        print(json.dumps({"whole": whole, "findings": [asdict(finding) for finding in found]}, indent=1))
    return 0 if whole else 1
