"""Asks for other words: where none of the meanings offered was right, and where the bot lost the thread."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Event, remember
from actions.resources import library
from actions.speech import say


class Rephrase(Action):
    """The last stage of not understanding; what was asked before is kept for a button press."""

    def name(self) -> str:
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return ask_for_other_words(dispatcher)


def ask_for_other_words(dispatcher: CollectingDispatcher) -> list[Event]:
    """Asks for other words, and offers a person."""
    say(dispatcher, library().replies.rephrase, {"type": "clarify", "options": []})
    return remember(clarified=False)


class LostThread(Action):
    """Where no story or rule knows the next step (config.yml): the message counts as not said."""

    def name(self) -> str:
        return "action_lost_thread"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        say(dispatcher, library().replies.lost_thread, {"type": "clarify", "options": []})
        return [UserUtteranceReverted()]
