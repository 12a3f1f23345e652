"""Checks documents and tells what was found, for people and for programs."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from knowledge.library import Library
from knowledge.schema import Audience
from knowledge.wording.checker import Checker, Flag
from knowledge.wording.documents import Part, read
from knowledge.wording.rulebook import Rulebook

Finding = tuple[Path, Part, Flag]


def checked(paths: Iterable[Path], checker: Checker, audience: Audience | None) -> list[Finding]:
    """What is flagged in documents, in their order.

    Raises:
        DocumentError: if one cannot be read.
    """
    documents = [(path, read(path)) for path in paths]  # all first: a missing file is told at once
    return [
        (path, part, flag) for path, parts in documents for part in parts for flag in checker.check(part.text, audience)
    ]


def as_json(findings: Sequence[Finding]) -> str:
    """For programs: a list of objects."""
    rows = [{"file": str(path), "place": part.place, **flag_data(flag)} for path, part, flag in findings]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_text(findings: Sequence[Finding], library: Library, book: Rulebook) -> str:
    """For people: a paragraph for each place."""
    rows = []
    for path, part, flag in findings:
        ways = "\n".join(f"    {'say' if flag.fits else 'instead'}: {way}" for way in flag.alternatives)
        cited = "; ".join(source_title(source, library, book) for source in flag.rule.source)
        rows.append(f"{path}, {part.place}: “{flag.span}”\n    {flag.rule.why}\n{ways}\n    source: {cited}")
    return "\n\n".join(rows)


def flag_data(flag: Flag) -> dict[str, Any]:
    """A flag as it stands in replies."""
    return {
        "start": flag.start,
        "end": flag.end,
        "span": flag.span,
        "rule": flag.rule.id,
        "family": flag.rule.family,
        "severity": flag.rule.severity,
        "why": flag.rule.why,
        "alternatives": list(flag.alternatives),
        "fits": flag.fits,
        "source": list(flag.rule.source),
    }


def source_title(source: str, library: Library, book: Rulebook) -> str:
    """What a rule cites, as people read it."""
    if source in book.sources:
        cited = book.sources[source]
        return f"{cited.title}, {cited.publisher}, {cited.year}"
    item = library.items[source]
    return f"{item.kind} {item.number} of the paper, “{item.title}”" if item.number else f"“{item.title}”"
