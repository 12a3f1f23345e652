"""'Tell me more': opens the item that is meant."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, remember
from actions.guidance import answer, open_payload, take_situation
from actions.resources import adviser, library, search
from actions.speech import say
from knowledge.sentences import says_little


class OpenItem(Action):
    """Shows the whole of one item; after a question back, takes the meaning that was offered first."""

    def name(self) -> str:
        return "action_open_item"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return open_meant(dispatcher, Conversation.of(tracker))


def open_meant(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Opens the item that the person means, or answers their words if nothing was talked about yet."""
    item = library().items.get(conversation.meant_item or "")
    if item is None:
        return without_focus(dispatcher, conversation)
    if conversation.clarified and not conversation.item:
        return take_situation(dispatcher, conversation, library().situation_of(item.id).intent)
    ranking = search().rank(conversation.situation_text) if conversation.situation_text else None
    titles = library().phrases.buttons
    buttons = []
    if item.example:
        buttons.append({"title": titles.example, "payload": f'/show_example{{"item":"{item.example}"}}'})
    buttons += [{"title": library().items[near].title, "payload": open_payload(near)} for near in item.related[:2]]
    dispatcher.utter_message(
        text=adviser().opened(item, ranking),
        buttons=[*buttons, {"title": titles.another_angle, "payload": "/another_angle"}],
        json_message={"type": "item", "sources": [item.id]},
    )
    return remember(focus_item=item.id, clarified=False)


def without_focus(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """A follow-up before anything was said: its words may still be a situation of their own."""
    if len(conversation.text.split()) > SHORT and not says_little(conversation.text):
        return answer(dispatcher, conversation, conversation.text, conversation.intents)
    say(dispatcher, library().replies.ask_for_situation, {"type": "chitchat"})
    return []


SHORT = 4  # words; "tell me more" and the like
