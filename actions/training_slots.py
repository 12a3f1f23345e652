"""The training as Rasa's slots show it: one form for questions and practice, whose state is in slots of its own."""

from typing import Any, Literal

from rasa_sdk.forms import REQUESTED_SLOT

from actions.conversation import Event, remember

FORM = "training_form"
MESSAGE = "training_message"  # the slot that the form asks for, turn after turn
Left = Literal["said", "elsewhere"]
# What is no answer and chooses nobody, and is answered as it would be anywhere else. "Stop" and such are commands.
ELSEWHERE = (
    "ask_for_person", "rather_not_police", "start_intake", "about_bot", "about_privacy", "about_makers", "about_paper",
    "grief", "faith_alone", "danger_now", "danger_soon", "worried_about_someone",
)  # fmt: skip


def stays(**slots: Any) -> list[Event]:
    """Events after which the next message goes to the training."""
    return remember(**slots, **{MESSAGE: None, REQUESTED_SLOT: MESSAGE}, training_left=None)


def leaves(how: Left, **slots: Any) -> list[Event]:
    """Events that end the form; what was begun stays in its slots, to be gone on with.

    Args:
        how: whether all was said, or this message is to be answered as it would be elsewhere.
        slots: to set besides.
    """
    return remember(**slots, **{MESSAGE: None, REQUESTED_SLOT: None}, training_left=how)
