"""What is said around the questions (`phrases.yml`), checked when it is read."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knowledge.entries import load_entry
from knowledge.places import with_places
from knowledge.schema import Entry, Text

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "phrases.yml"
Kind = Literal["one", "several", "best", "order", "match", "short", "mend"]
Turns = Annotated[list[Text], Field(min_length=1)]


class Verdicts(Entry):
    """First lines of the feedback, by how the answer was."""

    right: Turns
    good: Turns
    partly: Turns
    wrong: Turns
    unknown: Turns
    unjudged: Turns


class Phrases(Entry):
    """Everything that `phrases.yml` holds."""

    hints: dict[Kind, Text]
    unread: Text
    do_not_know: Turns
    verdicts: Verdicts
    chosen: Annotated[Text, with_places("text")]
    better: Annotated[Text, with_places("text")]
    missed: Annotated[Text, with_places("text")]
    order: Annotated[Text, with_places("parts")]
    pair: Annotated[Text, with_places("left", "right")]
    there: Annotated[Text, with_places("point")]
    missing: Annotated[Text, with_places("point", "missing")]
    unsure: Annotated[Text, with_places("point")]
    held: Annotated[Text, with_places("idea", "why")]
    model: Annotated[Text, with_places("text")]
    nothing_flagged: Text
    still_flagged: Annotated[Text, with_places("span", "why")]
    ways: Annotated[Text, with_places("ways")]
    meaning_kept: Text
    meaning_unsure: Text
    meaning_lost: Text
    one_of_several_ways: Annotated[Text, with_places("text")]
    source: Annotated[Text, with_places("item", "sentence")]


@cache
def load_phrases(root: Path = ROOT) -> Phrases:
    """Reads `root`/training/phrases.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return load_entry(root / FILE, root, Phrases)
