"""Trains the classifier of moves and chooses its limits. Needs scikit-learn, which nothing at run time does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from knowledge.encoder import Vectors
from knowledge.sentences import parts
from training.move import UNCLEAR, Move
from training.move_classifier import Encode, Limits, MoveClassifier, content_sha256
from training.move_features import Features, Matrix
from training.vectors import stored

FOLDS = 10
WRONGLY_HURTING = 0.03  # the share of messages that do not hurt that may be read as if they did
WHOLE_WRONGLY_HURTING = 0.02  # the same, by the whole message; the rest is left for single sentences
WRONG = 0.5  # what a wrong reading costs, where a right one is worth 1 and `unclear` nothing
VECTORS = "vectors.npz"  # embeddings of the examples, so that only new ones are computed


@dataclass(frozen=True)
class Example:
    """A message whose move is known.

    Attributes:
        text: as written.
        move: its id.
        rows: its sentences, if it has several.
    """

    text: str
    move: str
    rows: tuple[str, ...]


@dataclass(frozen=True)
class Measured:
    """How well examples are read by a model that was not trained on them; shares from 0 to 1.

    Attributes:
        examples: how many there are.
        likeliest: of the messages, how many have their own move as the likeliest one, without limits and sentences.
        right: how many are read as their own move.
        unclear: of those that are clear, how many are read as `unclear`.
        wrongly_hurting: of those that do not hurt, how many are read as hurting.
        hurting_found: of those that hurt, how many are read as hurting, whichever way.
        right_kind: how many are read as a move of the same kind (helps, depends, hurts).
        by_move: of each move, how many of its examples are read as it.
        taken_for: of each move, the other that its examples are taken for most, and how often.
    """

    examples: int
    likeliest: float
    right: float
    unclear: float
    wrongly_hurting: float
    hurting_found: float
    right_kind: float
    by_move: Mapping[str, float]
    taken_for: Mapping[str, tuple[str, int]]


def examples_of(moves: Mapping[str, Move]) -> list[Example]:
    """All examples, in the order of the file."""
    return [Example(text, move.id, tuple(parts(text))) for move in moves.values() for text in move.examples]


def vectors_of(examples: Sequence[Example], encode: Encode, sha256: str, folder: Path) -> dict[str, Vectors]:
    """The embedding of each message and sentence; those of an earlier time are kept in `folder`.

    Args:
        examples: with the messages.
        encode: gives the embeddings of texts.
        sha256: hash of the encoder.
        folder: of the model.
    """
    texts = list(dict.fromkeys(text for example in examples for text in (example.text, *example.rows)))
    return stored(folder / VECTORS, texts, encode, sha256)


def train(
    moves: Mapping[str, Move], examples: Sequence[Example], vectors: Mapping[str, Vectors]
) -> tuple[MoveClassifier, Measured]:
    """A model of all examples, with limits chosen on examples that the model before them had not seen."""
    held_out = held_out_chances(moves, examples, vectors)
    limits = choose_limits(moves, examples, held_out)
    model = _fit(moves, examples, vectors, limits)
    return model, measure(moves, examples, held_out, limits)


def held_out_chances(
    moves: Mapping[str, Move], examples: Sequence[Example], vectors: Mapping[str, Vectors]
) -> list[Matrix]:
    """Of each example the chances of the message and its sentences, by a model that was not trained on it."""
    labels = [example.move for example in examples]
    chances: list[Matrix] = [np.empty(0, dtype=np.float32)] * len(examples)
    for rest, held in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(np.zeros(len(labels)), labels):
        model = _fit(moves, [examples[n] for n in rest], vectors, Limits(0, 0, 0))
        for n in held:
            texts = [examples[n].text, *examples[n].rows]
            chances[n] = model.chances(np.stack([vectors[text] for text in texts]), texts)
    return chances


def choose_limits(moves: Mapping[str, Move], examples: Sequence[Example], chances: Sequence[Matrix]) -> Limits:
    """The lowest limits for hurting moves that keep to the shares above, and then the best for the others."""
    hurts = np.array([move.kind == "hurts" for move in moves.values()])
    harmless = [rows[:, hurts].sum(axis=1) for rows, e in zip(chances, examples, strict=True)
                if moves[e.move].kind != "hurts"]  # fmt: skip
    whole = _limit([rows[0] for rows in harmless], int(WHOLE_WRONGLY_HURTING * len(harmless)))
    left = [rows[1:].max(initial=0) for rows in harmless if rows[0] < whole]
    sentence = _limit(left, int(WRONGLY_HURTING * len(harmless)) - (len(harmless) - len(left)))

    def worth(clear: float) -> float:
        read = _read(moves, examples, chances, Limits(whole, sentence, clear))
        right = sum(move == example.move for move, example in zip(read, examples, strict=True))
        return right - WRONG * (len(read) - right - read.count(UNCLEAR))

    return Limits(whole, sentence, max((n / 50 for n in range(30)), key=worth))


def measure(
    moves: Mapping[str, Move], examples: Sequence[Example], chances: Sequence[Matrix], limits: Limits
) -> Measured:
    """How well the examples are read at these limits."""
    names, read = list(moves), _read(moves, examples, chances, limits)
    pairs = list(zip([example.move for example in examples], read, strict=True))
    by_move, taken_for = {}, {}
    for name in names:
        of_move = [found for wanted, found in pairs if wanted == name]
        if not of_move:
            continue
        by_move[name] = of_move.count(name) / len(of_move)
        wrong = [found for found in of_move if found != name]
        if wrong:
            most = max(names, key=wrong.count)
            taken_for[name] = most, wrong.count(most)
    hurting = [moves[found].kind == "hurts" for wanted, found in pairs if moves[wanted].kind == "hurts"]
    others = [moves[found].kind == "hurts" for wanted, found in pairs if moves[wanted].kind != "hurts"]
    return Measured(
        examples=len(examples),
        likeliest=_share(names[int(c[0].argmax())] == e.move for c, e in zip(chances, examples, strict=True)),
        right=_share(wanted == found for wanted, found in pairs),
        unclear=_share(found == UNCLEAR for wanted, found in pairs if wanted != UNCLEAR),
        wrongly_hurting=_share(others),
        hurting_found=_share(hurting),
        right_kind=_share(moves[wanted].kind == moves[found].kind for wanted, found in pairs),
        by_move=by_move,
        taken_for=taken_for,
    )


def save(model: MoveClassifier, measured: Measured, moves: Mapping[str, Move], sha256: str, folder: Path) -> None:
    """Writes the model, and what was measured, into `folder`."""
    figures = {name: round(value, 4) for name, value in vars(measured).items() if isinstance(value, int | float)}
    model.save(folder, sha256, content_sha256(moves), figures)


def _fit(
    moves: Mapping[str, Move], examples: Sequence[Example], vectors: Mapping[str, Vectors], limits: Limits
) -> MoveClassifier:
    texts = [example.text for example in examples]
    features = Features.learn(texts)
    matrix = features.matrix(np.stack([vectors[text] for text in texts]), texts)
    names = list(moves)
    labels = [names.index(example.move) for example in examples]
    learned = LogisticRegression(max_iter=300, tol=1e-3).fit(matrix, labels)
    hurting = [move.id for move in moves.values() if move.kind == "hurts"]
    weights, bias = learned.coef_.astype(np.float32), learned.intercept_.astype(np.float32)
    return MoveClassifier(names, hurting, features, weights, bias, limits)


def _read(
    moves: Mapping[str, Move], examples: Sequence[Example], chances: Sequence[Matrix], limits: Limits
) -> list[str]:
    hurting = [move.id for move in moves.values() if move.kind == "hurts"]
    nothing = np.empty(0, dtype=np.float32)
    reader = MoveClassifier(list(moves), hurting, Features([], []), nothing, nothing, limits)
    return [reader.verdict(rows, example.rows).move for rows, example in zip(chances, examples, strict=True)]


def _limit(chances: Sequence[float], allowed: int) -> float:
    """The lowest limit that no more than `allowed` of `chances` reach; 1 if there are not as many."""
    highest = sorted(chances, reverse=True)
    return round(float(highest[allowed]) + 0.005, 2) if allowed < len(highest) else 1.0


def _share(values: Iterable[bool]) -> float:
    """The share of those that are true; 0 of none."""
    rows = list(values)
    return sum(rows) / len(rows) if rows else 0.0


def as_text(measured: Measured) -> str:
    """What was measured, for people."""
    lines = [
        f"{measured.examples} messages:",
        f"  likeliest move is the right one   {measured.likeliest:.3f}",
        f"  read rightly, with limits         {measured.right:.3f}",
        f"  read as a move of the right kind  {measured.right_kind:.3f}",
        f"  hurting ones found as hurting     {measured.hurting_found:.3f}",
        f"  others read as hurting            {measured.wrongly_hurting:.3f}",
        f"  clear ones read as unclear        {measured.unclear:.3f}",
    ]
    for move, share in measured.by_move.items():
        other = measured.taken_for.get(move)
        lines.append(f"  {move:<24} {share:.2f}" + (f"   most taken for {other[0]} ({other[1]})" if other else ""))
    return "\n".join(lines)
