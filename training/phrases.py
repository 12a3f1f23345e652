"""What is said around the questions (`phrases.yml`), checked when it is read."""

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.schema import Entry, Text

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "phrases.yml"
Kind = Literal["one", "several", "best", "order", "match", "short", "mend"]
Turns = Annotated[list[Text], Field(min_length=1)]


def _with(*names: str) -> AfterValidator:
    """A sentence that must hold each of `names` in braces, and nothing else in braces."""

    def check(text: str) -> str:
        try:
            found = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:
            raise ValueError("a brace stands alone in this sentence") from None
        if found != set(names):
            raise ValueError(f"this sentence must hold {' and '.join(f'{{{n}}}' for n in names)}, and no other braces")
        return text

    return AfterValidator(check)


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
    chosen: Annotated[Text, _with("text")]
    better: Annotated[Text, _with("text")]
    missed: Annotated[Text, _with("text")]
    order: Annotated[Text, _with("parts")]
    pair: Annotated[Text, _with("left", "right")]
    there: Annotated[Text, _with("point")]
    missing: Annotated[Text, _with("point", "missing")]
    unsure: Annotated[Text, _with("point")]
    held: Annotated[Text, _with("idea", "why")]
    model: Annotated[Text, _with("text")]
    nothing_flagged: Text
    still_flagged: Annotated[Text, _with("span", "why")]
    ways: Annotated[Text, _with("ways")]
    meaning_kept: Text
    meaning_unsure: Text
    meaning_lost: Text
    one_of_several_ways: Annotated[Text, _with("text")]
    source: Annotated[Text, _with("item", "sentence")]


@cache
def load_phrases(root: Path = ROOT) -> Phrases:
    """Reads `root`/training/phrases.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader = EntryReader(root)
    phrases = reader.single(root / FILE, Phrases)
    if phrases is None:
        raise KnowledgeError(reader.faults)
    return phrases
