"""Labelled examples of what people write: the bot's training examples and the questions of each item.

What the encoder is adapted to. An example of a situation and a question of the item that answers it first carry
the same label, the item's id; every other intent is a label of its own.
"""

import math
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from knowledge.library import Library

# As Rasa writes an entity into an example: [Berlin](city), or [Berlin]{"entity": "city"}.
ENTITY = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # large data sets take minutes without


def rasa_examples(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Pairs of example and intent in NLU files of Rasa's YAML format, in their order; entities are plain words."""
    for path in paths:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)
        for row in (data.get("nlu") if isinstance(data, dict) else None) or ():
            for text in _texts(row.get("examples") or "") if "intent" in row else ():
                yield ENTITY.sub(r"\1", text).strip(), str(row["intent"])


def _texts(examples: str | list[dict[str, str]]) -> Iterator[str]:
    """Examples stand one a line behind a dash, or as a list of which each has a text."""
    if isinstance(examples, str):
        lines = (line.strip() for line in examples.splitlines())
        yield from (line[2:] for line in lines if line.startswith("- "))
    else:
        yield from (row["text"] for row in examples)


OF_OTHERS = 330  # examples of each intent that is no situation; with 80 danger and what looks like it were nearer


def labelled_examples(library: Library, root: Path) -> list[tuple[str, str]]:
    """Pairs of text and label, each text once, of the data under the project's folder `root`."""
    files = [root / "data" / "nlu.yml", *sorted((root / "data" / "nlu").glob("*.yml"))]
    texts: dict[str, list[str]] = {}
    for text, intent in rasa_examples(files):
        texts.setdefault(intent, []).append(text)
    pairs: dict[str, str] = {}
    for intent, examples in texts.items():
        situation = library.situations.get(intent)
        if situation:
            pairs.update(dict.fromkeys(examples, situation.items[0]))
        else:
            pairs.update(dict.fromkeys(examples[:: math.ceil(len(examples) / OF_OTHERS)], intent))
    for item, questions in library.questions.items():
        pairs.update(dict.fromkeys(questions, item))
    return list(pairs.items())
