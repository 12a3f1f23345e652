"""What is said around the practice conversations (`practice_phrases.yml`), checked when it is read."""

from functools import cache
from pathlib import Path
from typing import Annotated

from knowledge.entries import load_entry
from knowledge.places import with_places
from knowledge.schema import Entry, Text

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "practice_phrases.yml"


Change = Annotated[Text, with_places("what")]


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

    title: Annotated[Text, with_places("title")]
    aim: Annotated[Text, with_places("aim")]
    ended: Annotated[Text, with_places("because")]
    unfinished: Text
    empty: Text
    numbers: Annotated[Text, with_places("trust_from", "trust_to", "fear_from", "fear_to", "hope_from", "hope_to")]
    told: Annotated[Text, with_places("abouts")]
    nothing_told: Annotated[Text, with_places("name")]
    untold_one: Text
    untold: Annotated[Text, with_places("count")]
    turning_points: Text
    point: Annotated[Text, with_places("turn", "title", "change", "why")]
    came_out: Annotated[Text, with_places("about")]
    well: Text
    well_row: Annotated[Text, with_places("title", "times", "does")]
    no_well: Text
    once: Text
    twice: Text
    times: Annotated[Text, with_places("count")]
    to_try: Text
    instead_of: Annotated[Text, with_places("title", "words")]
    not_yet: Annotated[Text, with_places("title", "does", "words")]
    all_tried: Text
    read: Text
    tries: Text
    first_try: Annotated[Text, with_places("turns", "trust", "fear", "hope")]
    this_try: Annotated[Text, with_places("turns", "trust", "fear", "hope")]
    parted: Annotated[Text, with_places("turn", "first", "first_change", "now", "now_change")]
    course: Text
    course_row: Annotated[Text, with_places("turn", "title", "trust", "fear", "hope")]
    chart_title: Annotated[Text, with_places("title")]
    chart_turn: Text
    chart_first: Text


class RehearsePhrases(Entry):
    """What is said around a talk in the terminal."""

    how: Text
    nothing_to_undo: Text
    no_such_turn: Annotated[Text, with_places("turns")]
    back: Annotated[Text, with_places("turn")]
    over: Text


class PracticePhrases(Entry):
    """Everything that `practice_phrases.yml` holds."""

    read_as: Annotated[Text, with_places("title")]
    read_perhaps: Annotated[Text, with_places("title")]
    read_unclear: Text
    weighed_most: Annotated[Text, with_places("part")]
    with_person: Annotated[Text, with_places("name", "why")]
    came_out: Annotated[Text, with_places("name", "about")]
    repeated: Text
    changes: Changes
    values: Values
    lesson: Annotated[Text, with_places("item")]
    better: Text
    others: Text
    phase: Annotated[Text, with_places("phase")]
    phases: Phases
    debrief: DebriefPhrases
    rehearse: RehearsePhrases


@cache
def load_practice_phrases(root: Path = ROOT) -> PracticePhrases:
    """Reads `root`/training/practice_phrases.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return load_entry(root / FILE, root, PracticePhrases)
