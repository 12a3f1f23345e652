"""'Why would that help?'"""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, now_open
from actions.guidance import open_payload
from actions.open_item import without_focus
from actions.resources import adviser, library


class Why(Action):
    """Gives the reason behind the item that is meant."""

    def name(self) -> str:
        return "action_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        item = library().items.get(conversation.meant_item or "")
        if item is None:
            return without_focus(dispatcher, conversation)
        titles = library().phrases.buttons
        dispatcher.utter_message(
            text=adviser().reason(item),
            buttons=[
                {"title": titles.more, "payload": open_payload(item.id)},
                {"title": titles.another_angle, "payload": "/another_angle"},
            ],
            json_message={"type": "item", "sources": [item.id]},
        )
        return now_open(item.id)
