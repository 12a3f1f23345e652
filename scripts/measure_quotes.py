"""Measures how near a passage of an own document must be to a message before it is told.

    python -m scripts.measure_quotes DOCUMENT

`DOCUMENT` is the paper itself, as a file: its lessons and case studies are found and embedded like those of any own
document, and since they carry their numbers, the graded messages of `evaluation/guidance.jsonl` tell which of them
answer. `evaluation/scope.jsonl` has messages that nothing in the paper answers. `knowledge/quoting.py` has the limits.
"""

import json
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.documents.ingest import ingest
from knowledge.documents.review import read_documents
from knowledge.encoder import Encoder
from knowledge.library import ROOT, Library, load
from knowledge.store.passage import StoredPassage, stored

LIMITS = np.arange(0.30, 0.86, 0.05)
EVALUATION = ROOT / "evaluation"


def item_of(passage: StoredPassage, library: Library) -> str | None:
    """The item of the paper that a passage of it is, if it is a lesson with its number or a case that is known."""
    if passage.kind == "lesson" and f"lesson-{passage.number}" in library.items:
        return f"lesson-{passage.number}"
    words = passage.title.lower()
    named = (item.id for item in library.items.values() for name in item.names if name.lower() in words)
    return next(named, None) if passage.kind == "case" else None


def main(document: Path) -> None:
    """Prints a line for each limit."""
    library, encoder = load(), Encoder(ROOT / "build" / "encoder", threads=2)
    with tempfile.TemporaryDirectory() as folder:
        ingest(document, Path(folder), lambda text: None, "paper")
        passages = [p for name, found in read_documents(Path(folder)).items() for p in stored(name, found)]
    items = [item_of(passage, library) for passage in passages]
    print(f"{len(passages)} passages, {sum(item is not None for item in items)} of them lessons or cases")
    graded = _lines("guidance.jsonl")
    outside = [line["text"] for line in _lines("scope.jsonl") if line["label"] == "out_of_scope"]
    for name, texts in (
        ("heading and text", [passage.embedded for passage in passages]),
        ("text alone", [passage.text for passage in passages]),
    ):
        vectors = encoder.encode(texts)
        inside = encoder.encode([line["text"] for line in graded]) @ vectors.T
        strange = (encoder.encode(outside) @ vectors.T).max(axis=1)
        print(f"\n{name}: limit, told of {len(graded)} in scope, of these right / wrong / not graded;")
        print(f"told of {len(outside)} out of scope")
        for limit in LIMITS:
            told = inside.max(axis=1) >= limit
            kinds = [_kind(items[int(row.argmax())], line["grades"]) for row, line in zip(inside, graded, strict=True)]
            counts = {
                kind: sum(k == kind for k, t in zip(kinds, told, strict=True) if t) for kind in (True, False, None)
            }
            shares = " / ".join(f"{counts[kind] / max(1, told.sum()):.2f}" for kind in (True, False, None))
            print(f"  {limit:.2f}   {told.mean():.2f}   {shares}   {(strange >= limit).mean():.3f}")


def _kind(item: str | None, grades: Mapping[str, int]) -> bool | None:
    return None if item is None else item in grades


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EVALUATION / name).read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
