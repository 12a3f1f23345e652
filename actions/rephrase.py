"""None of the meanings offered was right: asks for other words, and offers a person."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Event, remember


class Rephrase(Action):
    """The last stage of not understanding; what was asked before is kept for a button press."""

    def name(self) -> str:
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        dispatcher.utter_message(response="utter_rephrase")
        return remember(clarified=False)
