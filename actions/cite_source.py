"""'Where does it say so?'"""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.about_paper import describe_paper
from actions.conversation import Conversation, Event
from actions.resources import adviser, library


class CiteSource(Action):
    """Names the place in the paper of what was said last."""

    def name(self) -> str:
        return "action_cite_source"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        item = library().items.get(conversation.meant_item or "")
        if item is None:
            return describe_paper(dispatcher)
        dispatcher.utter_message(
            text=adviser().cited([item]),
            buttons=[{"title": "About the paper", "payload": "/about_paper"}],
            json_message={"type": "item", "sources": [item.id]},
        )
        return []
