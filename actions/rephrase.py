"""Asks for other words: where none of the meanings offered was right, and where the bot lost the thread."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import UserUtteranceReverted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.guidance import give
from actions.question_back import missed
from actions.resources import library, search
from actions.speech import say
from knowledge.sentences import says_little


class Rephrase(Action):
    """A "no" to a question back, or "none of these"; where the person goes on to say what it is, that is answered."""

    def name(self) -> str:
        return "action_rephrase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if conversation.text and not says_little(conversation.text):
            ranking = search().rank(conversation.text, None, conversation.embedding)
            if ranking.fit >= ranking.limits.answer:
                return give(dispatcher, conversation, conversation.text, ranking)
        return missed(dispatcher, conversation)


class LostThread(Action):
    """Where no story or rule knows the next step (config.yml): the message counts as not said."""

    def name(self) -> str:
        return "action_lost_thread"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        say(dispatcher, library().replies.lost_thread, {"type": "clarify", "options": []})
        return [UserUtteranceReverted()]
