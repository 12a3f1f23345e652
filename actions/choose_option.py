"""'The second one': opens one of the things that the last answer listed."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.open_item import open_meant


class ChooseOption(Action):
    """Opens what the number means; after a question back, answers the situation it stands for."""

    def name(self) -> str:
        return "action_choose_option"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return open_meant(dispatcher, Conversation.of(tracker))
