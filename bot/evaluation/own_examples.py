"""The project's own training examples, cut into parts that are held back in turn."""

from functools import cache
from pathlib import Path

from bot.evaluation.datasets import Pair, folds, once
from bot.settings import ROOT
from knowledge.examples import rasa_examples

PARTS = 5
SEED = 1


def files(root: Path = ROOT) -> list[Path]:
    """The files of training examples."""
    return [root / "data" / "nlu.yml", *sorted((root / "data" / "nlu").glob("*.yml"))]


@cache
def own_folds() -> list[tuple[list[Pair], list[Pair]]]:
    """(the rest, the part held back) for each part."""
    return folds(once(rasa_examples(files())), PARTS, SEED)


@cache
def groups() -> dict[str, str]:
    """The group of each intent: the name of the file that its examples stand in."""
    found: dict[str, str] = {}
    for path in files():
        group = path.stem.removeprefix("situations_") if path.stem != "nlu" else "conversation"
        for _, intent in rasa_examples([path]):
            found.setdefault(intent, group)
    return found
