"""What is said of progress (`progress_words.yml`), checked when it is read."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.entries import load_entry
from knowledge.places import with_places
from knowledge.schema import Entry, Text
from training.progress import Practised

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "progress_words.yml"


class PractisedWords(Entry):
    """On how many of the last days there was practice."""

    none: Text
    one: Annotated[Text, with_places("of")]
    several: Annotated[Text, with_places("days", "of")]


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
    description: Annotated[Text, with_places("known", "asked", "begun", "items")]
    known: Annotated[Text, with_places("known", "asked")]
    unseen: Text
    last: Annotated[Text, with_places("day")]
    strength: StrengthWords
    kinds: KindWords
    legend: list[Text] = Field(min_length=1)


class CertificateWords(Entry):
    """What stands on the certificate."""

    title: Text
    name: Text
    paper: Annotated[Text, with_places("title", "publisher")]
    sections: Text
    bars: Text
    answered: Annotated[Text, with_places("score", "answered", "asked")]
    unanswered: Text
    scenarios: Text
    scenario: Annotated[Text, with_places("title", "turns", "day")]
    one_turn: Text
    turns: Annotated[Text, with_places("count")]
    no_scenarios: Text
    made: Annotated[Text, with_places("day")]
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
    return load_entry(root / FILE, root, ProgressWords)


def in_words(day: date) -> str:
    """A day as it is written in English: "2 March 2026"."""
    return f"{day.day} {day:%B %Y}"
