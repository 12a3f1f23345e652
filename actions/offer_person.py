"""'I want to talk to a person': services with people who listen, and who runs them."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.resources import library
from knowledge.services import emergency, support

PURPOSES = ("worry_about_someone", "emotional_support", "children")


class OfferPerson(Action):
    """Lists the services of the person's country."""

    def name(self) -> str:
        return "action_offer_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return offer_person(dispatcher, Conversation.of(tracker))


def offer_person(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Lists the services of the person's country, and the emergency number."""
    country = conversation.country
    listings = support(library(), country, PURPOSES)
    urgent = emergency(library(), country)
    dispatcher.utter_message(
        response="utter_offer_person",
        services="\n".join(f"- {listing.line}" for listing in listings),
        number=urgent.service.phone,
        json_message={
            "type": "handoff",
            "services": [*(listing.service.id for listing in listings), urgent.service.id],
        },
    )
    return []
