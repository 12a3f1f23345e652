"""A conversation in which somebody learns, without Rasa: the form is played as Rasa runs it."""

from dataclasses import dataclass, field
from typing import Any

from actions.training_end import AfterTraining
from actions.training_form import ValidateTrainingForm
from tests.actions.conftest import Reply, Talk
from training.move_classifier import Reading


@dataclass
class TrainingTalk(Talk):
    """While the form is active, what is said goes to its check; when it is over, the action that follows runs."""

    active: bool = False
    learner: int | None = None

    def begin(self, text: str, intent: str) -> Reply:
        """Starts the form by a message."""
        assert not self.active
        self.active = True
        self.slots["requested_slot"] = None
        return self._take(text, intent)

    def say(self, text: str, intent: str = "", level: str = "", **parsed: Any) -> Reply:
        """One message within the form, with what the pipeline makes of it."""
        assert self.active
        return self._take(text, intent, level, **parsed)

    def _take(self, text: str, intent: str, level: str = "", **parsed: Any) -> Reply:
        found = (
            {"safety": {"level": level, "because": "a word of danger", "start": 0, "end": len(text)}} if level else {}
        )
        metadata = {"learner": self.learner} if self.learner else {}
        more = {**found, "metadata": metadata, **parsed}
        reply = self.turn(ValidateTrainingForm(), text, {intent: 1.0}, more)
        if self.slots["requested_slot"] is not None:
            return reply
        self.active = False
        after = self.run(AfterTraining())
        return Reply([*reply.messages, *after.messages], {**reply.slots, **after.slots})


@dataclass
class KeywordMoves:
    """Reads a move by a word of the message; stands for the classifier."""

    words: dict[str, str] = field(
        default_factory=lambda: {
            "hello": "greet",
            "sounds": "reflect",
            "feel": "name_feeling",
            "how": "open_question",
            "police": "jump_to_police",
            "blame": "blame",
            "time": "silence_or_space",
            "private": "explain_confidentiality",
            "danger": "check_safety",
        }
    )

    def read(self, text: str, encode: Any, vector: Any = None) -> Reading:
        found = next((move for word, move in self.words.items() if word in text.lower()), "unclear")
        return Reading(found, 0.9)
