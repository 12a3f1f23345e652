"""Puts together what finds personal data, with Microsoft Presidio, and takes it out of texts."""

import re
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, get_args

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from bot.redaction.contacts import contacts
from bot.redaction.dates import dates
from bot.redaction.found import WORDS, Found, Kind, apart, replaced
from bot.redaction.numbers import numbers
from bot.redaction.people import People
from bot.redaction.phones import phones
from bot.redaction.places import places
from bot.redaction.presidio import (
    AnalyzerEngine,
    CreditCardRecognizer,
    EntityRecognizer,
    IbanRecognizer,
    NerModelConfiguration,
    NhsRecognizer,
    NlpArtifacts,
    RecognizerRegistry,
    RecognizerResult,
    SpacyNlpEngine,
    UkNinoRecognizer,
)
from bot.redaction.vocabulary import Vocabulary, load_vocabulary
from knowledge.library import Library
from knowledge.sentences import readable
from knowledge.wording.checker import MODEL

ENGLISH = "en"
LEFT_OUT = ["tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
# Kinds by what a recogniser calls them: ours by the kind itself, Presidio's own by their names. Its others are weaker
# than ours here, or ask a site for a list when first used.
KINDS: dict[str, Kind] = {
    **{kind: kind for kind in get_args(Kind)},
    "CREDIT_CARD": "number",
    "IBAN_CODE": "number",
    "UK_NHS": "number",
    "UK_NINO": "number",
}
LOOKS = 5  # at a text; what stands side by side settles in two or three
# A row of digits, with what stands between them.
DIGITS = re.compile(r"\d(?:[\d \t\-–.,()/+]*\d)?")
SURE = 0.5  # Presidio's score of what passes a check sum, and of ours


class Redactor:
    """Takes personal data out of texts. Safe to share between threads, and keeps nothing of what it reads.

    Args:
        words: what words are.
        nlp: a spaCy pipeline with named entities, used by nobody else; loaded if None.
    """

    def __init__(self, words: Vocabulary, nlp: Language | None = None) -> None:
        self._nlp = nlp or spacy.load(MODEL, exclude=LEFT_OUT)
        self._engine = _engine(words, self._nlp)
        self._one_at_a_time = threading.Lock()

    def redact(self, text: str) -> str:
        """`text` with each piece of personal data replaced by a word in square brackets.

        A second time changes nothing.
        """
        for _ in range(LOOKS):
            found = self.found(text)
            if not found:
                return text
            text = replaced(text, found)
        # A long row of digits shows one more number at each look, for minutes. Then all digits go.
        text = DIGITS.sub(WORDS["number"], text)
        while found := self.found(text):
            text = replaced(text, found)
        return text

    def found(self, text: str) -> list[Found]:
        """The places of personal data, in order; they do not overlap."""
        if not text.strip():
            return []
        # The memory zone forgets the words of the message, which spaCy would keep for ever.
        with self._one_at_a_time, self._nlp.memory_zone():
            results = self._engine.analyze(readable(text), ENGLISH, score_threshold=SURE)
            places = [Found(one.start, one.end, KINDS[one.entity_type]) for one in results]
        return apart(text, places)


def make_redactor(library: Library) -> Redactor:
    """A redactor that leaves the names of `library` alone."""
    return Redactor(load_vocabulary(library))


class _Ours(EntityRecognizer):
    """Lets Presidio use a finder of ours."""

    def __init__(self, name: str, kinds: Sequence[Kind], find: Callable[[Doc], Iterable[Found]]) -> None:
        self._find = find
        super().__init__(supported_entities=list(kinds), name=name)

    def load(self) -> None:
        """Nothing is to be loaded."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:
        """What the finder finds, as Presidio wants it."""
        doc: Any = nlp_artifacts.tokens
        return [RecognizerResult(one.kind, one.start, one.end, 1.0) for one in self._find(doc)]


def _engine(words: Vocabulary, nlp: Language) -> AnalyzerEngine:
    # Ours read spaCy's named entities themselves; Presidio would warn of each that it has no name for.
    nlp_engine = SpacyNlpEngine(
        models=[{"lang_code": ENGLISH, "model_name": MODEL}],
        ner_model_configuration=NerModelConfiguration(labels_to_ignore=list(nlp.pipe_labels["ner"])),
    )
    setattr(nlp_engine, "nlp", {ENGLISH: nlp})  # noqa: B010  # Presidio declares it None until it has loaded one

    def of_text(find: Callable[[str], Iterable[Found]]) -> Callable[[Doc], Iterable[Found]]:
        return lambda doc: find(doc.text)

    recognisers: list[EntityRecognizer] = [
        *(CreditCardRecognizer(), IbanRecognizer(), NhsRecognizer(), UkNinoRecognizer()),
        _Ours("contacts", ["email", "url", "handle", "postcode"], of_text(partial(contacts, words))),
        _Ours("phones", ["phone"], of_text(partial(phones, words))),
        _Ours("numbers", ["number"], of_text(numbers)),
        _Ours("dates", ["date"], of_text(partial(dates, words))),
        _Ours("places", ["address", "school", "place"], of_text(partial(places, words))),
        _Ours("people", ["name"], lambda doc: People(words, doc).found()),
    ]
    registry = RecognizerRegistry(recognizers=recognisers, supported_languages=[ENGLISH])
    return AnalyzerEngine(registry=registry, nlp_engine=nlp_engine, supported_languages=[ENGLISH])
