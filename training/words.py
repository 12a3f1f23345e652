"""Words in common between two texts, rare ones counting more."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import Stemmer
from spacy.lang.en.stop_words import STOP_WORDS

Weights = Mapping[str, float]
UNKNOWN = 6.0  # weight of a word that none of the texts has

_stemmer = Stemmer.Stemmer("english")


def content(text: str) -> frozenset[str]:
    """The stems of the words of `text` that carry meaning."""
    words = re.findall(r"[a-z]+", text.lower())
    return frozenset(_stemmer.stemWords([word for word in words if word not in STOP_WORDS]))


def word_weights(texts: Iterable[str]) -> Weights:
    """For each stem the logarithm of how rare it is among `texts`."""
    bags = [content(text) for text in texts]
    count = Counter(word for bag in bags for word in bag)
    return {word: math.log(len(bags) / n) for word, n in count.items()}


def likeness(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    """How much of their words two texts share, from 0 to 1."""

    def weight(words: frozenset[str]) -> float:
        return sum(weights.get(word, UNKNOWN) for word in words)

    both = math.sqrt(weight(one) * weight(other))
    return weight(one & other) / both if both else 0.0
