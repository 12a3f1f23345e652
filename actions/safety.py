"""Danger, or worry about one person: people who can help come first, guidance second.

The level was set in `bot/nlu/safety.py`, which looks at every message whatever the intent classifier says.
"""

from typing import Any

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
# Beside a worry, advice that half fits is worse than none. Of our messages of concern and urgency about one in four
# reaches this chance, of messages that describe a situation of the paper nine in ten.
CLEAR = 0.75


class Safety(Action):
    """Names the emergency number or services; below an emergency, guidance follows where some fits."""

    def name(self) -> str:
        return "action_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        urgency = URGENCY[conversation.intent]
        if urgency == "emergency":
            return name_emergency(dispatcher, conversation)
        words, custom = _reply(conversation, urgency)
        ranking = search().rank(conversation.text) if conversation.text else None  # the intents speak of danger here
        if ranking is None or ranking.fit < CLEAR:
            dispatcher.utter_message(**words, json_message=custom)
            return remember(urgency=urgency)
        dispatcher.utter_message(**words)
        lead = library().phrases.after_safety
        return give(dispatcher, conversation, conversation.text, ranking, lead=lead, custom=custom)


def name_emergency(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Names the emergency number, and nothing that leads away from it."""
    words, custom = _reply(conversation, "emergency")
    dispatcher.utter_message(**words, json_message=custom)
    return remember(urgency="emergency")


def _reply(conversation: Conversation, urgency: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The words of a level with the services of the person's country, and the `custom` that goes with them."""
    number = emergency(library(), conversation.country)
    listings = support(library(), conversation.country, PURPOSES[urgency])
    shown = listings if urgency == "concern" else [number, *listings]
    words = {
        "response": f"utter_safety_{urgency}",
        "number": number.service.phone,
        "services": "\n".join(f"- {listing.line}" for listing in listings),
    }
    return words, {"type": "safety", "urgency": urgency, "services": [listing.service.id for listing in shown]}
