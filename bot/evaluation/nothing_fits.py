"""'Nothing fits': how well the chance that something fits tells messages apart, over all thresholds."""

import os
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.metrics import average_precision_score

from bot.environment import MODEL
from bot.evaluation import baselines
from bot.evaluation.intervals import Rows, mean_share, share_of
from bot.evaluation.pipeline import parse
from bot.evaluation.plots import curves
from bot.evaluation.ranking import OURS
from bot.evaluation.run import Run
from bot.evaluation.section import Cell, Section, Table
from bot.settings import ROOT
from knowledge.encoder import Encoder, unpacked
from knowledge.index import PassageIndex
from knowledge.passages import passages
from knowledge.search import Search, Weights

STEPS = 101  # thresholds of the curve
TELL_EVERY = 200  # messages
RESAMPLES = 500

Chances = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]


def measure(run: Run) -> Section:
    """Computes the chances in this process, as the action server does."""
    inside = [line.text for line in run.lines("guidance")]
    inside += [line.text for line in run.lines("scope") if line.label == "in_scope"]
    outside = [line.text for line in run.lines("scope") if line.label == "out_of_scope"]
    texts = [*inside, *outside]
    chances = {OURS: fit_chances(run, texts)}
    if run.baselines:
        chances |= {name: scores.max(axis=1) for name, scores in baselines.scores_of(run, texts).items()}
    truth = np.array([False] * len(inside) + [True] * len(outside))
    weights = Weights.load()
    notes = [
        "A message that the paper does not treat is to be found. Below the lower limit the service turns it away,"
        " between the two it asks back. The limits and the regression were fitted on these very messages, so the"
        " section on scope of other messages says more. The baselines' score is that of the best passage.",
    ]
    return section(truth, chances, {"ask back from": weights.limits.ask, "answer from": weights.limits.answer}, notes)


def fit_chances(run: Run, texts: Sequence[str]) -> Chances:
    """The chance of each message that something fits."""
    encoder = Encoder(ROOT / "build" / "encoder", threads=os.cpu_count() or 1)
    index = PassageIndex.load(ROOT / "build" / "index", passages(run.library), encoder)
    search = Search(run.library, encoder, index)
    parsed = parse(MODEL, texts, run.kept / "parsing", run.settings, run.say)
    run.say(f"Searching for {len(texts)} messages ...")
    found = []
    for number, (text, row) in enumerate(zip(texts, parsed, strict=True), 1):
        intents = {r["name"]: r["confidence"] for r in row["intent_ranking"]}
        found.append(search.rank(text, intents, unpacked(row["embedding"])).fit)
        if number % TELL_EVERY == 0:
            run.say(f"  {number} of {len(texts)} searched for")
    return np.array(found)


def section(
    truth: Truth,
    chances: Mapping[str, npt.NDArray[np.floating]],
    limits: Mapping[str, float],
    notes: Sequence[str] = (),
) -> Section:
    """A table and a curve.

    Args:
        truth: whether nothing fits, by message.
        chances: that something fits, by message; ours first, then scores of baselines, of any scale.
        limits: thresholds on ours, by name.
        notes: for the report.
    """
    ours = np.asarray(next(iter(chances.values())), dtype=float)
    rows: list[list[Cell]] = []
    for name, limit in limits.items():
        below = ours < limit
        precision_here = share_of(len(truth), _precision(truth, below))
        rows.append([name, f"{limit:.3f}", precision_here, mean_share(below[truth]), mean_share(below[~truth])])
    areas: list[list[Cell]] = [
        [name, share_of(len(truth), _area(truth, -np.asarray(values, dtype=float)), RESAMPLES)]
        for name, values in chances.items()
    ]
    x = np.linspace(0, 1, STEPS)
    precision = [_precision(truth, ours < t)(np.arange(len(truth))) for t in x]
    recall = [float((ours < t)[truth].mean()) for t in x]
    plot = curves(
        "nothing-fits", f"'Nothing fits': {truth.sum()} messages out of scope among {len(truth)}",
        "threshold on the chance that something fits", x.tolist(),
        {"precision": precision, "recall": recall}, limits,
    )  # fmt: skip
    return Section(
        "Nothing fits",
        [
            Table("at the chosen limits", ["limit", "threshold", "precision", "recall", "in scope, below it"], rows),
            Table("area under precision over recall, all thresholds", ["score", "average precision"], areas),
        ],
        notes,
        [plot],
        {"threshold": x.tolist(), "precision": precision, "recall": recall},
    )


def _precision(truth: Truth, below: Truth) -> Callable[[Rows], float]:
    def statistic(rows: Rows) -> float:
        found = truth[rows][below[rows]]
        return float(found.mean()) if len(found) else 1.0  # nothing was claimed, so nothing was claimed wrongly

    return statistic


def _area(truth: Truth, scores: Chances) -> Callable[[Rows], float]:
    def statistic(rows: Rows) -> float:
        return float(average_precision_score(truth[rows], scores[rows])) if truth[rows].any() else 0.0

    return statistic
