"""Intents: the whole pipeline on training examples held back from it, its encoder included, beside Rasa's DIET."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.evaluation import diet
from bot.evaluation.datasets import Pair
from bot.evaluation.intervals import mean_share, share_of
from bot.evaluation.metrics import macro_f1
from bot.evaluation.own_examples import PARTS, groups, own_folds
from bot.evaluation.pipeline import Outcome, Prediction, own_pipeline, train_and_predict
from bot.evaluation.plots import Plot, confusion_plot
from bot.evaluation.ranking import OURS
from bot.evaluation.run import KEPT, Run
from bot.evaluation.section import Cell, Section, Table
from bot.settings import ROOT

WORST = 25  # pairs shown
F1_RESAMPLES = 1000


@dataclass
class Result:
    """What one pipeline made of the examples held back, over all folds.

    Attributes:
        wanted: the right intents.
        predictions: one each.
        adapting: seconds of adapting the encoder, of all folds.
        training: seconds of Rasa's training, of all folds.
        kept: whether no fold had to be trained anew.
    """

    wanted: list[str] = field(default_factory=list)
    predictions: list[Prediction] = field(default_factory=list)
    adapting: float = 0.0
    training: float = 0.0
    kept: bool = True

    def add(self, held: Sequence[Pair], outcome: Outcome) -> None:
        """Adds a fold."""
        self.wanted += [intent for _, intent in held]
        self.predictions += outcome.predictions
        self.adapting += outcome.adapting
        self.training += outcome.training
        self.kept = self.kept and outcome.kept


def measure(run: Run) -> Section:
    """Trains without each of the first parts in turn, and tests on that part."""
    ours = own_pipeline(run.settings.adapt_encoder)
    results: dict[str, Result] = {OURS: Result()}
    if run.baselines:
        results[diet.title(run)] = Result()
    for number in range(run.folds):
        rest, held = own_folds()[number]
        run.say(f"Part {number + 1} of {PARTS}: {len(rest)} examples to train on, {len(held)} held back")
        texts = [text for text, _ in held]
        results[OURS].add(held, train_and_predict(rest, texts, diet.folder(run, number), ours, run.settings, run.say))
        if run.baselines:
            results[diet.title(run)].add(held, diet.outcome(run, number)[0])
    notes = [
        f"{run.folds} of {PARTS} parts of our training examples held back in turn (drawn by chance, with the same share"
        " of each intent in all). Everything that learns was trained on the rest alone"
        + (", the encoder too." if run.settings.adapt_encoder else "; the encoder is as published."),
    ]
    if run.baselines:
        notes.append(diet.note(run))
    if any(result.kept for result in results.values()):
        place = KEPT.relative_to(ROOT)
        kept = " and ".join(name for name, result in results.items() if result.kept)
        notes.append(f"Not trained in this run, since nothing changed: {kept}; figures and seconds are of `{place}`.")
    return section(results, groups(), notes)


def section(results: dict[str, Result], group_of: dict[str, str], notes: Sequence[str] = ()) -> Section:
    """Tables and a plot of what pipelines made of examples held back, by their name, ours first."""
    overall = [_overall(name, result) for name, result in results.items()]
    by_group = [_group_row(group, results, group_of) for group in dict.fromkeys(group_of.values())]
    ours = next(iter(results.values()))
    pairs = Counter(
        (wanted, p.intent) for wanted, p in zip(ours.wanted, ours.predictions, strict=True) if wanted != p.intent
    )
    number = Counter(ours.wanted)
    worst: list[list[Cell]] = [
        [wanted, given, count, number[wanted]]
        for (wanted, given), count in sorted(pairs.items(), key=lambda row: (-row[1], row[0]))[:WORST]
    ]
    right = Counter(wanted for wanted, p in zip(ours.wanted, ours.predictions, strict=True) if wanted == p.intent)
    return Section(
        "Intents",
        [
            Table(
                "examples held back",
                ["pipeline", "examples", "right", "among 3", "macro F1", "adapting, s", "training, s"], overall,
            ),
            Table("right, by group of intents", ["group", "examples", *results], [row for row in by_group if row[1]]),
            Table("the worst pairs", ["wanted", "given", "times", "of"], worst),
        ],
        notes,
        [_plot(ours, group_of)],
        {"right by intent": {intent: [right[intent], count] for intent, count in sorted(number.items())}},
    )  # fmt: skip


def _overall(name: str, result: Result) -> list[Cell]:
    names = {intent: n for n, intent in enumerate(sorted(set(result.wanted)))}
    wanted = np.array([names[intent] for intent in result.wanted])
    given = np.array([names.get(p.intent, len(names)) for p in result.predictions])
    pairs = list(zip(result.wanted, result.predictions, strict=True))
    return [
        name,
        len(wanted),
        mean_share([float(intent == p.intent) for intent, p in pairs]),
        mean_share([float(intent in p.ranking[:3]) for intent, p in pairs]),
        share_of(len(wanted), lambda rows: macro_f1(wanted[rows], given[rows], len(names)), F1_RESAMPLES),
        round(result.adapting),
        round(result.training),
    ]


def _group_row(group: str, results: dict[str, Result], group_of: dict[str, str]) -> list[Cell]:
    shares: list[Cell] = []
    count = 0
    for result in results.values():
        values = [
            float(wanted == p.intent)
            for wanted, p in zip(result.wanted, result.predictions, strict=True)
            if group_of[wanted] == group
        ]
        count = len(values)
        shares.append(mean_share(values) if values else "–")
    return [group, count, *shares]


def _plot(result: Result, group_of: dict[str, str]) -> Plot:
    """Intents of one group side by side: most confusions are between neighbours, and stand near the diagonal."""
    order = list(dict.fromkeys(group_of.values()))
    rows = sorted(set(result.wanted), key=lambda intent: (order.index(group_of[intent]), intent))
    columns = [*rows, *sorted({p.intent for p in result.predictions} - set(rows))]
    counts = np.zeros((len(rows), len(columns)), dtype=int)
    for wanted, prediction in zip(result.wanted, result.predictions, strict=True):
        counts[rows.index(wanted), columns.index(prediction.intent)] += 1
    title = "Intents wanted and given, by group: " + ", ".join(dict.fromkeys(group_of[intent] for intent in rows))
    return confusion_plot("intents", title, rows, columns, counts, [group_of[intent] for intent in rows])
