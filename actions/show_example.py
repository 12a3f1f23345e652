"""'Is there an example?': the case study that shows the advice at work."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, now_open
from actions.guidance import open_payload
from actions.open_item import whole, without_focus
from actions.resources import library, search
from knowledge.schema import Item


class ShowExample(Action):
    """Opens the case that is meant, or the case nearest to the item that is."""

    def name(self) -> str:
        return "action_show_example"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        item = library().items.get(conversation.meant_item or "")
        if item is None:
            return without_focus(dispatcher, conversation)
        case = example_of(item, conversation)
        titles = library().phrases.buttons
        dispatcher.utter_message(
            text=whole(conversation, case),
            buttons=[
                {"title": titles.learn, "payload": open_payload(lesson)}
                for lesson in [i for i in case.related if i.startswith("lesson")][:1]
            ]
            + [{"title": titles.another_angle, "payload": "/another_angle"}],
            json_message={"type": "item", "sources": [case.id]},
        )
        return now_open(case.id)


def example_of(item: Item, conversation: Conversation) -> Item:
    """The case itself, the item's own example, or the best case that the search found."""
    if item.kind == "case":
        return item
    found = [item.example] if item.example else []
    found += [i for i in (*item.related, *conversation.ranked_items) if i.startswith("case-")]
    if not found:
        ranking = search().rank(conversation.situation_text or item.title)
        found = [hit.item for hit in ranking.hits if hit.item.startswith("case-")]
    return library().items[found[0]]
