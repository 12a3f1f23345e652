"""Tells which language a message is written in, and abstains where that is not clear."""

from collections.abc import Mapping

from lingua import IsoCode639_1, LanguageDetectorBuilder

from knowledge.schema import Language

# Measured on 7,861 English texts of this project and 160 in four other languages: from this chance on, and from two
# words on, no English one is taken for another language, 142 of the 160 are recognised, and none as a wrong one.
SURE = 0.8
MIN_WORDS = 2
ENGLISH = "en"


class LanguageDetector:
    """Knows English and the languages that the bot has a sentence for. Safe to share between threads.

    Args:
        languages: by two-letter code.
    """

    def __init__(self, languages: Mapping[str, Language]) -> None:
        self._languages = languages
        codes = [getattr(IsoCode639_1, code.upper()) for code in (ENGLISH, *languages)]
        self._detector = LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_preloaded_language_models().build()

    def other_than_english(self, text: str) -> Language | None:
        """The language of `text` if it is surely one that is not English, else None."""
        if len(text.split()) < MIN_WORDS:
            return None
        first = self._detector.compute_language_confidence_values(text)[0]
        if first.value < SURE:
            return None
        return self._languages.get(first.language.iso_code_639_1.name.lower())
