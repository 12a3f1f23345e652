"""'Tell me more': opens the item that is meant."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import own_documents
from actions.conversation import Conversation, Event, now_open, remember
from actions.guidance import answer, open_payload, take_situation
from actions.offer_person import person_button
from actions.question_back import ask_which
from actions.resources import adviser, library, quotation, search
from actions.speech import Button, say
from actions.worry import more_advice
from knowledge.schema import Item
from knowledge.sentences import says_little
from knowledge.store import StoredPassage


class OpenItem(Action):
    """Shows the whole of one item; of a question back, answers the situation that was chosen."""

    def name(self) -> str:
        return "action_open_item"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return open_meant(dispatcher, Conversation.of(tracker))


def open_meant(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Opens the item that the person means, or answers their words if nothing was talked about yet."""
    item = library().items.get(conversation.meant_item or "")
    if item is None and (passage := own_documents.passage(conversation.meant_item)) is not None:
        return open_passage(dispatcher, passage)
    if item is None:
        return without_focus(dispatcher, conversation)
    if item.id in conversation.options and not conversation.item:
        return take_situation(dispatcher, conversation, library().situation_of(item.id).intent)
    titles = library().phrases.buttons
    buttons = []
    if item.example:
        buttons.append({"title": titles.example, "payload": f'/show_example{{"item":"{item.example}"}}'})
    dispatcher.utter_message(
        text=whole(conversation, item),
        buttons=[
            *buttons,
            *(open_button(library().items[near]) for near in item.related[:2]),
            {"title": titles.another_angle, "payload": "/another_angle"},
        ],
        json_message={"type": "item", "sources": [item.id]},
    )
    return now_open(item.id)


def whole(conversation: Conversation, item: Item) -> str:
    """All of an item, nearest to the situation; to somebody who worries about one person it is said whom it is for."""
    ranking = search().rank(conversation.situation_text) if conversation.situation_text else None
    text = adviser().opened(item, ranking)
    return f"{library().phrases.worry.whole}\n\n{text}" if conversation.worry else text


def open_passage(dispatcher: CollectingDispatcher, passage: StoredPassage) -> list[Event]:
    """Shows the whole of a passage of an own document, word for word."""
    dispatcher.utter_message(
        text=quotation().opened(passage),
        buttons=[person_button()],
        json_message={"type": "item", "sources": [passage.id]},
    )
    return now_open(passage.id)


def without_focus(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """What a follow-up means that has no item: its words may still be a situation of their own."""
    if conversation.item and not conversation.item.startswith(own_documents.BEGINNING):  # of one that is gone
        return list_part(dispatcher, conversation.item)
    if len(conversation.text.split()) > SHORT and not says_little(conversation.text):
        return answer(dispatcher, conversation, conversation.text, conversation.intents)
    if conversation.options:
        return ask_which(dispatcher, conversation)
    if conversation.worry:
        return more_advice(dispatcher, conversation)
    say(dispatcher, library().replies.ask_for_situation, {"type": "chitchat"})
    return []


SHORT = 4  # words; "tell me more" and the like


def list_part(dispatcher: CollectingDispatcher, asked: str) -> list[Event]:
    """There is no item `asked`: what the paper has under that number, else how its parts begin."""
    kind, number = asked.split("-", 1)
    numbered = [item for item in library().items.values() if item.kind == kind and item.number]
    part = number.split(".")[0]
    found = [item for item in numbered if item.number.startswith(f"{part}.")]
    if not found:
        found = [item for item in numbered if "." not in item.number or item.number.endswith(".1")]
    say(
        dispatcher,
        library().replies.which_number,
        {"type": "clarify", "options": [{"item": item.id, "title": item.title} for item in found]},
        [open_button(item) for item in found],
        asked=f"{kind} {number}",
    )
    return remember(offered_items=[item.id for item in found], options=None, misses=0, clarified=False)


def open_button(item: Item) -> Button:
    """A button that opens `item`."""
    return {"title": item.title, "payload": open_payload(item.id)}
