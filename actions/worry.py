"""A worry about one person: after the people to call, what the paper means between two people (`worries.yml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import MEMORY, Conversation, Event, remember, set_aside
from actions.resources import library, search
from actions.speech import Button
from knowledge.advice import MAX_SOURCES
from knowledge.worry import advise, left, nearest

INTENT = "worried_about_someone"
GUIDANCE = {"type": "guidance", "intent": INTENT}
SURE = 0.5  # chance of the intent from which the worry is about one person, whatever else was seen in the message


def is_sure(conversation: Conversation) -> bool:
    """Whether the message is, by the classifier, a worry about one person rather than somebody's own fear."""
    return conversation.intents.get(INTENT, 0.0) >= SURE


def first_advice(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    custom: Mapping[str, Any],
    buttons: Sequence[Button],
    near: Sequence[str] = (),
) -> list[Event]:
    """The advice that follows the people to call.

    Args:
        dispatcher: where the reply goes.
        conversation: the turn.
        custom: of the turn, to which the sources are added.
        buttons: that come before those of the advice.
        near: ids of items that the search found for the work that the worry comes up in, best first.
    """
    given = conversation.answered_items if conversation.worry else ()
    if left(_nearest(conversation, conversation.text), given) is None:
        given = ()  # all was said before, and what comes nearest may be said again
    lead = library().phrases.after_safety
    return _give(dispatcher, conversation, conversation.text, given, lead, custom, buttons, near)


def more_advice(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """What was not said yet to the worry that was told before."""
    leads = library().phrases.worry.more
    lead = leads[conversation.answers_given % len(leads)]
    given = conversation.answered_items
    return _give(dispatcher, conversation, conversation.situation_text, given, lead, GUIDANCE)


def advice_on(dispatcher: CollectingDispatcher, conversation: Conversation, question: str) -> list[Event]:
    """What was not said yet, nearest to a question about the worry that was told before."""
    told = replace(conversation, situation_text=f"{conversation.situation_text}\n{question}")
    return more_advice(dispatcher, told)


def advice_for_role(dispatcher: CollectingDispatcher, conversation: Conversation, lead: str) -> list[Event]:
    """The advice once more, now that it is known who the person is.

    Args:
        dispatcher: where the reply goes.
        conversation: the turn.
        lead: opens the advice.
    """
    return _give(dispatcher, conversation, conversation.situation_text, (), lead, GUIDANCE)


def told_without_advice(text: str) -> list[Event]:
    """Events that remember a worry to which only people were named, so that nobody has to tell it twice."""
    return [*set_aside(), *remember(situation_text=text or None, worry=bool(text))]


def items_for_plan(conversation: Conversation, enough: int) -> list[str]:
    """Ids of what was advised, and of what comes next until there are `enough`."""
    given = list(conversation.answered_items)
    more = [item for item in _nearest(conversation, conversation.situation_text) if item not in given]
    return [*given, *more[: max(0, enough - len(given))]]


def _nearest(conversation: Conversation, query: str) -> list[str]:
    embedding = conversation.embedding if query == conversation.text else None
    # By the text alone: the intents speak of the worry here.
    return nearest(library(), search().rank(query, None, embedding), conversation.role)


def _give(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    query: str,
    given: Sequence[str],
    lead: str,
    custom: Mapping[str, Any],
    buttons: Sequence[Button] = (),
    near: Sequence[str] = (),
) -> list[Event]:
    """Gives the nearest advice that is not of one of the items `given`."""
    items = _nearest(conversation, query)
    item, phrases = left(items, given), library().phrases
    person = {"title": phrases.buttons.person, "payload": "/ask_for_person"}
    if item is None:
        text = phrases.worry.nothing_more
        dispatcher.utter_message(text=text, buttons=[person], json_message={"type": "chitchat"})
        return []
    advice = advise(library(), item, conversation.answers_given, lead)
    others = [name for name in near if name != item]
    sources = sorted([item, *others[: MAX_SOURCES - 1]], key=lambda name: near.index(name) if near else 0)
    dispatcher.utter_message(
        text=advice.text,
        buttons=[
            *buttons,
            {"title": phrases.buttons.another_angle, "payload": "/another_angle"},
            {"title": phrases.buttons.plan, "payload": "/make_plan"},
            person,
        ],
        json_message={**custom, "sources": sources},
    )
    return remember(
        situation_text=query,
        ranked_items=items[:MEMORY],
        offered_items=advice.sources,
        focus_item=item,
        answered_items=[*given, item],
        answers_given=conversation.answers_given + 1,
        options=None,
        misses=0,
        clarified=False,
        urgency="concern",
        worry=True,
    )
