"""Asks for other words: where none of the meanings offered was right, and where the bot lost the thread."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.question_back import missed
from actions.resources import library
from actions.speech import say


class Rephrase(Action):
    """A "no" to a question back, or "none of these"."""

    def name(self) -> str:
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return missed(dispatcher, Conversation.of(tracker))


class LostThread(Action):
    """Where no story or rule knows the next step (config.yml): the message counts as not said."""

    def name(self) -> str:
        return "action_lost_thread"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        say(dispatcher, library().replies.lost_thread, {"type": "clarify", "options": []})
        return [UserUtteranceReverted()]
