"""Runs this project's intent pipeline, unchanged, on any labelled data set.

    python -m scripts.benchmark_intents --train PATH [--test PATH] [--per-intent 10] [--oos oos] [--seed 1]
        [--no-adapt] [--diet EPOCHS]

PATH is an NLU file of Rasa's (YAML), a folder of such files, or a CSV file with a column of texts and one of labels.
The encoder is adapted to the training texts, then Rasa trains the pipeline of config.yml on them. Without --test a
fifth of the texts is held back. Prints the share of intents that are right in scope, the share of out-of-scope texts
that are given the out-of-scope label or Rasa's fallback, and the seconds.

`--train data --diet 100` compares the classifier of config.yml with Rasa's DIET on the project's own examples.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation.datasets import DataError, Pair, folds, once, read, sample
from bot.evaluation.intervals import mean_share
from bot.evaluation.job import JobError
from bot.evaluation.pipeline import (
    Outcome,
    Pipeline,
    Prediction,
    own_pipeline,
    own_with_diet,
    train_and_predict,
)
from bot.evaluation.rasa_format import FALLBACK
from bot.evaluation.section import Cell, Table
from bot.settings import ROOT, SettingsError, load_settings
from knowledge.encoder import EncoderError

PARTS = 5  # one of which is held back where there is no test set
COLUMNS = (
    "pipeline", "training texts", "intents", "tested in scope", "right in scope", "right, first in rank",
    "tested out of scope", "out-of-scope recall", "adapting, s", "training, s",
)  # fmt: skip


@dataclass(frozen=True)
class Split:
    """What is trained on and tested on."""

    train: list[Pair]
    test: list[Pair]


def main(arguments: Sequence[str] | None = None) -> None:
    """Reads, trains, tests, prints a table."""
    options = _options(arguments)
    try:
        split = split_of(options.train, options.test, options.per_intent, options.seed)
        pipelines = [own_pipeline(options.adapt)]
        if options.diet:
            pipelines.append(own_with_diet(options.diet, options.adapt))
        place = ROOT / "var"
        place.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="benchmark-", dir=place) as folder:
            rows = [_row(pipeline, split, options.oos, Path(folder)) for pipeline in pipelines]
    except (DataError, JobError, EncoderError, SettingsError) as error:
        sys.exit(str(error))
    print(Table("", COLUMNS, rows).markdown())


def split_of(train: Path, test: Path | None, per_intent: int, seed: int) -> Split:
    """Training and test texts; of the training texts at most `per_intent` of each intent, all if that is 0.

    Raises:
        DataError: if a file cannot be read.
    """
    pairs = once(read(train))
    if test is None:
        pairs, tested = folds(pairs, PARTS, seed)[0]
        if not tested:
            raise DataError(f"{train} holds too few texts to hold some back; give others with --test.")
    else:
        tested = read(test)
    return Split(sample(pairs, per_intent, seed) if per_intent else pairs, tested)


def figures(test: Sequence[Pair], predictions: Sequence[Prediction], oos: str) -> list[Cell]:
    """How many texts were in scope, the shares of those that are right, and the same of texts labelled `oos`."""
    pairs = list(zip(test, predictions, strict=True))
    inside = [(label, p) for (_, label), p in pairs if label != oos]
    outside = [p for (_, label), p in pairs if label == oos]
    right = [float(p.intent == label) for label, p in inside]
    # What it would have answered had Rasa's fallback not stepped in: what published figures mostly count.
    first = [float(p.ranking[:1] == [label]) for label, p in inside]
    away = [float(p.intent in (oos, FALLBACK)) for p in outside]
    return [
        len(inside),
        *(mean_share(values) if values else "–" for values in (right, first)),
        len(outside),
        mean_share(away) if away else "–",
    ]


def _row(pipeline: Pipeline, split: Split, oos: str, folder: Path) -> list[Cell]:
    found: Outcome = train_and_predict(
        split.train, [text for text, _ in split.test], folder, pipeline, load_settings(), print
    )
    intents = len({label for _, label in split.train})
    return [
        pipeline.name, len(split.train), intents, *figures(split.test, found.predictions, oos),
        round(found.adapting), round(found.training),
    ]  # fmt: skip


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--train", type=Path, required=True, help="texts to train on: YAML, a folder of it, or CSV")
    parser.add_argument("--test", type=Path, help="texts to test on; a fifth of the others if left out")
    parser.add_argument("--per-intent", type=int, default=0, help="train on so many texts of each intent; all if 0")
    parser.add_argument("--oos", default="oos", help="label of texts that belong to no intent")
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn by chance")
    parser.add_argument("--adapt", action=argparse.BooleanOptionalAction, default=True, help="adapt the encoder")
    parser.add_argument("--diet", type=int, default=0, metavar="EPOCHS", help="also with DIET, on the same features")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
