"""Runs the measurements and puts them into tables."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from bot.evaluation.baselines import bm25, embeddings
from bot.evaluation.lines import Line, read_lines
from bot.evaluation.metrics import RankingFigures, confusion, ranking_figures
from bot.evaluation.service import Custom, ask
from knowledge.library import ROOT, load


@dataclass
class Report:
    """What was measured; empty parts were not asked for.

    Attributes:
        guidance: figures by name of the search ("Common Ground" and the baselines).
        types: label of a message -> type of the reply -> count.
        urgency: wanted urgency -> given urgency -> count.
        missed: ids of guidance lines whose best item did not come first, with what did.
    """

    guidance: dict[str, RankingFigures] = field(default_factory=dict)
    types: dict[str, dict[str, int]] = field(default_factory=dict)
    urgency: dict[str, dict[str, int]] = field(default_factory=dict)
    missed: list[dict[str, Any]] = field(default_factory=list)

    def markdown(self) -> str:
        """The tables."""
        parts = []
        if self.guidance:
            rows = [
                f"| {name} | {f.first:.2f} | {f.within_three:.2f} | {f.within_five:.2f} | {f.mrr:.2f} | {f.ndcg:.2f} |"
                for name, f in self.guidance.items()
            ]
            count = next(iter(self.guidance.values())).messages
            head = f"| {count} messages | first | within 3 | within 5 | MRR | nDCG@5 |\n|---|---|---|---|---|---|"
            parts.append("\n".join([head, *rows]))
        if self.types:
            parts.append(_table("label", self.types))
        if self.urgency:
            parts.append(_table("urgency", self.urgency))
        return "\n\n".join(parts)

    def as_json(self) -> str:
        """All of it, for machines."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)


def measure_guidance(report: Report, url: str, path: Path, baselines: bool) -> None:
    """Adds the figures of the search for the messages of `path` (key `grades`)."""
    lines = read_lines(path, "grades")
    replies = list(ask(url, [line.text for line in lines]))
    found = [reply.get("sources", []) for reply in replies]
    report.guidance["Common Ground"] = _figures(lines, found)
    report.missed = [
        {"id": line.id, "type": reply["type"], "sources": reply.get("sources", [])}
        for line, reply in zip(lines, replies, strict=True)
        if not _right_first(line, reply)
    ]
    if baselines:
        library = load()
        texts = [line.text for line in lines]
        plain = embeddings(library, ROOT / "build" / "encoder", texts)
        report.guidance["plain embedding search"] = _figures(lines, plain)
        report.guidance["plain BM25"] = _figures(lines, bm25(library, texts))


def measure_scope(report: Report, url: str, path: Path) -> None:
    """Adds which type of reply the messages of `path` (key `label`) get."""
    lines = read_lines(path, "label")
    replies = ask(url, [line.text for line in lines])
    report.types = confusion([(line.label, _kind(reply)) for line, reply in zip(lines, replies, strict=True)])


def measure_safety(report: Report, url: str, path: Path) -> None:
    """Adds which urgency the messages of `path` (key `urgency`) get."""
    lines = read_lines(path, "urgency")
    replies = ask(url, [line.text for line in lines])
    report.urgency = confusion(
        [(line.label, reply.get("urgency", "none")) for line, reply in zip(lines, replies, strict=True)]
    )


def _figures(lines: Sequence[Line], found: Sequence[Sequence[str]]) -> RankingFigures:
    return ranking_figures([(ids, line.label) for line, ids in zip(lines, found, strict=True)])


def _right_first(line: Line, reply: Custom) -> bool:
    sources = reply.get("sources", [])
    return bool(sources) and line.label.get(sources[0]) == 3


def _kind(reply: Custom) -> str:
    return f"{reply['type']} ({reply['reason']})" if reply["type"] == "refusal" else str(reply["type"])


def _table(name: str, counts: dict[str, dict[str, int]]) -> str:
    columns = sorted({got for row in counts.values() for got in row})
    head = f"| {name} | {' | '.join(columns)} |\n|{'---|' * (len(columns) + 1)}"
    rows = [
        f"| {wanted} | {' | '.join(str(row.get(c, 0)) for c in columns)} |" for wanted, row in sorted(counts.items())
    ]
    return "\n".join([head, *rows])
