"""People to talk to, and who runs them: for those who ask for one, and for those who grieve."""

from dataclasses import dataclass
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.case import offer
from actions.conversation import Conversation, Event
from actions.resources import library
from actions.speech import Button, say
from knowledge.services import as_list, emergency, emergency_number, support

LISTENING = ("emotional_support",)
PURPOSES = ("worry_about_someone", "emotional_support", "children")


class OfferOthersThanPolice(Action):
    """For those who fear the police: the services that others run."""

    def name(self) -> str:
        return "action_offer_others_than_police"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return offer_person(dispatcher, Conversation.of(tracker), "not_police", police_too=False)


class OfferPerson(Action):
    """Lists the services of the person's country."""

    def name(self) -> str:
        return "action_offer_person"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        return offer_person(dispatcher, Conversation.of(tracker))


def offer_person(
    dispatcher: CollectingDispatcher, conversation: Conversation, name: str = "offer_person", police_too: bool = True
) -> list[Event]:
    """Lists the services of the person's country, and the emergency number, in the words of the reply `name`.

    Where a helpline has a team, it can be told here too.
    """
    called = whom_to_call(conversation, police_too)
    say(
        dispatcher,
        getattr(library().replies, name if called.places["services"] else f"{name}_unlisted"),
        {"type": "handoff", "services": called.services},
        **called.places,
        **offer(conversation),
    )
    return []


def person_button() -> Button:
    """A button for a talk with a person."""
    return {"title": library().phrases.buttons.person, "payload": "/ask_for_person"}


def nothing_more(dispatcher: CollectingDispatcher, text: str) -> list[Event]:
    """Says that there is no further advice, and offers a person."""
    dispatcher.utter_message(text=text, buttons=[person_button()], json_message={"type": "chitchat"})
    return []


@dataclass(frozen=True)
class Called:
    """Who can be called in the person's country.

    Attributes:
        services: their ids, the emergency service last.
        places: `services` and `number` of a reply, in words; `services` is empty where only the number is known.
    """

    services: list[str]
    places: dict[str, Any]


def whom_to_call(conversation: Conversation, police_too: bool = True) -> Called:
    """Services of the person's country, and the emergency number."""
    country = conversation.country
    listings = [row for row in support(library(), country, PURPOSES) if police_too or not row.service.by_police]
    shown = [*(listing.service.id for listing in listings), emergency(library(), country).id]
    return Called(shown, {"services": as_list(listings), "number": emergency_number(library(), country)})


class Comfort(Action):
    """For those who have lost somebody: people who listen, and no advice that was not asked for."""

    def name(self) -> str:
        return "action_comfort"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        listings = support(library(), Conversation.of(tracker).country, LISTENING)
        if not listings:
            say(dispatcher, library().replies.comfort_unlisted, {"type": "chitchat"})
            return []
        custom = {"type": "handoff", "services": [listing.service.id for listing in listings]}
        say(dispatcher, library().replies.comfort, custom, services=as_list(listings))
        return []
