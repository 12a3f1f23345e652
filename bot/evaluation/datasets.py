"""Reads labelled texts, Rasa's YAML or CSV, and draws parts of them."""

import csv
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from knowledge.examples import rasa_examples

TEXT_NAMES = ("text", "utterance", "sentence", "query")
LABEL_NAMES = ("label", "intent", "category", "class")
DELIMITERS = ",;|"  # and the tab, which stands in no text

Pair = tuple[str, str]


class DataError(Exception):
    """A data set cannot be read; the message names the file and the fault."""


def read(path: Path) -> list[Pair]:
    """Pairs of text and intent of a CSV file, an NLU file in YAML, or a folder of such files.

    Raises:
        DataError: if there are none, or the file is neither.
    """
    try:
        if path.is_dir():
            pairs = [*rasa_examples(sorted([*path.rglob("*.yml"), *path.rglob("*.yaml")]))]
        elif path.suffix in (".yml", ".yaml"):
            pairs = [*rasa_examples([path])]
        else:
            pairs = read_csv(path)
    except OSError as error:
        raise DataError(f"{path} cannot be read: {error.strerror}.") from None
    except (UnicodeDecodeError, yaml.YAMLError, csv.Error) as error:
        raise DataError(f"{path} cannot be read: {error}.") from None
    if not pairs:
        raise DataError(f"{path} holds no labelled texts.")
    return pairs


def read_csv(path: Path) -> list[Pair]:
    """Pairs of text and intent of a file of columns, with or without a header.

    The header, if there is one, names the columns as is usual: `TEXT_NAMES`, `LABEL_NAMES`. Without one, two
    columns are expected, and the one with more different values holds the texts.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        start = file.readline()
        file.seek(0)
        delimiter = "\t" if "\t" in start else max(DELIMITERS, key=start.count)
        rows = [row for row in csv.reader(file, delimiter=delimiter) if any(cell.strip() for cell in row)]
    if not rows:
        return []
    head = [cell.strip().strip("#").strip().lower() for cell in rows[0]]
    text, label = _column(head, TEXT_NAMES), _column(head, LABEL_NAMES)
    if len(head) == 2 and (text is None) != (label is None):  # one is named as usual, so the other is the other
        text, label = (1 - label, label) if label is not None else (text, 1 - (text or 0))
    if text is not None and label is not None:
        first, body = 2, rows[1:]
    elif len(head) == 2:
        first, body = 1, rows
        text = 0 if len({row[0] for row in body}) >= len({row[-1] for row in body}) else 1
        label = 1 - text
    else:
        raise DataError(
            f"{path}: the first line names no text ({', '.join(TEXT_NAMES)}) and label ({', '.join(LABEL_NAMES)})."
        )
    found = []
    for number, row in enumerate(body, first):
        if len(row) <= max(text, label):
            raise DataError(f"{path}, row {number}: {len(row)} columns, where {len(head)} are expected.")
        if row[text].strip() and row[label].strip():
            found.append((row[text].strip(), row[label].strip()))
    return found


def once(pairs: Iterable[Pair]) -> list[Pair]:
    """Each text once, whatever its case: a text in both parts of a split would test nothing."""
    seen: dict[str, Pair] = {}
    for text, label in pairs:
        seen.setdefault(" ".join(text.split()).casefold(), (text, label))
    return list(seen.values())


def sample(pairs: Sequence[Pair], per_intent: int, seed: int) -> list[Pair]:
    """At most `per_intent` pairs of each intent, drawn by chance."""
    shuffled = random.Random(seed).sample(pairs, len(pairs))
    counts: dict[str, int] = {}
    found = []
    for text, label in shuffled:
        counts[label] = counts.get(label, 0) + 1
        if counts[label] <= per_intent:
            found.append((text, label))
    return found


def folds(pairs: Sequence[Pair], count: int, seed: int) -> list[tuple[list[Pair], list[Pair]]]:
    """Cuts `pairs` into `count` parts with the same share of each intent in all; gives (the rest, the part) of each.

    An intent of one text stays in the rest: none would know it otherwise.
    """
    shuffled = random.Random(seed).sample(pairs, len(pairs))
    total: dict[str, int] = {}
    for _, label in shuffled:
        total[label] = total.get(label, 0) + 1
    # Each intent begins at another part, else small intents would all fall into the first ones.
    dealt = {label: number for number, label in enumerate(sorted(total))}
    part_of = []
    for _, label in shuffled:
        part_of.append(dealt[label] % count if total[label] > 1 else None)
        dealt[label] += 1
    return [
        (
            [pair for pair, part in zip(shuffled, part_of, strict=True) if part != number],
            [pair for pair, part in zip(shuffled, part_of, strict=True) if part == number],
        )
        for number in range(count)
    ]


def _column(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((head.index(name) for name in names if name in head), None)
