"""'Where does it say so?'"""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import own_documents
from actions.about_paper import WHERE_TO_READ, describe_paper, paper_payload
from actions.conversation import Conversation, Event
from actions.resources import adviser, library, quotation


class CiteSource(Action):
    """Names the place in the paper of what was said last."""

    def name(self) -> str:
        return "action_cite_source"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        item = library().items.get(conversation.meant_item or "")
        if (passage := own_documents.passage(conversation.meant_item)) is not None:
            custom = {"type": "item", "sources": [passage.id]}
            dispatcher.utter_message(text=quotation().cited(passage), json_message=custom)
            return []
        if item is None:
            return describe_paper(dispatcher)
        titles = library().phrases.buttons
        dispatcher.utter_message(
            text=adviser().cited([item]),
            buttons=[
                {"title": titles.about_paper, "payload": "/about_paper"},
                {"title": titles.where_to_read, "payload": paper_payload(WHERE_TO_READ)},
            ],
            json_message={"type": "item", "sources": [item.id]},
        )
        return []
