"""'I'm a teacher': who the person is changes how advice is addressed."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, remember
from actions.guidance import give
from actions.question_back import ask
from actions.resources import library, search
from actions.speech import say
from actions.worry import advice_for_role


class RememberRole(Action):
    """Thanks for it, and gives the last advice again in that light, or asks for the situation."""

    def name(self) -> str:
        return "action_remember_role"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        role = library().roles.get(conversation.role or "")
        if role is None:
            say(dispatcher, library().replies.ask_for_situation, {"type": "chitchat"})
            return []
        lead = library().phrases.role_known.format(role=role.title)
        if conversation.options:
            dispatcher.utter_message(text=lead)
            ask(dispatcher, conversation.options, library().replies.which_situation)
            return remember(clarified=True)
        if conversation.worry:
            return advice_for_role(dispatcher, conversation, lead)
        if conversation.situation_text:
            ranking = search().rank(conversation.situation_text).reordered(conversation.ranked_items)
            return give(dispatcher, conversation, conversation.situation_text, ranking, lead=lead)
        dispatcher.utter_message(text=lead)
        say(dispatcher, library().replies.ask_for_situation, {"type": "chitchat"})
        return []
