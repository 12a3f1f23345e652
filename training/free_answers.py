"""Reads free answers by their meaning: which points are there, which are missing, and what cannot be judged.

Each sentence and clause of an answer is compared with the ways in which the question's points and misconceptions can
be said. The nearest way alone would often take a point for its opposite, whose words are nearly the same. So each
question has a ridge regression of its own over the embeddings of all its ways, which finds what sets its points and
misconceptions apart from each other; and one logistic regression over a few signals, fitted on all questions
(`scripts/fit_free_answers.py`), turns them into the chance that something was said.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors
from training.clauses import is_negated, parts
from training.question import Question, Short
from training.words import Weights, content, likeness, word_weights

LIMITS = Path(__file__).resolve().parent / "free_answer_limits.json"
RIDGE = 0.3  # chosen on the ways, each left out in turn
NEAREST = 3
# Share of the nearest ways that must be negated as the answer is; nobody is told of a misconception on less than most.
POINT_AGREES, MISCONCEPTION_AGREES = 0.1, 0.5
NO_SUCH_WAY = 0.3  # by how much less likely a point is if no way of it is negated as the answer is

Encode = Callable[[Sequence[str]], Vectors]
Table = npt.NDArray[np.float64]
Side = Literal["point", "misconception"]


class Found(StrEnum):
    """What was found of a point."""

    THERE = "there"
    MISSING = "missing"
    UNSURE = "unsure"


@dataclass(frozen=True)
class Reading:
    """What an answer says.

    Attributes:
        points: for each point of the question whether it is there.
        held: for each misconception whether the answer surely holds it.
        judged: whether the answer is about the question at all; if not, every point is unsure.
        chances: of the points and then the misconceptions, for measuring.
        topic: the chance that it is about the question.
    """

    points: tuple[Found, ...]
    held: tuple[bool, ...]
    judged: bool
    chances: tuple[float, ...]
    topic: float


@dataclass(frozen=True)
class Regression:
    """A logistic regression over standardised signals."""

    mean: Sequence[float]
    scale: Sequence[float]
    weights: Sequence[float]
    intercept: float

    def chance(self, signals: Table) -> Table:
        """Chances, one for each row of `signals`, from 0 to 1."""
        standard = (signals - np.array(self.mean)) / np.array(self.scale)
        chances: Table = 1 / (1 + np.exp(-(standard @ np.array(self.weights) + self.intercept)))
        return chances


@dataclass(frozen=True)
class Limits:
    """What was fitted.

    Attributes:
        point, misconception, topic: regressions over SIGNALS, SIGNALS and TOPIC_SIGNALS.
        there: chance from which a point is there.
        missing: chance below which it is missing.
        held: chance from which a misconception is said to be held.
        open: the chance that is given to what may be the opposite of a point or misconception.
        on_topic: chance below which an answer cannot be judged.
        kept: likeness to a good way from which a mended sentence keeps its meaning.
        lost: likeness below which it does not.
    """

    point: Regression
    misconception: Regression
    topic: Regression
    there: float
    missing: float
    held: float
    open: float
    on_topic: float
    kept: float
    lost: float


def load_limits(path: Path = LIMITS) -> Limits:
    """What `scripts/fit_free_answers.py` wrote.

    Raises:
        ValueError: if the file is not of this version.
    """
    data = {name: value for name, value in json.loads(path.read_text(encoding="utf-8")).items() if name[0] != "_"}
    try:
        point, misconception, topic = (Regression(**data.pop(name)) for name in ("point", "misconception", "topic"))
        return Limits(point=point, misconception=misconception, topic=topic, **data)
    except (KeyError, TypeError) as error:
        raise ValueError(f"{path.name} is of another version; run 'python -m scripts.fit_free_answers'") from error


SIGNALS = (
    *("nearest", "nearest_three", "middle", "ridge", "words", "same_negation", "agrees"),
    *("rival_nearest", "rival_middle", "rival_ridge", "rival_words"),
    *("other_nearest", "other_middle", "other_ridge", "other_words", "length"),
)
AGREES = SIGNALS.index("agrees")
COMPARED = [0, 2, 3, 4]  # of these signals the best of the others is looked at too
TOPIC_SIGNALS = ("nearest", "nearest_three", "ridge", "words", "length")


class Ways:
    """All ways of saying the points and misconceptions of one question.

    Args:
        answer: of the question.
        vectors: embedding of each of `texts_of(answer)`, of unit length.
        weights: of words.
        without: numbers of ways that are left out, for measuring.
    """

    def __init__(
        self, answer: Short, vectors: Mapping[str, Vectors], weights: Weights, without: Iterable[int] = ()
    ) -> None:
        left_out = set(without)
        ways = [way for number, way in enumerate(ways_of(answer)) if number not in left_out]
        group = np.array([group for group, _ in ways])
        self.points = len(answer.points)
        groups = self.points + len(answer.misconceptions)
        self._weights = weights
        self._vectors = np.array([vectors[text] for _, text in ways], dtype=np.float32)
        self._words = [content(text) for _, text in ways]
        self._negated = np.array([is_negated(text) for _, text in ways])
        self._members = [np.flatnonzero(group == g) for g in range(groups)]
        self._centre = self._vectors.mean(axis=0)
        middles = np.array([(self._vectors[members] - self._centre).mean(axis=0) for members in self._members])
        self._middles = middles / np.linalg.norm(middles, axis=1, keepdims=True)
        around = self._vectors.astype(np.float64) - self._centre
        wanted = (group[:, None] == np.arange(groups)[None, :]).astype(np.float64)
        kernel = around @ around.T + RIDGE * np.eye(len(ways))
        self._ridge = np.linalg.solve(kernel, wanted - wanted.mean(axis=0))

    def signals(self, text: str, vector: Vectors) -> Table:
        """SIGNALS of one part of an answer, a row for each point and then each misconception."""
        around = vector - self._centre
        likes = self._vectors @ vector
        shared = self._shared(text)
        ridge = self._ridges(around)
        middle = self._middles @ around / max(float(np.linalg.norm(around)), 1e-9)
        same = self._negated == is_negated(text)
        rows = []
        for group, members in enumerate(self._members):
            nearest = members[np.argsort(-likes[members])[:NEAREST]]
            alike = likes[members][same[members]]
            best = float(alike.max()) if len(alike) else float(likes[nearest[0]]) - NO_SUCH_WAY
            rows.append(
                [
                    *(likes[nearest[0]], likes[nearest].mean(), middle[group], ridge[group], shared[members].max()),
                    *(best, same[nearest].mean()),
                ]
            )
        own = np.array(rows, dtype=np.float64)
        length = np.full((len(own), 1), np.log(len(text.split()) + 1))
        return np.hstack([own, self._others(own), length])

    def topic_signals(self, text: str, vector: Vectors) -> Table:
        """TOPIC_SIGNALS of a part of an answer, shape (1, signals)."""
        near = np.sort(self._vectors @ vector)[::-1]
        around = vector - self._centre
        ridge = self._ridges(around).max()
        shared = self._shared(text).max()
        return np.array([[near[0], near[:NEAREST].mean(), ridge, shared, np.log(len(text.split()) + 1)]])

    def _ridges(self, around: Table) -> Table:
        ridges: Table = (self._vectors @ around - self._centre @ around) @ self._ridge
        return ridges

    def _shared(self, text: str) -> Table:
        words = content(text)
        return np.array([likeness(words, other, self._weights) for other in self._words])

    def _others(self, own: Table) -> Table:
        """The best of the rivals (misconceptions for a point, points for a misconception), and of its own kind."""
        rows = []
        for group in range(len(own)):
            is_point = group < self.points
            rivals = own[self.points :] if is_point else own[: self.points]
            kin = own[[g for g in range(len(own)) if g != group and (g < self.points) is is_point]]
            best = [side.max(axis=0)[COMPARED] if len(side) else np.zeros(len(COMPARED)) for side in (rivals, kin)]
            rows.append(np.concatenate(best))
        return np.array(rows, dtype=np.float64)


def ways_of(answer: Short) -> list[tuple[int, str]]:
    """All ways of a question: the number of the point or, behind the points, of the misconception, and the text."""
    groups = [point.ways for point in answer.points] + [idea.ways for idea in answer.misconceptions]
    return [(group, text) for group, ways in enumerate(groups) for text in ways]


def texts_of(answer: Short) -> list[str]:
    """The texts of these, each once."""
    return list(dict.fromkeys(text for _, text in ways_of(answer)))


def weights_of(questions: Iterable[Question]) -> Weights:
    """How much each word counts, by how rare it is among all ways."""
    answers = [question.answer for question in questions if isinstance(question.answer, Short)]
    return word_weights(text for answer in answers for _, text in ways_of(answer))


def chances(ways: Ways, limits: Limits, texts: Sequence[str], vectors: Vectors) -> Table:
    """The chance of each point and misconception in an answer, from 0 to 1.

    Args:
        ways: of the question.
        limits: fitted.
        texts: the whole answer, and its parts if it has any.
        vectors: of `texts`.
    """
    rows = []
    for text, vector in zip(texts, vectors, strict=True):
        signals = ways.signals(text, vector)
        points = limits.point.chance(signals[: ways.points])
        found = np.concatenate([points, limits.misconception.chance(signals[ways.points :])])
        # Negated otherwise than the nearest ways: it may say the very opposite, and is left open at most.
        enough = np.where(np.arange(len(found)) < ways.points, POINT_AGREES, MISCONCEPTION_AGREES)
        rows.append(np.where(signals[:, AGREES] >= enough, found, np.minimum(found, limits.open)))
    table = np.array(rows)
    best: Table = table.max(axis=0)
    return best


def topic_chance(ways: Ways, limits: Limits, texts: Sequence[str], vectors: Vectors) -> float:
    """The chance that an answer is about the question at all, from 0 to 1; arguments as those of `chances`."""
    signals = [ways.topic_signals(text, vector) for text, vector in zip(texts, vectors, strict=True)]
    return float(limits.topic.chance(np.vstack(signals)).max())


class FreeAnswers:
    """Judges free answers.

    Args:
        encode: turns texts into embeddings; best one that remembers those of the ways (`training.vectors`).
        limits: fitted ones.
        weights: of words.
    """

    def __init__(self, encode: Encode, limits: Limits, weights: Weights) -> None:
        self._encode = encode
        self._limits = limits
        self._weights = weights
        self._ways: dict[str, Ways] = {}

    def read(self, question: str, answer: Short, text: str, vector: Vectors | None = None) -> Reading:
        """What `text` says of the points of a question.

        Args:
            question: its id.
            answer: what can be answered.
            text: the trainee's.
            vector: the embedding of all of `text`, if it is known.
        """
        limits = self._limits
        ways = self._ways.get(question)
        if ways is None:
            texts = texts_of(answer)
            vectors_of = dict(zip(texts, self._encode(texts), strict=True))
            ways = self._ways[question] = Ways(answer, vectors_of, self._weights)
        pieces = parts(text)
        whole = self._encode([text])[0] if vector is None else vector
        vectors = np.vstack([whole[None, :], self._encode(pieces)]) if pieces else whole[None, :]
        texts = [text, *pieces]
        found = chances(ways, limits, texts, vectors)
        return verdict(found, ways.points, topic_chance(ways, limits, texts, vectors), limits)


def verdict(found: Table, points: int, topic: float, limits: Limits) -> Reading:
    """What is said of an answer with these chances."""
    held = tuple(bool(chance >= limits.held) for chance in found[points:])
    judged = topic >= limits.on_topic
    outcome = tuple(_outcome(float(chance), limits) if judged else Found.UNSURE for chance in found[:points])
    return Reading(outcome, held if judged else (False,) * len(held), judged, tuple(map(float, found)), topic)


def _outcome(chance: float, limits: Limits) -> Found:
    if chance >= limits.there:
        return Found.THERE
    return Found.MISSING if chance < limits.missing else Found.UNSURE
