"""A worry about one person: after the people to call, what the paper means between two people (`worries.yml`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import MEMORY, Conversation, Event, remember, set_aside
from actions.offer_person import nothing_more, person_button
from actions.resources import library, search
from actions.speech import Button
from knowledge.advice import MAX_SOURCES
from knowledge.search import Ranking
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
    ranking: Ranking,
    custom: Mapping[str, Any],
    buttons: Sequence[Button],
) -> list[Event]:
    """The advice that follows the people to call.

    Args:
        dispatcher: where the reply goes.
        conversation: the turn.
        ranking: what the search found for the message; where it is clear, its best items are named as sources too.
        custom: of the turn, to which the sources are added.
        buttons: that come before those of the advice.
    """
    items = nearest(library(), ranking, conversation.role)
    given = conversation.answered_items if conversation.worry else ()
    if left(items, given) is None:
        given = ()  # all was said before, and what comes nearest may be said again
    lead = library().phrases.after_safety
    near = [hit.item for hit in ranking.hits[:MAX_SOURCES]] if ranking.fit >= ranking.limits.clear else []
    return _give(dispatcher, conversation, conversation.text, items, given, lead, custom, buttons, near)


def more_advice(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """What was not said yet to the worry that was told before."""
    leads = library().phrases.worry.more
    lead = leads[conversation.answers_given % len(leads)]
    query = conversation.situation_text
    return _give(dispatcher, conversation, query, _nearest(conversation), conversation.answered_items, lead, GUIDANCE)


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
    return _give(dispatcher, conversation, conversation.situation_text, _nearest(conversation), (), lead, GUIDANCE)


def told_without_advice(text: str) -> list[Event]:
    """Events that remember a worry to which only people were named, so that nobody has to tell it twice."""
    return [*set_aside(), *remember(situation_text=text, worry=True)]


def items_for_plan(conversation: Conversation, enough: int) -> list[str]:
    """Ids of what was advised, and of what comes next until there are `enough`."""
    given = list(conversation.answered_items)
    more = [item for item in _nearest(conversation) if item not in given]
    return [*given, *more[: max(0, enough - len(given))]]


def _nearest(conversation: Conversation) -> list[str]:
    """Ids of what there is for the worry that was told before, nearest first."""
    return nearest(library(), search().rank(conversation.situation_text), conversation.role)


def _give(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    query: str,
    items: Sequence[str],
    given: Sequence[str],
    lead: str,
    custom: Mapping[str, Any],
    buttons: Sequence[Button] = (),
    near: Sequence[str] = (),
) -> list[Event]:
    """Gives the advice of the first of `items` that is none of `given`; `near` is named among the sources too."""
    item, phrases = left(items, given), library().phrases
    if item is None:
        return nothing_more(dispatcher, phrases.worry.nothing_more)
    advice = advise(library(), item, conversation.answers_given, lead)
    sources = list(near) if item in near else [*near[: MAX_SOURCES - 1], item]
    dispatcher.utter_message(
        text=advice.text,
        buttons=[
            *buttons,
            {"title": phrases.buttons.another_angle, "payload": "/another_angle"},
            {"title": phrases.buttons.plan, "payload": "/make_plan"},
            person_button(),
        ],
        json_message={**custom, "sources": sources},
    )
    return remember(
        situation_text=query,
        ranked_items=list(items[:MEMORY]),
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
