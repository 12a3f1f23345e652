"""'Start again': drops the situation talked about."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Event, remember, set_aside
from actions.resources import library
from actions.speech import say


class StartAgain(Action):
    """Forgets the situation; who the person is stays known."""

    def name(self) -> str:
        return "action_start_again"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        say(dispatcher, library().replies.start_again, {"type": "chitchat"})
        return [*set_aside(), *remember(urgency=None, misses=0, plan=None)]
