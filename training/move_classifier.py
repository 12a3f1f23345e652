"""Reads a trainee's message as a move: a linear model over its features, numpy alone at run time.

A message of several sentences is read whole and sentence by sentence. One sentence that hurts outweighs kind ones
beside it, as it does for the person who reads it; but since it hurts a trainee as well to be told so wrongly, that
verdict needs a higher chance, and a higher one still where a sentence is read without the others. The limits are
chosen in training, by cross-validation (`move_training.py`).
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from knowledge.encoder import Vectors
from knowledge.sentences import parts
from training.move import UNCLEAR, Move
from training.move_features import Features, Matrix

Encode = Callable[[Sequence[str]], Vectors]

FORMAT = 1
MOST_SENTENCES = 12  # that are read one by one; each takes as long as a whole message
DESCRIPTION, WEIGHTS = "moves.json", "moves.npz"


class MoveModelError(Exception):
    """The model of the moves is missing, broken, or was made of other data."""


@dataclass(frozen=True)
class Limits:
    """From which chances, 0 to 1, a message is read as a move.

    Attributes:
        hurts: of all moves that hurt together, in the whole message.
        sentence: the same, in one of its sentences.
        clear: of the move itself, if it does not hurt; below it the message is `unclear`.
    """

    hurts: float
    sentence: float
    clear: float


@dataclass(frozen=True)
class Reading:
    """A message as a move.

    Attributes:
        move: its id.
        chance: that it is so, as far as the model knows; of an unclear one, that of the move that came nearest.
        part: the sentence that decided, if it was one of several; else empty.
    """

    move: str
    chance: float
    part: str = ""


class MoveClassifier:
    """A trained model.

    Args:
        moves: ids, in the order of the rows of `weights`.
        hurting: ids of those that hurt.
        features: what the model sees.
        weights: shape (moves, features).
        bias: shape (moves,).
        limits: see there.
    """

    def __init__(
        self,
        moves: Sequence[str],
        hurting: Sequence[str],
        features: Features,
        weights: Matrix,
        bias: Matrix,
        limits: Limits,
    ) -> None:
        self.moves = list(moves)
        self.hurting = list(hurting)
        self.limits = limits
        self._hurts = np.array([move in hurting for move in moves])
        self._features, self._weights, self._bias = features, weights, bias

    def chances(self, vectors: Vectors, texts: Sequence[str]) -> Matrix:
        """The chance of each move, shape (texts, moves), rows of sum 1; `vectors` are the texts' embeddings."""
        scores = self._features.matrix(vectors, texts) @ self._weights.T + self._bias
        grown = np.exp(scores - scores.max(axis=1, keepdims=True))
        result: Matrix = grown / grown.sum(axis=1, keepdims=True)
        return result

    def read(self, text: str, encode: Encode, vector: Vectors | None = None) -> Reading:
        """The move that a message is.

        Args:
            text: the message.
            encode: gives the embeddings of texts; asked for the sentences of a message that has several.
            vector: the embedding of the whole message, shape (dimension,), where it is known already.
        """
        if not any(character.isalnum() for character in text):
            return Reading(UNCLEAR, 1.0)
        rows = parts(text)[:MOST_SENTENCES]
        whole = vector[np.newaxis, :] if vector is not None else encode([text])
        vectors = np.concatenate([whole, encode(rows)]) if rows else whole
        return self.verdict(self.chances(vectors, [text, *rows]), rows)

    def verdict(self, chances: Matrix, rows: Sequence[str]) -> Reading:
        """The same from the chances of the whole message and, below it, of its sentences `rows`, if several."""
        hurting = chances[:, self._hurts].sum(axis=1)
        worst = 1 + int(hurting[1:].argmax()) if rows else 0
        if rows and hurting[worst] >= self.limits.sentence:
            return Reading(self._worst_of(chances[worst]), float(hurting[worst]), rows[worst - 1])
        if hurting[0] >= self.limits.hurts:
            return Reading(self._worst_of(chances[0]), float(hurting[0]))
        mixed = np.where(self._hurts, -1, _mixed(chances, rows))
        move = int(mixed.argmax())
        clear = mixed[move] >= self.limits.clear
        return Reading(self.moves[move] if clear else UNCLEAR, float(mixed[move]))

    def _worst_of(self, chances: Matrix) -> str:
        """The likeliest of the moves that hurt."""
        return self.moves[int(np.where(self._hurts, chances, -1).argmax())]

    def save(self, folder: Path, encoder_sha256: str, content: str, measured: Mapping[str, Any]) -> None:
        """Writes the model so that a reader sees the old one or the new one, never half of each."""
        folder.mkdir(parents=True, exist_ok=True)
        description = {
            "format": FORMAT,
            "encoder_sha256": encoder_sha256,
            "content_sha256": content,
            "moves": self.moves,
            "hurting": self.hurting,
            "limits": asdict(self.limits),
            "measured": measured,
            "vocabulary": self._features.vocabulary,
        }
        (folder / DESCRIPTION).unlink(missing_ok=True)  # without it, nothing loads
        with (folder / f"{WEIGHTS}.new").open("wb") as file:
            np.savez_compressed(file, weights=self._weights, bias=self._bias, rarity=self._features.rarity)
        (folder / f"{WEIGHTS}.new").replace(folder / WEIGHTS)
        text = json.dumps(description, indent=1, ensure_ascii=False) + "\n"
        (folder / f"{DESCRIPTION}.new").write_text(text, encoding="utf-8")
        (folder / f"{DESCRIPTION}.new").replace(folder / DESCRIPTION)

    @classmethod
    def load(cls, folder: Path, moves: Mapping[str, Move], encoder_sha256: str) -> "MoveClassifier":
        """Reads the model that was made of exactly `moves` with exactly that encoder.

        Raises:
            MoveModelError: if it was not, or cannot be read; the message says how to make it again.
        """
        again = "make it again with 'python -m training moves'"
        try:
            described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
            with np.load(folder / WEIGHTS) as kept:
                weights, bias, rarity = kept["weights"], kept["bias"], kept["rarity"]
            made_of = described["format"], described["encoder_sha256"], described["content_sha256"]
            features = Features(described["vocabulary"], rarity)
            model = cls(
                described["moves"], described["hurting"], features, weights, bias, Limits(**described["limits"])
            )
        except (OSError, ValueError, KeyError, TypeError, EOFError, BadZipFile):
            raise MoveModelError(f"The model of the moves in {folder} is missing or broken; {again}.") from None
        if made_of[1] != encoder_sha256:
            raise MoveModelError(f"The model of the moves was made with another encoder; {again}.")
        if made_of != (FORMAT, encoder_sha256, content_sha256(moves)):
            raise MoveModelError(f"The moves changed after their model was made; {again}.")
        return model


def content_sha256(moves: Mapping[str, Move]) -> str:
    """Hash of all that a model learns from."""
    rows = [[move.id, move.kind, move.examples] for move in moves.values()]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _mixed(chances: Matrix, rows: Sequence[str]) -> Matrix:
    """Half the chances of the whole, half those of its sentences, each with as much weight as it has words."""
    if not rows:
        first: Matrix = chances[0]
        return first
    mean: Matrix = np.average(chances[1:], axis=0, weights=[len(row.split()) for row in rows])
    mixed: Matrix = (chances[0] + mean) / 2
    return mixed
