"""Lexical search: BM25 over the passages, for names, numbers and rare words that embeddings blur."""

from collections.abc import Sequence

import bm25s
import numpy as np
import numpy.typing as npt
import Stemmer

from knowledge.passages import Passage


class LexicalIndex:
    """BM25 (Robertson; Lucene's variant, as bm25s implements it) over stemmed words, in memory."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._stem = Stemmer.Stemmer("english")
        self._bm25 = bm25s.BM25()
        self._bm25.index(self._words([p.text for p in passages]), show_progress=False)
        self._size = len(passages)

    def scores(self, text: str) -> npt.NDArray[np.float32]:
        """BM25 of `text` with every passage: shape (passages,), 0 where no word is shared."""
        words = self._words([text])[0]
        if not words:
            return np.zeros(self._size, dtype=np.float32)
        found: npt.NDArray[np.float32] = self._bm25.get_scores(words).astype(np.float32)
        return found

    def _words(self, texts: list[str]) -> list[list[str]]:
        words: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stem, return_ids=False, show_progress=False
        )
        return words
