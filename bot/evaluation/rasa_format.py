"""Labelled texts as Rasa's training data: what they must not hold, and how they are written."""

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

FALLBACK = "nlu_fallback"  # the intent that Rasa's fallback gives
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)  # large data sets take minutes without

Pairs = Sequence[tuple[str, str]]


def write_nlu(path: Path, pairs: Pairs) -> None:
    """Writes pairs of text (of one line) and intent as a file of Rasa's training data."""
    by_intent: dict[str, list[str]] = {}
    for text, intent in pairs:
        by_intent.setdefault(intent, []).append(f"- {text}\n")
    rows = [{"intent": intent, "examples": "".join(lines)} for intent, lines in by_intent.items()]
    text = yaml.dump({"version": "3.1", "nlu": rows}, Dumper=_DUMPER, allow_unicode=True, width=2**30, sort_keys=False)
    path.write_text(text, encoding="utf-8")


def one_line(text: str) -> str:
    """`text` on one line, with nothing that Rasa would take for the mark of an entity."""
    return re.sub(r"\](?=[({\[])", "] ", " ".join(text.split()))


def safe_names(intents: Sequence[str]) -> dict[str, str]:
    """A name for each intent that Rasa takes for one intent: it splits names at "/", and others at "+"."""
    found: dict[str, str] = {}
    for intent in dict.fromkeys(intents):
        name = re.sub(r"[^\w.-]", "_", intent)
        while name in found.values() or name == FALLBACK:
            name += "_"
        found[intent] = name
    return found
