"""'Yes' after a question back: which of its options is meant."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.guidance import take_situation
from actions.open_item import open_meant
from actions.question_back import ask_which
from actions.resources import library


class WhichOne(Action):
    """Takes the only option, or the one named with the yes ("yes, the second"); else asks which."""

    def name(self) -> str:
        return "action_which_one"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if conversation.item or conversation.ordinal is not None:
            return open_meant(dispatcher, conversation)
        if len(conversation.options) == 1:
            return take_situation(dispatcher, conversation, library().situation_of(conversation.options[0]).intent)
        return ask_which(dispatcher, conversation)
