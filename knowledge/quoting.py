"""Finds what an organisation's own documents say to a message, and quotes the sentences that come nearest to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from knowledge.encoder import Embedder, Vectors
from knowledge.quotation import Quotation
from knowledge.sentences import sentence_spans
from knowledge.speech_schema import OwnPhrases
from knowledge.store import Near, PassageStore, StoredPassage

MAX_WORDS = 60  # of a quotation beside other advice; the whole passage is a click away
MAX_QUOTES = 2  # where nothing but own documents answers
LOOKED_AT = 4  # passages nearest to a message
# Cosines from which a passage is told beside the paper's advice, and from which it answers on its own: of what can be
# judged, 0.97 and 0.99 are right then, and nothing is told to what is out of scope (`scripts/measure_quotes.py`).
BESIDE = 0.45
ALONE = 0.50


@dataclass(frozen=True)
class Quoted:
    """What is said from own documents.

    Attributes:
        text: paragraphs set apart by blank lines.
        sources: ids of the passages, best first.
    """

    text: str
    sources: list[str]


class Quoter:
    """Finds passages that fit a message, and quotes them.

    Args:
        store: of the passages.
        encoder: the one that their embeddings are of.
        quotation: shows them.
        phrases: that lead to a quotation.
    """

    def __init__(self, store: PassageStore, encoder: Embedder, quotation: Quotation, phrases: OwnPhrases) -> None:
        self._store, self._encoder, self._quotation, self._phrases = store, encoder, quotation, phrases
        # The sentences of the passages that are asked for come again.
        self._encode = lru_cache(maxsize=256)(encoder.encode)

    def beside(self, message: str, embedding: Vectors | None = None) -> Quoted | None:
        """The one passage to tell of beside the paper's advice, if one is near enough.

        Args:
            message: what the person wrote.
            embedding: of it, shape (dimension,), where it was computed already.
        """
        vector = self._vector(message, embedding)
        if vector is None or not (near := self._near(vector, BESIDE)[:1]):
            return None
        return self._told(near, vector, self._phrases.beside)

    def alone(self, message: str, embedding: Vectors | None = None) -> Quoted | None:
        """What answers a message that the paper does not treat, if something is near enough; arguments as above."""
        vector = self._vector(message, embedding)
        if vector is None or not (near := self._near(vector, ALONE)[:MAX_QUOTES]):
            return None
        told = self._told(near, vector, self._phrases.quoted)
        return Quoted(f"{self._phrases.alone}\n\n{told.text}", told.sources)

    def _vector(self, message: str, embedding: Vectors | None) -> Vectors | None:
        """The embedding of the message; None where nothing is kept that it could be compared with."""
        # Embeddings of another encoder mean nothing; they are made anew at the next build.
        if self._store.encoder() != self._encoder.sha256:
            return None
        return self._encoder.encode([message])[0] if embedding is None else embedding

    def _near(self, vector: Vectors, limit: float) -> list[Near]:
        return [near for near in self._store.nearest(vector, LOOKED_AT) if near.similarity >= limit]

    def _told(self, found: Sequence[Near], vector: Vectors, phrase: str) -> Quoted:
        said = []
        for near in found:
            passage, quote = near.passage, self._quote(near.passage, vector)
            where = self._quotation.where(passage)
            line = phrase.format(where=where, quote=quote)
            if not quote or self._quotation.hurts(line):
                line = self._phrases.pointed.format(where=where)
            said.append(line)
        return Quoted("\n\n".join(said), [near.passage.id for near in found])

    def _quote(self, passage: StoredPassage, vector: Vectors) -> str:
        """The part of a passage that is nearest to the message: whole sentences in a row, of one paragraph.

        Empty where every sentence is too long or holds words that may hurt.
        """
        best, quote = -1.0, ""
        for line in passage.text.split("\n"):
            spans = [span for span in sentence_spans(line) if _words(line, span) <= MAX_WORDS]
            kept = [span for span in spans if not self._quotation.hurts(line[slice(*span)])]
            if not kept:
                continue
            nearness = self._encode(tuple(line[slice(*span)] for span in kept)) @ vector
            place = int(np.argmax(nearness))
            if nearness[place] > best:
                best, quote = float(nearness[place]), line[slice(*_widened(line, kept, place))]
        return quote


def _widened(line: str, spans: Sequence[tuple[int, int]], place: int) -> tuple[int, int]:
    """The span of a sentence, and of those after and before it as far as there is room and nothing stands between."""
    first = last = place
    for step in (1, -1):
        while True:
            edge = (last if step > 0 else first) + step
            if not 0 <= edge < len(spans):
                break
            start, end = min(first, edge), max(last, edge)
            inner = spans[start:end]
            gaps = any(line[a[1] : b[0]].strip() for a, b in zip(inner, spans[start + 1 : end + 1], strict=True))
            if gaps or _words(line, (spans[start][0], spans[end][1])) > MAX_WORDS:
                break
            first, last = start, end
    return spans[first][0], spans[last][1]


def _words(line: str, span: tuple[int, int]) -> int:
    return len(line[slice(*span)].split())
