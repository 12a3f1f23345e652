"""Fits the reading of free answers and writes training/free_answer_limits.json.

    python -m scripts.fit_free_answers

Needs the built encoder (`python -m bot build`); takes some three minutes. It learns from the ways that the questions
hold and from nothing else: what is said of an answer is always judged with its own ways left out, and by regressions
that were fitted on other questions. The answers of evaluation/free_answers.jsonl are not read.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from knowledge.encoder import Encoder, Vectors
from knowledge.library import ROOT, load
from scripts.free_answer_trials import Trial, trials
from training.clauses import parts
from training.free_answers import (
    LIMITS,
    Encode,
    Limits,
    Regression,
    Table,
    Ways,
    chances,
    texts_of,
    topic_chance,
    weights_of,
)
from training.question import Mend, Question, Short
from training.question_files import load_questions
from training.words import Weights

FOLDS = 5
OPPOSITES_EACH = 4  # of four opposites made on purpose one is learned from
OPEN = 0.35  # between "missing" and "there"
PRECISION_THERE = 0.9  # share of points said to be there that must be; opposites made on purpose apart
LOST_BELOW = 0.04  # share of points that are there and may be said to be missing
PRECISION_HELD = 0.92
OFF_TOPIC = 0.03  # share of answers about the question that may be called unjudgeable
KEPT_WRONGLY = 0.02  # share of other sentences that may pass as keeping the meaning
LOST_WRONGLY = 0.02  # share of good ways that may be said to lose the meaning
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """A trial with its signals.

    Attributes:
        trial: it.
        parts: the whole answer and its parts.
        vectors: of these.
        ways: what it was compared with.
    """

    trial: Trial
    parts: list[str]
    vectors: Vectors
    ways: Ways


def seen(questions: Mapping[str, Question], encode: Encode, weights: Weights) -> list[Seen]:
    """Every trial, encoded."""
    vectors = {}
    for name, question in questions.items():
        if isinstance(question.answer, Short):
            texts = texts_of(question.answer)
            vectors[name] = dict(zip(texts, encode(texts), strict=True))
    found = []
    for trial in trials(questions):
        answer = questions[trial.question].answer
        assert isinstance(answer, Short)
        texts = [trial.text, *parts(trial.text)]
        ways = Ways(answer, vectors[trial.question], weights, trial.without)
        found.append(Seen(trial, texts, encode(texts), ways))
    return found


def _regression(rows: Sequence[Table], wanted: Sequence[bool]) -> Regression:
    table = np.array(rows)
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-9
    model = LogisticRegression(C=1.0, max_iter=5000).fit((table - mean) / scale, wanted)
    means, scales, weights = ([round(float(v), 5) for v in values] for values in (mean, scale, model.coef_[0]))
    return Regression(means, scales, weights, round(float(model.intercept_[0]), 5))


def fitted(rows: Sequence[Seen]) -> Limits:
    """Regressions, without limits yet. Opposites made on purpose are rarer in life, and most are left out."""
    opposites = [row for row in rows if row.trial.sort == "turned"][::OPPOSITES_EACH]
    rows = [row for row in rows if row.trial.sort != "turned"] + opposites
    signals: dict[bool, list[Table]] = {True: [], False: []}
    wanted: dict[bool, list[bool]] = {True: [], False: []}
    topics: list[Table] = []
    on_topic: list[bool] = []
    for row in rows:
        for group, (signal, says) in enumerate(
            zip(row.ways.signals(row.parts[0], row.vectors[0]), row.trial.says, strict=True)
        ):
            if says is not None:
                signals[group < row.ways.points].append(signal)
                wanted[group < row.ways.points].append(says)
        topics.append(row.ways.topic_signals(row.parts[0], row.vectors[0])[0])
        on_topic.append(row.trial.on_topic)
    point, misconception = (_regression(signals[side], wanted[side]) for side in (True, False))
    return Limits(point, misconception, _regression(topics, on_topic), 0.5, 0.5, 0.5, OPEN, 0.5, 0.5, 0.5)


def with_limits(limits: Limits, rows: Sequence[Seen], found: Sequence[Table], topics: Sequence[float]) -> Limits:
    """Limits on the chances of rows that the regressions were not fitted on."""
    usual = [n for n, row in enumerate(rows) if row.trial.sort != "turned"]
    points, held = _pairs_of([rows[n] for n in usual], [found[n] for n in usual])
    there = _precise(points, PRECISION_THERE)
    missing = min(there, float(np.quantile([chance for chance, says in points if says], LOST_BELOW)))
    on_topic = float(np.quantile([t for row, t in zip(rows, topics, strict=True) if row.trial.on_topic], OFF_TOPIC))
    values = {"there": there, "missing": missing, "held": _precise(held, PRECISION_HELD), "on_topic": on_topic}
    return Limits(**{**limits.__dict__, **{name: round(value, 4) for name, value in values.items()}})


def _pairs_of(
    rows: Sequence[Seen], found: Sequence[Table]
) -> tuple[list[tuple[float, bool]], list[tuple[float, bool]]]:
    """Chance and truth of each point, and of each misconception."""
    points: list[tuple[float, bool]] = []
    held: list[tuple[float, bool]] = []
    for row, table in zip(rows, found, strict=True):
        for group, (chance, says) in enumerate(zip(table, row.trial.says, strict=True)):
            if says is not None:
                (points if group < row.ways.points else held).append((float(chance), says))
    return points, held


def _precise(pairs: Sequence[tuple[float, bool]], precision: float) -> float:
    """The lowest chance above which the share of what is true is `precision` or more."""
    ordered = sorted(pairs, reverse=True)
    right, best = 0, 1.0
    for count, (chance, says) in enumerate(ordered, 1):
        right += says
        if right / count >= precision:
            best = chance
    return best


def mend_limits(questions: Mapping[str, Question], encode: Encode) -> tuple[float, float]:
    """Likeness to good ways from which a mended sentence keeps its meaning, and below which it does not."""
    mends = {name: q.answer for name, q in questions.items() if isinstance(q.answer, Mend)}
    vectors = {name: encode(answer.better) for name, answer in mends.items()}
    own, other = [], []
    for name, table in vectors.items():
        likes = table @ table.T
        np.fill_diagonal(likes, -1)
        own += [float(value) for value in likes.max(axis=1)]
        for stranger, rest in vectors.items():
            if questions[stranger].item != questions[name].item:
                other += [float(value) for value in (rest @ table.T).max(axis=1)]
    kept = float(np.quantile(other, 1 - KEPT_WRONGLY))
    lost = min(kept, float(np.quantile(own, LOST_WRONGLY)))
    print(f"mended: {len(own)} good ways, {np.mean(np.array(own) >= kept):.3f} of them keep the meaning by {kept:.3f};")
    print(f"  below {lost:.3f} it is lost: {np.mean(np.array(other) < lost):.3f} of {len(other)} other sentences")
    return kept, lost


def report(limits: Limits, rows: Sequence[Seen], found: Sequence[Table], topics: Sequence[float]) -> None:
    """Prints how the limits do on rows that were not fitted on, by sort of trial."""
    for sort in ("way", "pair", "turned", "strange", "empty"):
        chosen = [n for n, row in enumerate(rows) if row.trial.sort == sort]
        points, held = _pairs_of([rows[n] for n in chosen], [found[n] for n in chosen])
        count: Counter[str] = Counter()
        for chance, says in points:
            name = "there" if chance >= limits.there else "missing" if chance < limits.missing else "unsure"
            count[f"{'said' if says else 'not said'}: {name}"] += 1
        for chance, says in held:
            count[f"{'held' if says else 'not held'}: {'held' if chance >= limits.held else 'no'}"] += 1
        judged = np.mean([topics[n] >= limits.on_topic for n in chosen])
        print(f"{sort} ({len(chosen)}): judged {judged:.3f};", ", ".join(f"{k} {v}" for k, v in sorted(count.items())))


def fit(questions: Mapping[str, Question], encode: Encode, say: Callable[[str], None] = print) -> Limits:
    """Everything; prints figures of folds that were held out."""
    weights = weights_of(questions.values())
    rows = seen(questions, encode, weights)
    names = sorted({row.trial.question for row in rows})
    order = np.random.default_rng(1).permutation(len(names))
    fold = {names[place]: n % FOLDS for n, place in enumerate(order)}
    found: list[Table] = [np.zeros(0)] * len(rows)
    topics = [0.0] * len(rows)
    for held_out in range(FOLDS):
        limits = fitted([row for row in rows if fold[row.trial.question] != held_out])
        for n, row in enumerate(rows):
            if fold[row.trial.question] == held_out:
                found[n] = chances(row.ways, limits, row.parts, row.vectors)
                topics[n] = topic_chance(row.ways, limits, row.parts, row.vectors)
    limits = with_limits(fitted(rows), rows, found, topics)
    report(limits, rows, found, topics)
    kept, lost = mend_limits(questions, encode)
    say(f"there {limits.there}, missing {limits.missing}, held {limits.held}, on topic {limits.on_topic}")
    return Limits(**{**limits.__dict__, "kept": round(kept, 4), "lost": round(lost, 4)})


def main() -> None:
    """Fits, prints, writes."""
    encoder = Encoder(ROOT / "build" / "encoder", threads=os.cpu_count() or 1)
    limits = fit(load_questions(load()), encoder.encode)
    written = {"_fitted": f"by scripts/fit_free_answers.py, {date.today().isoformat()}", "_encoder": encoder.sha256}
    LIMITS.write_text(json.dumps({**written, **asdict(limits)}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
