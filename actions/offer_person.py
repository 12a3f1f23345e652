"""People to talk to, and who runs them: for those who ask for one, and for those who grieve."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.resources import library
from knowledge.services import emergency, support

LISTENING = ("emotional_support",)
PURPOSES = ("worry_about_someone", "emotional_support", "children")


class OfferPerson(Action):
    """Lists the services of the person's country."""

    def name(self) -> str:
        return "action_offer_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return offer_person(dispatcher, Conversation.of(tracker))


def offer_person(
    dispatcher: CollectingDispatcher, conversation: Conversation, response: str = "utter_offer_person"
) -> list[Event]:
    """Lists the services of the person's country, and the emergency number, in the words of `response`."""
    country = conversation.country
    listings = support(library(), country, PURPOSES)
    urgent = emergency(library(), country)
    dispatcher.utter_message(
        response=response,
        services="\n".join(f"- {listing.line}" for listing in listings),
        number=urgent.service.phone,
        json_message={
            "type": "handoff",
            "services": [*(listing.service.id for listing in listings), urgent.service.id],
        },
    )
    return []


class Comfort(Action):
    """For those who have lost somebody: people who listen, and no advice that was not asked for."""

    def name(self) -> str:
        return "action_comfort"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        listings = support(library(), Conversation.of(tracker).country, LISTENING)
        if not listings:
            dispatcher.utter_message(response="utter_comfort_unlisted")
            return []
        dispatcher.utter_message(
            response="utter_comfort",
            services="\n".join(f"- {listing.line}" for listing in listings),
            json_message={"type": "handoff", "services": [listing.service.id for listing in listings]},
        )
        return []
