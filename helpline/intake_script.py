"""The intake as data: its questions, how answers are read, and what is said (`intake.yml`), checked when it is read."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from helpline.urgency import Urgency
from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.places import check_places, with_places
from knowledge.schema import Entry, Text, Title

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("helpline") / "intake.yml"

CONSENT, DANGER, ABOUT, CONTACT, SUMMARY = "consent", "danger", "about", "contact", "summary"
# The steps that the program knows by name, in the only order that makes sense of them: consent first, danger next.
STEPS = (
    CONSENT, DANGER, "role", "seen", "heard", "supposed", ABOUT, "tried", "support", "wants", CONTACT, SUMMARY,
)  # fmt: skip
PLACES: Mapping[str, tuple[str, ...]] = {CONSENT: ("days", "team"), SUMMARY: ("answers",)}

Phrase = Annotated[str, StringConstraints(pattern=r"^[^A-Z]+$", min_length=1, strip_whitespace=True)]


class Choice(Entry):
    """A button.

    Attributes:
        title: on the button.
        text: what it sends, and what counts as the answer.
    """

    title: Title | Annotated[str, StringConstraints(pattern=r"^(Yes|No)$")]
    text: Text


class Option(Choice):
    """A button that answers a step, and what counts as the same where it is typed.

    Attributes:
        also: whole messages, lower case.
        answers: of the consent, whether it is a yes.
        raises: the urgency that it gives the case.
        because: the reason for that, for staff.
        end: of the question on leaving, what becomes of what was told.
    """

    also: list[Phrase] = []
    answers: bool | None = None
    raises: Urgency = Field(default=Urgency.NONE, alias="raise")
    because: str = ""
    end: str | None = Field(default=None, pattern="^(kept|thrown_away)$")


class Step(Entry):
    """One question.

    Attributes:
        limit: characters of an answer that are kept.
        loosely: words that a message may have of which only the beginning is an option; 0 for none.
        open: whether any text is an answer, not only the options.
        unclear: whole messages that say too little here.
        taken_out: of the contact, what is said where the door took something out of the message.
    """

    step: str
    title: Title
    question: Text
    why: Text
    unusable: Text
    example: Text
    limit: int = Field(ge=50, le=5000)
    loosely: int = Field(default=0, ge=0)
    open: bool = False
    options: list[Option] = []
    unclear: list[Phrase] = []
    taken_out: Text | None = None


class Leaving(Entry):
    """What is asked where somebody wants to stop."""

    question: Text
    options: list[Option] = Field(min_length=3, max_length=3)


class Readings(Entry):
    """How messages are read that are no answer."""

    skip: list[Phrase]
    stop: list[Phrase]
    why: list[Phrase]
    person: list[Phrase]
    change: list[Phrase]
    back: list[Phrase]
    explain: list[Phrase]
    meant: list[Phrase]
    instead: list[Phrase]
    facts: list[Phrase]
    empty: list[Phrase]
    fillers: list[Phrase]


class Says(Entry):
    """What is said besides the questions."""

    put_right: Annotated[Text, with_places("title", "text")]
    both: Annotated[Text, with_places("before", "after")]
    stands: Annotated[Text, with_places("text")]
    skipped: Text
    offer: Text
    which_number: Text
    nothing_before: Text
    left_out: Text
    only_left_out: Text
    too_long: Text
    go_on: Text
    elsewhere: Text
    no_answer: Text
    line: Annotated[Text, with_places("number", "title", "text")]
    people: Annotated[Text, with_places("services", "number")]
    people_unlisted: Annotated[Text, with_places("number")]


class Standing(Entry):
    """A sentence on the desk: somebody is there, nobody is there now, or nobody has an account."""

    here: Text
    away: Text
    none: Text


class Team(Entry):
    """What is said of the desk where the intake begins, and where it ends."""

    begins: Standing
    ends: Standing


class Ends(Entry):
    """What is said where it ends."""

    handed_in: Annotated[Text, with_places("next", "code")]
    kept: Annotated[Text, with_places("next", "code")]
    words: Annotated[Text, with_places("case", "words")]
    words_known: Annotated[Text, with_places("case")]
    thrown_away: Text
    nothing_kept: Text
    still_kept: Annotated[Text, with_places("case")]
    refused: Annotated[Text, with_places("services", "number", "kept")]
    refused_unlisted: Annotated[Text, with_places("number", "kept")]
    lessons: Text
    lessons_without: Text


class LeftOut(Entry):
    """Words that are not kept of whom it is about."""

    words: list[list[Phrase]]
    beside: list[Phrase]
    people: list[Phrase]
    mark: Text


class Script(Entry):
    """The whole intake."""

    steps: list[Step]
    leaving: Leaving
    skip: Choice
    stop: Choice
    person: Choice
    readings: Readings
    says: Says
    team: Team
    ends: Ends
    left_out: LeftOut

    def step(self, name: str) -> Step:
        """The step of that name."""
        return self.steps[STEPS.index(name)]

    @property
    def buttons(self) -> frozenset[str]:
        """What buttons send: our words, that tell nothing of danger but what their option raises."""
        options = [option for step in self.steps for option in step.options]
        others = (self.skip, self.stop, self.person)
        return frozenset(choice.text for choice in (*options, *self.leaving.options, *others))


def load_script(root: Path = ROOT) -> Script:
    """Reads `helpline/intake.yml` under `root`.

    Raises:
        KnowledgeError: with every fault, each by file, line and field.
    """
    return read_script(root)[0]


def read_script(root: Path = ROOT) -> tuple[Script, EntryReader]:
    """The same, and the reader, which can then name the place of further faults."""
    reader = EntryReader(root)
    script = reader.single(root / FILE, Script)
    if script is not None:
        _check(script, reader)
    if script is None or reader.faults:
        raise KnowledgeError(reader.faults)
    return script, reader


def _check(script: Script, reader: EntryReader) -> None:
    if tuple(step.step for step in script.steps) != STEPS:
        reader.fault_at(Script, "", f"the steps must be {', '.join(STEPS)}, in this order", "steps")
        return
    for n, step in enumerate(script.steps):
        _check_step(n, step, reader)
    if {option.end for option in script.leaving.options} != {"kept", "thrown_away", None}:
        reader.fault_at(Script, "", "one option must keep, one throw away, one go on", "leaving", "options")


def _check_step(n: int, step: Step, reader: EntryReader) -> None:
    for field in ("question", "why", "unusable", "example"):
        try:
            check_places(getattr(step, field), PLACES.get(step.step, ()) if field == "question" else ())
        except ValueError as error:
            reader.fault_at(Script, "", str(error), "steps", n, field)
    if not step.open and not step.options:
        reader.fault_at(Script, "", "a step that is not open needs options", "steps", n)
    answers = {option.answers for option in step.options}
    if (step.step == CONSENT) != (answers == {True, False}):
        reader.fault_at(Script, "", "only the consent has 'answers', one true and one false", "steps", n, "options")
    taken: set[str] = set()
    for place, option in enumerate(step.options):
        for phrase in option.also:
            if phrase in taken:
                reader.fault_at(Script, "", f"'{phrase}' stands here twice", "steps", n, "options", place, "also")
            taken.add(phrase)


@cache
def script() -> Script:
    """The intake, read once."""
    return load_script()
