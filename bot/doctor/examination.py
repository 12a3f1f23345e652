"""All checks, group by group, each imported when its turn comes. Standard library only, any Python from 3.8."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from bot.doctor.finding import Finding, broken

# Modules of this package; the `findings()` of each gives lines.
GROUPS = ("environments", "settings", "machine", "ports", "build", "knowledge", "database", "elsewhere", "service")


def examine() -> Iterator[Finding]:
    """Every finding, in an order in which what comes first explains what comes later."""
    for group in GROUPS:
        yield from _findings(group)


def _findings(group: str) -> Iterator[Finding]:
    """What one group finds; one that cannot even look says so, and the next goes on."""
    try:
        yield from import_module(f"bot.doctor.{group}").findings()
    except Exception as error:  # whatever is broken here is what the doctor was called for
        why = (str(error).splitlines() or [""])[0].rstrip(".") or type(error).__name__
        yield broken(group, f"could not be looked at ({why})", "Mend what is broken above, and look again.")
