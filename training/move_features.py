"""What the classifier of moves sees of a message: its embedding, its words, and its shape.

The embedding knows what a message is about; what kind of move it is shows in small words ("should", "why didn't",
"so you"), and in where the question marks are. Of the examples, 79 in 100 are read rightly by the embedding alone, 81
with the shape, 84 with the words as well (`python -m training moves` measures the last).
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from knowledge.encoder import Vectors

Matrix = npt.NDArray[np.float32]

DENSE = 4.0  # length of the embedding, and of the words, beside the shape: a factor s is a penalty divided by s²
WORDS = 4.0
MIN_COUNT = 3  # examples that words must stand in to be looked at
SHAPE = 7  # numbers that `shape` gives

_TOKEN = re.compile(r"[\w']+|\?")
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]+(?:\s|$)")


def tokens(text: str) -> list[str]:
    """Words and question marks in lower case."""
    return _TOKEN.findall(text.lower().replace("’", "'"))


def grams(text: str) -> set[str]:
    """Words, pairs of neighbours, and the first word and pair marked as such."""
    words = tokens(text)
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    return {*words, *pairs, *(f"^{start}" for start in (*words[:1], *pairs[:1]))}


def shape(text: str) -> list[float]:
    """Question marks, length and parts of a message, `SHAPE` numbers of about 0 to 2."""
    words, marks = len(tokens(text)), text.count("?")
    parts = max(1, len(_SENTENCE_END.findall(text)))
    return [
        min(marks, 4) / 2,
        float(text.rstrip().endswith("?")),
        float(np.log1p(words)) / 3,
        min(parts, 5) / 3,
        float(marks > 1),
        float(0 < marks < parts),  # something is said besides the question
        float(words <= 3),
    ]


class Features:
    """Turns messages into rows of numbers.

    Args:
        vocabulary: the words and pairs that are looked at.
        rarity: of each, as `learn` gives it.
    """

    def __init__(self, vocabulary: Sequence[str], rarity: npt.ArrayLike) -> None:
        self.vocabulary = list(vocabulary)
        self.rarity: Matrix = np.asarray(rarity, dtype=np.float32)
        self._place = {word: place for place, word in enumerate(self.vocabulary)}

    @classmethod
    def learn(cls, texts: Sequence[str]) -> "Features":
        """The vocabulary of `texts`, rare words weighing more."""
        count = Counter(gram for text in texts for gram in grams(text))
        vocabulary = sorted(gram for gram, times in count.items() if times >= MIN_COUNT)
        return cls(vocabulary, [np.log((1 + len(texts)) / (1 + count[gram])) + 1 for gram in vocabulary])

    def matrix(self, vectors: Vectors, texts: Sequence[str]) -> Matrix:
        """Features of `texts`, shape (len(texts), embedding + vocabulary + SHAPE).

        Args:
            vectors: the embeddings of the texts, a row of unit length each.
            texts: as they were written.
        """
        words: Matrix = np.zeros((len(texts), len(self.vocabulary)), dtype=np.float32)
        for row, text in zip(words, texts, strict=True):
            found = [self._place[gram] for gram in grams(text) if gram in self._place]
            row[found] = self.rarity[found]
            row /= max(float(np.linalg.norm(row)), 1e-9)
        shapes: Matrix = np.array([shape(text) for text in texts], dtype=np.float32).reshape(-1, SHAPE)
        return np.hstack([vectors * DENSE, words * WORDS, shapes]).astype(np.float32)
