"""Someone describes a situation, or asks something that may be one."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.go_on import go_on
from actions.guidance import answer, take_situation
from actions.open_item import open_meant
from knowledge.sentences import says_little


class Guide(Action):
    """Answers a situation; also decides about messages that no intent fits, and those out of scope."""

    def name(self) -> str:
        return "action_guide"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if not conversation.text:
            return take_situation(dispatcher, conversation, conversation.intent)
        if conversation.item:
            return open_meant(dispatcher, conversation)
        if says_little(conversation.text):
            return go_on(dispatcher, conversation)
        return answer(dispatcher, conversation, conversation.text, conversation.intents)
