"""The training in the chat: hands each message to the questions or to the practice, and danger to those who answer it.

Whatever is written here was looked at by the safety component first, as everywhere. Real danger is answered at once
and the training waits; "go on" says that it was only an answer, or practice.
"""

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import REQUESTED_SLOT, FormValidationAction
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.offer_person import offer_person
from actions.practice import MODE as PRACTICE
from actions.practice import PracticeTurn
from actions.quiz import QuizTurn
from actions.resources import chat_phrases, learning
from actions.safety import Safety, name_emergency
from actions.training_slots import FORM, leaves
from actions.training_words import button
from helpline.urgency import Urgency

BEGINS = ("start_quiz", "start_practice")


class ValidateTrainingForm(FormValidationAction):
    """Takes one message within the form, and says what follows; the form itself asks nothing."""

    def name(self) -> str:
        return f"validate_{FORM}"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        conversation = Conversation.of(tracker)
        if learning() is None:
            return _not_offered(dispatcher, tracker, conversation)
        begins = tracker.slots.get(REQUESTED_SLOT) is None or _begins_anew(dispatcher, tracker, conversation)
        practises = (
            conversation.intent == "start_practice" if begins else tracker.slots.get("training_mode") == PRACTICE
        )
        turn = (PracticeTurn if practises else QuizTurn)(dispatcher, tracker, conversation)
        if conversation.finding.urgency.rank >= Urgency.URGENT.rank:
            return _in_danger(dispatcher, tracker, conversation, turn)
        if begins:
            return turn.begin()
        if not conversation.text:  # a button of before the training
            return leaves("elsewhere")
        if chat_phrases().is_command(conversation.text, "real"):
            return [*offer_person(dispatcher, conversation), *leaves("said", **turn.laid_aside())]
        return turn.take()

    async def next_requested_slot(self, dispatcher: Any, tracker: Any, domain: Any) -> None:
        """It is among the events already."""


def _not_offered(dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> list[Event]:
    if conversation.finding.urgency != Urgency.NONE:
        return leaves("elsewhere")
    dispatcher.utter_message(text=chat_phrases().not_available, json_message={"type": "chitchat"})
    return leaves("said")


def _begins_anew(dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation) -> bool:
    """Whether somebody in the middle of one thing asks for another: by a button, or by what answers no question."""
    if conversation.intent not in BEGINS:
        return False
    if not conversation.text:
        return True
    asks = tracker.slots.get("training_mode") != PRACTICE
    return asks and not QuizTurn(dispatcher, tracker, conversation).expects(conversation.text)


def _in_danger(
    dispatcher: CollectingDispatcher, tracker: Tracker, conversation: Conversation, turn: PracticeTurn | QuizTurn
) -> list[Event]:
    """People who can help come first. After an emergency nothing is offered that leads away from them."""
    words, found = chat_phrases(), conversation.finding
    if found.urgency == Urgency.EMERGENCY:
        told = replace(found, because=f"{found.because} {words.paused.for_staff}".strip())
        return [*name_emergency(dispatcher, replace(conversation, finding=told)), *turn.hold()]
    events = Safety().run(dispatcher, tracker, {})
    last = dispatcher.messages[-1]
    last["text"] = "\n\n".join(part for part in (last.get("text"), words.paused.urgent) if part)
    title = words.buttons.go_on_practice if isinstance(turn, PracticeTurn) else words.buttons.go_on_quiz
    last["buttons"] = [*(last.get("buttons") or []), button(title, "go on")]
    return [*events, *turn.hold()]
