"""What is said around questions and practice in the chat (`chat_phrases.yml`), and the words that steer there."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from knowledge.entries import load_entry
from knowledge.places import with_places
from knowledge.schema import Entry, Text

ROOT = Path(__file__).resolve().parent.parent
FILE = Path("training") / "chat_phrases.yml"
Command = Literal[
    "next",
    "stop",
    "no",
    "resume",
    "go_on",
    "look_back",
    "take_back",
    "from_start",
    "somebody_else",
    "feedback_on",
    "feedback_off",
    "real",
    "anybody",
]
Words = Annotated[list[Text], Field(min_length=1)]
_FROM_TURN = re.compile(
    r"(?:undo|(?:go |try again |again )?(?:back )?(?:to|from|after)(?: turn)?|turn|undo to) (\d{1,3})"
)


class Buttons(Entry):
    """Titles of buttons."""

    next: Text
    stop: Text
    go_on_quiz: Text
    go_on_practice: Text
    new_round: Text
    only_wrong: Text
    practise: Text
    look_back: Text
    take_back: Text
    from_turn: Annotated[Text, with_places("turn")]
    from_start: Text
    feedback_on: Text
    feedback_off: Text
    somebody_else: Text


class Begins(Entry):
    """How a round begins."""

    one: Text
    more: Annotated[Text, with_places("count", "minutes")]


class Done(Entry):
    """How a round ends, by how many answers there were."""

    none: Text
    one: Annotated[Text, with_places("score")]
    more: Annotated[Text, with_places("answered", "right", "score")]


class QuizPhrases(Entry):
    """Around the questions."""

    begins: Begins
    no_topic: Text
    number: Annotated[Text, with_places("number", "of")]
    nothing_wrong: Text
    nothing_due: Text
    unread: Text
    done: Done
    stopped: Annotated[Text, with_places("answered", "of")]
    stopped_at_once: Text
    comes_back: Text
    nothing_kept: Text
    resumed: Text
    gone: Text


class PracticePhrases(Entry):
    """Around a practice conversation. `invented` and `how` stand before it."""

    choose: Text
    not_found: Text
    invented: Annotated[Text, with_places("name")]
    how: Words
    long: Text
    over: Text
    back: Annotated[Text, with_places("turn", "name")]
    back_to_start: Text
    nothing_to_take_back: Text
    no_such_turn: Annotated[Text, with_places("turns")]
    feedback_on: Text
    feedback_off: Text
    real_worry: Text
    stopped: Text
    resumed: Annotated[Text, with_places("name")]
    chart_alt: Annotated[Text, with_places("trust_from", "trust_to", "fear_from", "fear_to", "hope_from", "hope_to")]


class Paused(Entry):
    """After danger was answered. `for_staff` stands beside the reason of the case that an emergency opens."""

    urgent: Text
    for_staff: Text


class ChatPhrases(Entry):
    """Everything that `chat_phrases.yml` holds.

    Attributes:
        commands: whole messages, lower case, that steer.
        not_available: where the operator offers no training.
        not_kept: where the database cannot be used.
    """

    commands: Mapping[Command, Words]
    buttons: Buttons
    quiz: QuizPhrases
    practice: PracticePhrases
    paused: Paused
    not_available: Text
    not_kept: Text

    def is_command(self, text: str, *commands: Command) -> bool:
        """Whether a message is nothing but one of these commands, however it is written."""
        said = _plain(text)
        return any(said in self.commands[command] for command in commands)

    def turn_meant(self, text: str) -> int | None:
        """The turn that a message names to go back to ("undo 3"), or None if it is no such message."""
        found = _FROM_TURN.fullmatch(_plain(text))
        return int(found[1]) if found else None


def _plain(text: str) -> str:
    said = " ".join(text.replace("’", "'").lower().split()).strip(" .!?,;:-")
    return re.sub(r"^please,? |,? please$", "", said)


@cache
def load_chat_phrases(root: Path = ROOT) -> ChatPhrases:
    """Reads `root`/training/chat_phrases.yml.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return load_entry(root / FILE, root, ChatPhrases)
