"""Finds the items that answer a message: dense and lexical search and the bot's intents, fused.

The fusion is a weighted sum of z-scores (Lee 1997, CombSUM over normalised scores). Its weights, and
the logistic regression that says whether anything fits, are data: `knowledge/search_weights.json`,
fitted on `evaluation/` by `scripts/fit_search.py`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.encoder import Encoder, Vectors
from knowledge.index import PassageIndex
from knowledge.lexical import LexicalIndex
from knowledge.library import Library
from knowledge.passages import Passage, PassageKind
from knowledge.sentences import parts

NEAREST_QUESTIONS = 3  # mean of the nearest three beat the nearest one in a pilot
SIGNALS = ("questions", "text", "words", "intents")
WEIGHTS = Path(__file__).parent / "search_weights.json"
FLOOR = 1e-4  # of a probability, before its logarithm

Scores = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Limits:
    """What follows from the chance that something fits.

    Attributes:
        answer: from this chance on there is an answer.
        ask: from this chance on it is worth asking what is meant.
        clear: from this chance on advice is given beside something graver, where half fitting is worse than none.
    """

    answer: float
    ask: float
    clear: float


@dataclass(frozen=True)
class Weights:
    """What the search learned; see the file for what it was fitted on.

    Attributes:
        fusion: weight of each of `SIGNALS`.
        sentence: share of the best sentence, against the whole message, in a message of several.
        position: how much an intent says for its first, second … item.
        fit: coefficients of the chance that something fits, by name, where intents are known.
        fit_text: the same where they are not.
        limits: on the chance of `fit`.
        limits_text: on the chance of `fit_text`, which runs on another scale.
    """

    fusion: Mapping[str, float]
    sentence: float
    position: list[float]
    fit: Mapping[str, float]
    fit_text: Mapping[str, float]
    limits: Limits
    limits_text: Limits

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Weights":
        """Reads the weights; keys that begin with "_" are remarks."""
        data = json.loads(path.read_text(encoding="utf-8"))
        values = {key: value for key, value in data.items() if not key.startswith("_")}
        return cls(**{**values, **{name: Limits(**values[name]) for name in ("limits", "limits_text")}})


@dataclass(frozen=True)
class Hit:
    """One item found.

    Attributes:
        item: its id.
        score: fused score, in standard deviations above the mean item.
        passage: the item's passage nearest to the message.
        similarity: cosine of the message (or its best sentence) with that passage.
    """

    item: str
    score: float
    passage: Passage
    similarity: float


class Ranking:
    """Every item, best first, for one message.

    Attributes:
        hits: all items of the library, best first.
        fit: calibrated chance, 0 to 1, that the paper treats what the message asks.
        limits: on that chance.
    """

    def __init__(
        self, hits: list[Hit], fit: float, limits: Limits, passages: list[Passage], similarities: Scores
    ) -> None:
        self.hits = hits
        self.fit = fit
        self.limits = limits
        self._passages = passages
        self._similarities = similarities

    def closest(self, item: str, kind: PassageKind) -> list[tuple[str, float]]:
        """Texts of one kind of `item` with their similarity to the message, nearest first."""
        rows = [
            (p.text, float(self._similarities[i]))
            for i, p in enumerate(self._passages)
            if p.item == item and p.kind == kind
        ]
        return sorted(rows, key=lambda row: -row[1])

    def reordered(self, first: Sequence[str]) -> "Ranking":
        """The same ranking with the items `first` at its head, in their order."""
        place = {item: n for n, item in enumerate(first)}
        hits = sorted(self.hits, key=lambda hit: place.get(hit.item, len(place)))
        return Ranking(hits, self.fit, self.limits, self._passages, self._similarities)


class Search:
    """Ranks the items of a library for a message. Safe to share between threads."""

    def __init__(
        self,
        library: Library,
        encoder: Encoder,
        index: PassageIndex,
        weights: Weights | None = None,
    ) -> None:
        self.weights = weights or Weights.load()
        self._encoder = encoder
        self._outside = cache(encoder.encode)  # texts outside the index: the same few come again
        self._index = index
        self._lexical = LexicalIndex(index.passages)
        self._items = list(library.items)
        rows = {
            kind: [
                [i for i, p in enumerate(index.passages) if p.item == item and (p.kind == "question") == kind]
                for item in self._items
            ]
            for kind in (True, False)
        }
        self._questions, self._texts = rows[True], rows[False]
        self._votes = {
            intent: [
                (self._items.index(item), weight) for item, weight in zip(s.items, self.weights.position, strict=False)
            ]
            for intent, s in library.situations.items()
        }

    def rank(
        self, message: str, intents: Mapping[str, float] | None = None, embedding: Vectors | None = None
    ) -> Ranking:
        """Ranks all items for `message`.

        Args:
            message: what the person wrote.
            intents: probability of each intent of the bot, if known; those that are no situation count
                for the chance that something fits.
            embedding: of the message, shape (dimension,), where it was computed already.
        """
        similarities = self.similarities(message, embedding)
        signals = self.signals(message, similarities, intents)
        fused = fuse(signals, self.weights.fusion)
        best = similarities.max(axis=0)
        hits = [self._hit(row, fused[row], best) for row in np.argsort(-fused, kind="stable")]
        fit = self._fit(self.fit_features(signals, intents))
        limits = self.weights.limits_text if intents is None else self.weights.limits
        return Ranking(hits, fit, limits, self._index.passages, best)

    def nearest(self, message: str, texts: Sequence[str]) -> list[str]:
        """`texts` by their similarity to `message`, nearest first. For a few texts outside the index."""
        order = np.argsort(-(self._outside(tuple(texts)) @ self._encoder.encode([message])[0]), kind="stable")
        return [texts[i] for i in order]

    def mentioned(self, text: str) -> bool:
        """Whether any item speaks of any word of `text`, stop words apart; questions that people ask do not count."""
        words = self._lexical.scores(text)
        return any(words[row] > 0 for rows in self._texts for row in rows)

    def signals(
        self,
        message: str,
        similarities: Scores | None = None,
        intents: Mapping[str, float] | None = None,
    ) -> dict[str, Scores]:
        """What each way of looking says of every item: arrays of shape (items,), by name of `SIGNALS`."""
        if similarities is None:
            similarities = self.similarities(message)
        words = self._lexical.scores(message)
        found = {
            "questions": self._blend(np.array([[_top_mean(row[q]) for q in self._questions] for row in similarities])),
            "text": self._blend(np.array([[row[t].max() for t in self._texts] for row in similarities])),
            "words": np.array([_top_mean(words[q + t]) for q, t in zip(self._questions, self._texts, strict=True)]),
        }
        if intents is not None:
            found["intents"] = self._votes_of(intents)
        return found

    def fit_features(self, signals: Mapping[str, Scores], intents: Mapping[str, float] | None) -> dict[str, float]:
        """What the chance that something fits is computed from, by name."""
        features = {name: float(signals[name].max()) for name in ("questions", "text", "words")}
        if intents is not None:
            inside = sum(chance for intent, chance in intents.items() if intent in self._votes)
            features["situations"] = float(np.log(inside + FLOOR))
            features["outside"] = float(np.log(intents.get("out_of_scope", 0.0) + FLOOR))
        return features

    def similarities(self, message: str, embedding: Vectors | None = None) -> Scores:
        """Cosines with every passage: the whole message first, then each of its sentences."""
        sentences = parts(message)
        if embedding is None:
            vectors = self._encoder.encode([message, *sentences])
        else:
            vectors = np.concatenate([embedding[np.newaxis], self._encoder.encode(sentences)])
        return self._index.similarities(vectors).astype(np.float64)

    def _blend(self, scores: Scores) -> Scores:
        """One score an item from those of the whole message and its sentences."""
        if len(scores) == 1:
            whole: Scores = scores[0]
            return whole
        share = self.weights.sentence
        blended: Scores = (1 - share) * scores[0] + share * scores[1:].max(axis=0)
        return blended

    def _votes_of(self, intents: Mapping[str, float]) -> Scores:
        votes = np.zeros(len(self._items))
        for intent, chance in intents.items():
            for item, weight in self._votes.get(intent, ()):
                votes[item] += chance * weight
        logs: Scores = np.log(votes + FLOOR)
        return logs

    def _hit(self, row: int, score: float, best: Scores) -> Hit:
        rows = self._questions[row] + self._texts[row]
        nearest = rows[int(np.argmax(best[rows]))]
        return Hit(self._items[row], float(score), self._index.passages[nearest], float(best[nearest]))

    def _fit(self, features: Mapping[str, float]) -> float:
        coefficients = self.weights.fit if "situations" in features else self.weights.fit_text
        total = coefficients["intercept"] + sum(coefficients[name] * value for name, value in features.items())
        return float(1 / (1 + np.exp(-total)))


def fuse(signals: Mapping[str, Scores], weights: Mapping[str, float]) -> Scores:
    """Weighted sum of the z-scores of `signals`, over those that are known."""
    total = np.zeros(len(next(iter(signals.values()))))
    for name, scores in signals.items():
        spread = scores.std()
        if spread > 0:
            total += weights[name] * (scores - scores.mean()) / spread
    return total


def _top_mean(scores: npt.NDArray[np.floating]) -> float:
    """Mean of the highest few: one lucky passage counts for less than several that agree."""
    return float(np.sort(scores)[-NEAREST_QUESTIONS:].mean())
