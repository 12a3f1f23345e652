"""Wording: which of the places that should be flagged are, and whether clean texts are left alone."""

import json
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from bot.evaluation.intervals import mean_share
from bot.evaluation.lines import Line
from bot.evaluation.ranking import OURS
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.evaluation.service import Custom
from bot.settings import ROOT

ASK = "check this text: "
ALEX = ROOT / "benchmarks" / "alex"
ALEX_TITLE = "alex (general)"
Places = list[tuple[int, int]]


def measure(run: Run) -> Section:
    """Sends each text to be checked."""
    lines = run.lines("wording")
    replies = run.replies("wording", ASK)
    found = {OURS: [_places(reply) for reply in replies]}
    others = sum(reply["type"] != "wording" for reply in replies)
    notes = [f"{others} texts were not met with a check of their wording."]
    if run.baselines:
        if general := alex([line.text for line in lines]):
            found[ALEX_TITLE] = general
        else:
            notes.append("alex is not installed: `npm ci` in benchmarks/alex puts it beside.")
    rules = [[f["rule"] for f in reply.get("flags", [])] for reply in replies]
    return section(lines, found, rules, notes)


def section(
    lines: Sequence[Line],
    found: Mapping[str, Sequence[Places]],
    rules: Sequence[Sequence[str]],
    notes: Sequence[str] = (),
) -> Section:
    """The table of labelled texts and the places that checkers flag in them.

    Args:
        lines: with `flag` as their label, a list of objects with `span`.
        found: places by name of the checker, ours first, in the order of the lines.
        rules: ids of the rules of ours, in the order of its places.
        notes: on how it was measured.
    """
    rows: list[list[Cell]] = []
    for name, of_checker in found.items():
        hits = [hit for line, places in zip(lines, of_checker, strict=True) for hit in _hits(line, places)]
        clean = [float(not places) for line, places in zip(lines, of_checker, strict=True) if not line.label]
        row: list[Cell] = [name, len(hits), mean_share(hits) if hits else "", len(clean)]
        rows.append([*row, mean_share(clean) if clean else ""])
    ours = next(iter(found.values()))
    missed = [
        {"id": line.id, "span": flag["span"]}
        for line, places in zip(lines, ours, strict=True)
        for flag, hit in zip(line.label, _hits(line, places), strict=True)
        if not hit
    ]
    wrong = [
        {"id": line.id, "spans": [line.text[a:b] for a, b in places], "rules": list(names)}
        for line, places, names in zip(lines, ours, rules, strict=True)
        if places and not line.label
    ]
    columns = ["checker", "places to flag", "found", "clean texts", "left alone"]
    table = Table("places found, clean texts left alone", columns, rows)
    return Section("Wording", [table], notes, data={"missed": missed, "flagged though clean": wrong})


def _places(reply: Custom) -> Places:
    return [(flag["start"] - len(ASK), flag["end"] - len(ASK)) for flag in reply.get("flags", [])]


def _hits(line: Line, places: Places) -> list[float]:
    """For each place that should be flagged 1 if one that is overlaps it, else 0."""
    hits = []
    for flag in line.label:
        start = line.text.index(flag["span"])
        end = start + len(flag["span"])
        hits.append(float(any(a < end and start < b for a, b in places)))
    return hits


def alex(texts: Sequence[str]) -> list[Places]:
    """What alex flags, by text; nothing where it is not installed."""
    node = shutil.which("node")
    if node is None or not (ALEX / "node_modules").is_dir():
        return []
    done = subprocess.run(
        [node, "check.mjs"], cwd=ALEX, input=json.dumps(list(texts)), capture_output=True, text=True, check=True
    )
    return [
        [(_points(text, start), _points(text, end)) for start, end in places]
        for text, places in zip(texts, json.loads(done.stdout), strict=True)
    ]


def _points(text: str, units: int) -> int:
    """An offset in UTF-16 units as one in code points."""
    return len(text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", errors="ignore"))
