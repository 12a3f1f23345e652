"""What the safety classifier learns: a small logistic regression over the sentence embedding and the words.

The embedding knows what a message means; single words ("tonight", "novel", "years ago") tell danger from what only
resembles it. With as many harmless examples raised, 17 in 100 emergencies are missed without the words, 10 with them.
What is learned is kept as JSON and numpy files.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from bot.nlu.safety_rules import LEVELS

DENSE = 4.0  # length of the embedding, and of the words, beside each other: a factor s is a penalty divided by s²
WORDS = 4.0
CONCERN, URGENT, EMERGENCY = 1, 2, 3


@dataclass(frozen=True)
class Limits:
    """From which chances (0 to 1) a message is raised.

    Attributes:
        danger: of any level above none.
        urgent: of urgent or emergency, given that there is danger.
        emergency: of emergency, given that there is danger.
    """

    danger: float
    urgent: float
    emergency: float

    def level(self, chances: np.ndarray) -> str:
        """The level of a message, given the chance of each of `LEVELS`, shape (4,)."""
        danger = float(1 - chances[0])
        if danger < self.danger:
            return "none"
        if chances[EMERGENCY] >= self.emergency * danger:
            return "emergency"
        return "urgent" if chances[URGENT] + chances[EMERGENCY] >= self.urgent * danger else "concern"


@dataclass(frozen=True)
class Aims:
    """What training goes by.

    Attributes:
        costs: of getting an example of each level wrong, by level.
        lookalike_cost: by which factor harmless examples that look like danger cost more than others.
        harmless: the share of all harmless examples that may be raised, 0 to 1.
        lookalikes: the share of those that look like danger that may be raised.
        lowered: the share of examples of a level, among those raised at all, that may be given a lower level.
        folds: of the cross-validation that the limits are chosen by.
    """

    costs: Mapping[str, float]
    lookalike_cost: float
    harmless: float
    lookalikes: float
    lowered: float
    folds: int


class SafetyModel:
    """A trained model. `chances` needs less than a millisecond for a message."""

    def __init__(self, words: Sequence[str], idf: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> None:
        self._words, self._idf, self._bias = list(words), idf, bias
        self._weights = np.asarray(weights)
        self._vectorizer = _vectorizer(self._words)
        self._vectorizer.idf_ = idf
        dense = self._weights.shape[1] - len(self._words)
        self._of_vectors = self._weights[:, :dense].T * DENSE
        self._of_words = np.ascontiguousarray(self._weights[:, dense:].T * WORDS)

    def chances(self, vectors: np.ndarray, texts: Sequence[str]) -> np.ndarray:
        """The chance of each level, shape (texts, levels), rows of sum 1; `vectors` are embeddings of unit length."""
        scores = vectors @ self._of_vectors + self._vectorizer.transform(texts) @ self._of_words + self._bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(grown / grown.sum(axis=1, keepdims=True))

    @classmethod
    def fit(cls, vectors: np.ndarray, texts: Sequence[str], levels: np.ndarray, weights: np.ndarray) -> SafetyModel:
        """Learns from examples of every level: embeddings of unit length, texts, places in `LEVELS`, weights."""
        vectorizer = _vectorizer()
        features = hstack([csr_matrix(vectors * DENSE), vectorizer.fit_transform(texts) * WORDS]).tocsr()
        learned = LogisticRegression(max_iter=300, tol=1e-3).fit(features, levels, sample_weight=weights)
        words = list(vectorizer.get_feature_names_out())
        return cls(words, vectorizer.idf_, learned.coef_, learned.intercept_)

    def save(self, folder: Path) -> None:
        """Writes the model into `folder`."""
        (folder / "words.json").write_text(json.dumps(self._words), encoding="utf-8")
        np.savez_compressed(
            folder / "weights.npz", idf=self._idf, weights=self._weights.astype(np.float32), bias=self._bias
        )

    @classmethod
    def load(cls, folder: Path) -> SafetyModel:
        """Reads what `save` wrote."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "weights.npz") as kept:
            return cls(words, kept["idf"], kept["weights"], kept["bias"])


def _vectorizer(words: Optional[List[str]] = None) -> TfidfVectorizer:
    return TfidfVectorizer(
        ngram_range=(1, 2), min_df=1 if words else 2, sublinear_tf=True, token_pattern=r"[\w']+|\?", vocabulary=words
    )


def weigh(levels: np.ndarray, lookalike: np.ndarray, aims: Aims) -> np.ndarray:
    """The weight of each example."""
    weights: np.ndarray = np.array([aims.costs[level] for level in LEVELS], dtype=float)[levels]
    weights[lookalike & (levels == 0)] *= aims.lookalike_cost
    return weights


def held_out_chances(
    vectors: np.ndarray, texts: Sequence[str], levels: np.ndarray, lookalike: np.ndarray, aims: Aims
) -> np.ndarray:
    """The chances of each example under a model that was not trained on it, shape (examples, levels)."""
    chances = np.zeros((len(texts), len(LEVELS)))
    weights = weigh(levels, lookalike, aims)
    folds = StratifiedKFold(aims.folds, shuffle=True, random_state=1)
    for rest, held in folds.split(vectors, levels * 2 + lookalike):
        model = SafetyModel.fit(vectors[rest], [texts[n] for n in rest], levels[rest], weights[rest])
        chances[held] = model.chances(vectors[held], [texts[n] for n in held])
    return chances


def choose_limits(chances: np.ndarray, levels: np.ndarray, lookalike: np.ndarray, aims: Aims) -> Limits:
    """The lowest limits that keep to the aims on chances of examples that the model was not trained on."""
    danger = 1 - chances[:, 0]
    harmless = levels == 0
    limit = float(np.quantile(danger[harmless], 1 - aims.harmless)) if harmless.any() else 0.5
    if (harmless & lookalike).any():
        limit = max(limit, float(np.quantile(danger[harmless & lookalike], 1 - aims.lookalikes)))
    raised = danger >= limit
    of_danger = chances[:, 1:] / np.maximum(danger, 1e-9)[:, np.newaxis]

    def lowest(level: int, share: np.ndarray) -> float:
        of_level = share[raised & (levels == level)]
        return min(0.5, float(np.quantile(of_level, aims.lowered))) if len(of_level) else 0.5

    return Limits(limit, lowest(URGENT, of_danger[:, 1] + of_danger[:, 2]), lowest(EMERGENCY, of_danger[:, 2]))


def measured(chances: np.ndarray, levels: np.ndarray, lookalike: np.ndarray, limits: Limits) -> Dict[str, float]:
    """Shares of held-out examples at these limits, for the log and the model's description."""
    given = np.array([LEVELS.index(limits.level(row)) for row in chances])

    def share(of: np.ndarray, at_least: int) -> float:
        return round(float(np.mean(given[of] >= at_least)), 3) if of.any() else 0.0

    return {
        "emergencies at emergency": share(levels == EMERGENCY, EMERGENCY),
        "emergencies at urgent or higher": share(levels == EMERGENCY, URGENT),
        "urgent at urgent or higher": share(levels == URGENT, URGENT),
        "concerns raised": share(levels == CONCERN, CONCERN),
        "harmless raised": share(levels == 0, CONCERN),
        "lookalikes raised": share((levels == 0) & lookalike, CONCERN),
    }


def as_json(limits: Limits, found: Mapping[str, float]) -> str:
    """Limits and what came out at them, as text."""
    return json.dumps({"limits": asdict(limits), "held out": dict(found)}, indent=1)
