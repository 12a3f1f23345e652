"""None of the meanings offered was right: asks for other words, and offers a person."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.question_back import missed


class Rephrase(Action):
    """A "no" to a question back, or "none of these"."""

    def name(self) -> str:
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return missed(dispatcher, Conversation.of(tracker))
