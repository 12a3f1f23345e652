"""What is said of progress (`progress_words.yml`), checked when it is read."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.schema import Entry, Text, _with
from training.progress import Practised

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "progress_words.yml"


class PractisedWords(Entry):
    """On how many of the last days there was practice."""

    none: Text
    one: Annotated[Text, _with("of")]
    several: Annotated[Text, _with("days", "of")]


class StrengthWords(Entry):
    """How long something is expected to stay."""

    fresh: Text
    settling: Text
    firm: Text


class KindWords(Entry):
    """What items without a number are."""

    concept: Text
    case: Text


class MapWords(Entry):
    """What stands on the map."""

    title: Text
    description: Annotated[Text, _with("known", "asked", "begun", "items")]
    known: Annotated[Text, _with("known", "asked")]
    unseen: Text
    last: Annotated[Text, _with("day")]
    strength: StrengthWords
    kinds: KindWords
    legend: list[Text] = Field(min_length=1)


class CertificateWords(Entry):
    """What stands on the certificate."""

    title: Text
    name: Text
    paper: Annotated[Text, _with("title", "publisher")]
    sections: Text
    bars: Text
    answered: Annotated[Text, _with("score", "answered", "asked")]
    unanswered: Text
    scenarios: Text
    scenario: Annotated[Text, _with("title", "turns", "day")]
    one_turn: Text
    turns: Annotated[Text, _with("count")]
    no_scenarios: Text
    made: Annotated[Text, _with("day")]
    limits: Text


class ProgressWords(Entry):
    """Everything that `progress_words.yml` holds."""

    practised: PractisedWords
    map: MapWords
    certificate: CertificateWords

    def of_days(self, practised: Practised) -> str:
        """On how many of the last days there was practice, in words."""
        words, of = self.practised, len(practised.days)
        if practised.count < 2:
            return words.one.format(of=of) if practised.count else words.none
        return words.several.format(days=practised.count, of=of)


@cache
def load_progress_words(root: Path = ROOT) -> ProgressWords:
    """Reads `root`/training/progress_words.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader = EntryReader(root)
    words = reader.single(root / FILE, ProgressWords)
    if words is None:
        raise KnowledgeError(reader.faults)
    return words


def in_words(day: date) -> str:
    """A day as it is written in English: "2 March 2026"."""
    return f"{day.day} {day:%B %Y}"
