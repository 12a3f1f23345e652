"""Danger, or worry about one person: people who can help come first, guidance second.

The level was set in `bot/nlu/safety.py`, which looks at every message whatever the intent classifier says.
"""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event, remember
from actions.guidance import give
from actions.resources import library, search
from knowledge.services import emergency, support

URGENCY = {"danger_now": "emergency", "danger_soon": "urgent", "worried_about_someone": "concern"}
PURPOSES = {
    "emergency": ("emotional_support",),
    "urgent": ("police", "worry_about_someone", "emotional_support"),
    "concern": ("worry_about_someone", "emotional_support"),
}


class Safety(Action):
    """Names the emergency number or services; below an emergency, guidance follows where some fits."""

    def name(self) -> str:
        return "action_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        urgency = URGENCY[conversation.intent]
        urgent = emergency(library(), conversation.country)
        listings = support(library(), conversation.country, PURPOSES[urgency])
        shown = [] if urgency == "concern" else [urgent]
        shown += listings
        custom = {
            "type": "safety",
            "urgency": urgency,
            "services": [listing.service.id for listing in shown],
        }
        words = {
            "response": f"utter_safety_{urgency}",
            "number": urgent.service.phone,
            "services": "\n".join(f"- {listing.line}" for listing in listings),
        }
        if urgency == "emergency" or not conversation.text:
            dispatcher.utter_message(**words, json_message=custom)
            return remember(clarified=False)
        ranking = search().rank(conversation.text, conversation.intents)
        if ranking.fit < search().weights.answer:  # beside a worry, half a fit is worse than none
            dispatcher.utter_message(**words, json_message=custom)
            return remember(clarified=False)
        dispatcher.utter_message(**words)
        return give(
            dispatcher,
            conversation,
            conversation.text,
            ranking,
            lead=library().phrases.after_safety,
            custom=custom,
        )
