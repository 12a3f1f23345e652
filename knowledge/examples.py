"""Labelled examples of what people write: the bot's training examples and the questions of each item.

What the encoder is adapted to. An example of a situation and a question of the item that answers it first carry
the same label, the item's id; every other intent is a label of its own.
"""

import math
from collections.abc import Iterator
from pathlib import Path

import yaml

from knowledge.library import Library


def rasa_examples(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Pairs of example and intent in NLU files of Rasa's YAML format, in their order."""
    for path in paths:
        for row in yaml.safe_load(path.read_text(encoding="utf-8")).get("nlu") or ():
            for line in row.get("examples", "").splitlines() if "intent" in row else ():
                if line.strip().startswith("- "):
                    yield line.strip()[2:].strip(), row["intent"]


OF_OTHERS = 80  # examples of each intent that is no situation: they only need to be kept apart


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
