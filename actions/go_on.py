"""'What do I do now?' and 'I'm in Scotland': words without a subject of their own go on with what was said last."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.offer_person import offer_person
from actions.open_item import open_meant
from actions.resources import library
from actions.safety import name_emergency
from actions.speech import say
from actions.worry import more_advice
from knowledge.services import emergency_number


class GoOn(Action):
    """After danger people, after a worry more of its advice, after other advice the whole of it, else a first word."""

    def name(self) -> str:
        return "action_go_on"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return go_on(dispatcher, Conversation.of(tracker))


class RememberCountry(Action):
    """Who can be called there; the country itself is a slot that Rasa fills."""

    def name(self) -> str:
        return "action_remember_country"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return _people(dispatcher, Conversation.of(tracker))


def go_on(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Goes on with what was said last."""
    if conversation.worry:
        return more_advice(dispatcher, conversation)
    if conversation.urgency:
        return _people(dispatcher, conversation)
    if conversation.focus_item is None:
        number = emergency_number(library(), conversation.country)
        say(dispatcher, library().replies.first_help, {"type": "chitchat"}, number=number)
        return []
    return open_meant(dispatcher, conversation)


def _people(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    if conversation.urgency == "emergency":
        return name_emergency(dispatcher, conversation)
    return offer_person(dispatcher, conversation)
