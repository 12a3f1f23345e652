"""Someone describes a situation, or asks something that may be one."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.guidance import answer, give
from actions.resources import library, search


class Guide(Action):
    """Answers a situation; also decides about messages that no intent fits, and those out of scope."""

    def name(self) -> str:
        return "action_guide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if conversation.text:
            return answer(dispatcher, conversation, conversation.text, conversation.intents)
        return take_situation(dispatcher, conversation, conversation.intent)


def take_situation(dispatcher: CollectingDispatcher, conversation: Conversation, intent: str) -> list[Event]:
    """Answers the situation that a button names; after a question back, for the message first asked."""
    situation = library().situations[intent]
    query = conversation.situation_text if conversation.clarified else situation.title
    ranking = search().rank(query, {intent: 1.0})
    return give(dispatcher, conversation, query, ranking)
