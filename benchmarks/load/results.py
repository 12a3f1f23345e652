"""The file of what was measured, and the tables made of it."""

import json
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.load.doors import DOORS
from bot.settings import ROOT

RESULTS = ROOT / "benchmarks" / "results" / "load.json"
PAGE = ROOT / "docs" / "load.md"
KEY = ("bot", "visitors", "pause")
MARKS = "<!-- {} begins -->", "<!-- {} ends -->"


def read(path: Path = RESULTS) -> dict[str, Any]:
    """The results: `machine`, `rows` and, once there was one, `soak`; empty where nothing was measured."""
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def keep_row(row: dict[str, Any], path: Path = RESULTS) -> None:
    """Writes a row into the file at once, in place of the one of the same bot, visitors and pause."""
    results = read(path)
    others = [one for one in results.get("rows", []) if any(one[key] != row[key] for key in KEY)]
    _write({**results, "machine": machine(), "rows": [*others, row]}, path)


def keep_soak(soak: dict[str, Any], path: Path = RESULTS) -> None:
    """Writes a soak into the file, in place of the one before."""
    _write({**read(path), "machine": machine(), "soak": soak}, path)


def machine() -> str:
    """What it was measured on, in words."""
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.findall(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)[0]
    except (OSError, IndexError):
        model = platform.machine()
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} logical processors ({model}), {gib:.0f} GiB of memory, {platform.system()}"


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Rows of the file as a table in Markdown, both bots below each other."""
    lines = [
        "| at once | pauses | bot | turns a second | p50, ms | p95, ms | p99, ms | turns | failed "
        "| memory before, at most, after, MiB |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    order = list(DOORS)
    for row in sorted(rows, key=lambda row: (row["pause"] == 0, row["visitors"], order.index(row["bot"]))):
        pauses = f"some {row['pause']:g} s" if row["pause"] else "none"
        times = " | ".join("–" if row[name] is None else f"{row[name]:.0f}" for name in ("p50", "p95", "p99"))
        memory = ", ".join(
            f"{name} {mib['start']:.0f}, {mib['peak']:.0f}, {mib['end']:.0f}" for name, mib in row["memory"].items()
        )
        lines.append(
            f"| {row['visitors']} | {pauses} | {DOORS[row['bot']].label} | {row['per_second']:.1f} | {times} "
            f"| {row['turns']} | {_failed(row['failures'])} | {memory} |"
        )
    return "\n".join(lines)


def soak_table(soak: dict[str, Any]) -> str:
    """A soak of the file as a table in Markdown, with a line on what was done."""
    what = f"{soak['turns']} turns, {_failed(soak['failures'])} failed; {soak['conversations']:.0f} conversations"
    lines = [
        f"{soak['minutes']:g} minutes, {soak['visitors']} visitors, pauses of some {soak['pause']:g} s: "
        f"{what}, of which Rasa keeps the last {soak['kept']}.",
        "",
        "| process | MiB at the start | at most | at the end | rise in the second half, MiB | allowed "
        "| MiB an hour | KiB a conversation | flat |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for name, grown in soak["growth"].items():
        mib = soak["memory"][name]
        lines.append(
            f"| {name} | {mib['start']:.0f} | {mib['peak']:.0f} | {mib['end']:.0f} | {grown['rise']:.1f} "
            f"| {grown['allowed']:.1f} | {grown['per_hour']:.0f} | {grown['per_conversation']:.1f} "
            f"| {'yes' if grown['flat'] else '**no**'} |"
        )
    return "\n".join(lines)


def put_between(page: str, name: str, text: str) -> str:
    """`page` with `text` between the two marks of `name`, in place of what stood there.

    Raises:
        ValueError: if the page has no such marks.
    """
    begin, end = (mark.format(name) for mark in MARKS)
    head, begun, rest = page.partition(begin)
    _, ended, tail = rest.partition(end)
    if not (begun and ended):
        raise ValueError(f"The page has no place for the {name}: {begin} and {end}.")
    return f"{head}{begin}\n\n{text}\n\n{end}{tail}"


def _failed(failures: dict[str, int]) -> str:
    """How many turns failed, and why."""
    why = ", ".join(f"{count} × {what}" for what, count in sorted(failures.items()))
    return f"{sum(failures.values())} ({why})" if failures else "0"


def _write(results: dict[str, Any], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    new.replace(path)
