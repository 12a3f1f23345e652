"""Danger, or worry about one person: people who can help come first, guidance second.

The level was set in `bot/nlu/safety.py`, which looks at every message whatever the intent classifier says.
"""

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions import worry
from actions.case import offer, open_for_emergency, raise_case
from actions.conversation import Conversation, Event, remember, set_aside
from actions.danger import BEFORE_ADVICE, URGENCY
from actions.guidance import give
from actions.resources import library, search
from actions.speech import say
from knowledge.first_help import first_help


class Safety(Action):
    """Names the emergency number or services; after a worry guidance follows where some fits."""

    def name(self) -> str:
        return "action_safety"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        urgency = str(URGENCY[conversation.intent])
        if urgency == "emergency":
            return name_emergency(dispatcher, conversation)
        case = raise_case(conversation).custom
        offered = offer(conversation)
        graver = conversation.urgency if conversation.urgency in BEFORE_ADVICE else urgency
        if graver in BEFORE_ADVICE or not conversation.text:
            _name_people(dispatcher, conversation, urgency, case, offered)
            return in_danger(conversation, graver)
        return _meet_worry(dispatcher, conversation, case, offered)


def _meet_worry(
    dispatcher: CollectingDispatcher, conversation: Conversation, case: dict[str, str], offered: dict[str, Any]
) -> list[Event]:
    """Names people, and after them says what the paper has: on the one person, or on the work that it happens in."""
    # By the text alone: the intents speak of the worry here.
    ranking = search().rank(conversation.text, None, conversation.embedding)
    about_one = worry.is_sure(conversation)
    if not about_one and ranking.fit < ranking.limits.clear:
        _name_people(dispatcher, conversation, "concern", case, offered)
        return [*remember(urgency="concern"), *worry.told_without_advice(conversation.text)]
    buttons = offered.pop("buttons", ())  # beside the guidance, which is one message with these words
    custom = _name_people(dispatcher, conversation, "concern", case, offered, guidance_follows=True)
    if about_one:
        return worry.first_advice(dispatcher, conversation, ranking, custom, buttons)
    lead = library().phrases.after_safety
    return give(dispatcher, conversation, conversation.text, ranking, lead=lead, custom=custom, buttons=buttons)


def name_emergency(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Names the emergency number, and nothing that leads away from it; opens a case for the staff of a helpline."""
    case, desk = open_for_emergency(conversation)
    phrases = library().phrases.helpline
    after = phrases.kept.format(case=case.code, words=case.words) if case.words else ""
    more = {"after": after, "desk": getattr(phrases, f"desk_{desk}")}
    _name_people(dispatcher, conversation, "emergency", case.custom, more)
    return [*in_danger(conversation, "emergency"), *case.events]


def in_danger(conversation: Conversation, urgency: str) -> list[Event]:
    """Events that remember a level. In danger, a worry that was told before is no situation to advise on any more."""
    over = conversation.worry and urgency in BEFORE_ADVICE
    return [*remember(urgency=urgency), *(set_aside() if over else ())]


def _name_people(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    urgency: str,
    case: dict[str, str],
    more: dict[str, Any],
    guidance_follows: bool = False,
) -> dict[str, Any]:
    """Says the words of a level, with the services of the person's country; gives the `custom` of the turn.

    Args:
        dispatcher: where the reply goes.
        conversation: the turn.
        urgency: the level.
        case: its part of the `custom`.
        more: what else `say` is to know.
        guidance_follows: whether the message after this one carries the `custom`.
    """
    first = first_help(library(), urgency, conversation.country)
    custom = {"type": "safety", "urgency": urgency, "services": list(first.services), **case}
    say(dispatcher, first.reply, None if guidance_follows else custom, **{**more, **first.places})
    return custom
