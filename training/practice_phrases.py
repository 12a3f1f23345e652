"""What is said around the practice conversations (`practice_phrases.yml`), checked when it is read."""

from functools import cache
from pathlib import Path
from string import Formatter
from typing import Annotated

from pydantic import AfterValidator

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.schema import Entry, Text

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "practice_phrases.yml"


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


Change = Annotated[Text, _with("what")]


class Changes(Entry):
    """How much one of the three values changed."""

    up_much: Change
    up: Change
    same: Change
    down: Change
    down_much: Change
    to_nothing: Change


class Values(Entry):
    """Names of the three values."""

    trust: Text
    fear: Text
    hope: Text


class Phases(Entry):
    """Names of the phases of a talk."""

    contact: Text
    clarify: Text
    aim: Text
    work: Text
    close: Text


class DebriefPhrases(Entry):
    """What is said when looking back."""

    title: Annotated[Text, _with("title")]
    aim: Annotated[Text, _with("aim")]
    ended: Annotated[Text, _with("because")]
    unfinished: Text
    empty: Text
    numbers: Annotated[Text, _with("trust_from", "trust_to", "fear_from", "fear_to", "hope_from", "hope_to")]
    told: Annotated[Text, _with("abouts")]
    nothing_told: Annotated[Text, _with("name")]
    untold_one: Text
    untold: Annotated[Text, _with("count")]
    turning_points: Text
    point: Annotated[Text, _with("turn", "title", "change", "why")]
    came_out: Annotated[Text, _with("about")]
    well: Text
    well_row: Annotated[Text, _with("title", "times", "does")]
    no_well: Text
    once: Text
    twice: Text
    times: Annotated[Text, _with("count")]
    to_try: Text
    instead_of: Annotated[Text, _with("title", "words")]
    not_yet: Annotated[Text, _with("title", "does", "words")]
    all_tried: Text
    read: Text
    tries: Text
    first_try: Annotated[Text, _with("turns", "trust", "fear", "hope")]
    this_try: Annotated[Text, _with("turns", "trust", "fear", "hope")]
    parted: Annotated[Text, _with("turn", "first", "first_change", "now", "now_change")]
    course: Text
    course_row: Annotated[Text, _with("turn", "title", "trust", "fear", "hope")]
    chart_title: Annotated[Text, _with("title")]
    chart_turn: Text
    chart_first: Text


class RehearsePhrases(Entry):
    """What is said around a talk in the terminal."""

    how: Text
    nothing_to_undo: Text
    no_such_turn: Annotated[Text, _with("turns")]
    back: Annotated[Text, _with("turn")]
    over: Text


class PracticePhrases(Entry):
    """Everything that `practice_phrases.yml` holds."""

    read_as: Annotated[Text, _with("title")]
    read_perhaps: Annotated[Text, _with("title")]
    read_unclear: Text
    weighed_most: Annotated[Text, _with("part")]
    with_person: Annotated[Text, _with("name", "why")]
    came_out: Annotated[Text, _with("name", "about")]
    repeated: Text
    changes: Changes
    values: Values
    lesson: Annotated[Text, _with("item")]
    better: Text
    others: Text
    phase: Annotated[Text, _with("phase")]
    phases: Phases
    debrief: DebriefPhrases
    rehearse: RehearsePhrases


@cache
def load_practice_phrases(root: Path = ROOT) -> PracticePhrases:
    """Reads `root`/training/practice_phrases.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader = EntryReader(root)
    phrases = reader.single(root / FILE, PracticePhrases)
    if phrases is None or reader.faults:
        raise KnowledgeError(reader.faults)
    return phrases
