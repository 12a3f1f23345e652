"""The two Python environments: there, on a Python that they run on, and with what the lock files name.

Standard library only, any Python from 3.8.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.bootstrap import ENVIRONMENTS, ROOT, VENVS, Environment, is_whole, python_of
from bot.doctor.finding import Finding, broken, look, ok

SETUP = "Run 'make setup'."
SHOWN = 3  # packages that are named
# Asked of an environment's own Python: its version, and the version of each package.
ASK = (
    "import importlib.metadata as m, json, sys;"
    "print(json.dumps([sys.version_info[:2], {d.metadata['Name']: d.version for d in m.distributions()}]))"
)
PIN = re.compile(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(;?)", re.MULTILINE)


def findings() -> Iterator[Finding]:
    """A line for each environment."""
    for environment in ENVIRONMENTS:
        yield _of(environment)


def _of(environment: Environment) -> Finding:
    check = f"environment '{environment.name}'"
    python = python_of(VENVS / environment.name)
    if not python.exists():
        return broken(check, "it is missing", SETUP)
    try:
        done = subprocess.run([str(python), "-c", ASK], capture_output=True, text=True, timeout=60)
        version, installed = json.loads(done.stdout)
    except (OSError, subprocess.TimeoutExpired, ValueError):
        return broken(check, "its Python does not run", f"Remove {python.parents[1]}, then run 'make setup'.")
    name = "Python " + ".".join(map(str, version))
    if tuple(version) not in environment.pythons:
        wanted = " or ".join(".".join(map(str, one)) for one in environment.pythons)
        return broken(check, f"{name} instead of {wanted}", f"Remove {python.parents[1]}, then run 'make setup'.")
    if wrong := differing([ROOT / lock for lock in environment.locks], installed):
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        return look(check, f"{name}, but not as the lock files say: {', '.join(wrong[:SHOWN])}{more}", SETUP)
    if not is_whole(environment):
        return look(check, f"{name}, but it was not made to its end from the lock files as they are now", SETUP)
    return ok(check, f"{name}, as the lock files say")


def differing(locks: list[Path], installed: Mapping[str, str]) -> list[str]:
    """Packages that are not there, or are there in another version than the lock files name, each in a few words.

    Those of a line with a condition (another system, another Python) may be missing.
    """
    have = {_plain(name): version for name, version in installed.items() if name}
    wrong = []
    for lock in locks:
        for name, version, has_condition in PIN.findall(lock.read_text(encoding="utf-8")):
            found = have.get(_plain(name))
            if found is None and not has_condition:
                wrong.append(f"{name} is missing")
            elif found is not None and not has_condition and found.split("+")[0] != version:
                wrong.append(f"{name} is {found} instead of {version}")
    return wrong


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
