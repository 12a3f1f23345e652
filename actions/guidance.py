"""Answers a situation: guidance, a question back, or a kind word that it is outside the paper.

Every action that answers a situation comes here, so that the decision is made in one place.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import own_documents
from actions.conversation import MEMORY, Conversation, Event, remember, set_aside
from actions.offer_person import offer_person, person_button
from actions.question_back import ask_back
from actions.resources import adviser, library, search
from actions.speech import Button, say
from actions.worry import advice_on
from knowledge.advice import MAX_SOURCES, Advice
from knowledge.encoder import Vectors
from knowledge.quoting import Quoted
from knowledge.search import Ranking


def answer(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    query: str,
    intents: Mapping[str, float] | None,
) -> list[Event]:
    """Answers `query`, or asks back, or says that the paper does not treat it.

    Where a worry about one person was told before, what is not clearly another situation goes on with it.
    """
    ranking = search().rank(query, intents, _embedding(conversation, query))
    limits = ranking.limits
    if conversation.worry and limits.ask <= ranking.fit < limits.clear:
        return advice_on(dispatcher, conversation, query)
    if ranking.fit >= limits.answer:
        return give(dispatcher, conversation, query, ranking)
    own = None if conversation.urgency else own_documents.alone(query, _embedding(conversation, query))
    if own is not None:
        return _quote(dispatcher, conversation, own)
    if ranking.fit >= limits.ask:
        return ask_back(dispatcher, conversation, query, ranking)
    if conversation.urgency:
        offer_person(dispatcher, conversation, "outside_after_danger")
        return remember(misses=0, clarified=False)
    nearest = [hit.item for hit in ranking.hits[:2]] if ranking.fit >= limits.ask / 2 else []
    say(dispatcher, library().replies.out_of_scope, {"type": "out_of_scope", "nearest": nearest})
    return remember(misses=0, clarified=False)


def give(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    query: str,
    ranking: Ranking,
    *,
    lead: str | None = None,
    first: int = 0,
    before: str = "",
    custom: Mapping[str, Any] | None = None,
    buttons: Sequence[Button] = (),
) -> list[Event]:
    """Gives the advice of a ranking.

    Args:
        dispatcher: where the reply goes.
        conversation: the turn.
        query: what was searched for; remembered for follow-ups.
        ranking: what was found.
        lead: opens the answer in place of the acknowledgement.
        first: the best hit to use.
        before: a paragraph to put before the answer.
        custom: in place of the usual `guidance`, for replies of another type that carry sources.
        buttons: that come before those of the advice.
    """
    advice = adviser().advise(ranking, conversation.role, conversation.answers_given, lead, first)
    own = None if first else own_documents.beside(query, _embedding(conversation, query))
    paragraphs = [before, advice.text, own.text if own else ""]
    dispatcher.utter_message(
        text="\n\n".join(filter(None, paragraphs)),
        buttons=[*buttons, *next_steps(advice)],
        json_message={
            **(custom or {"type": "guidance", "intent": library().situation_of(advice.sources[0]).intent}),
            "sources": [*advice.sources[: MAX_SOURCES - 1], *own.sources] if own else advice.sources,
        },
    )
    return remember(
        situation_text=query,
        ranked_items=[hit.item for hit in ranking.hits[:MEMORY]],
        offered_items=advice.sources,
        focus_item=advice.sources[0],
        answered_items=[*conversation.answered_items, *advice.used] if first else advice.used,
        answers_given=conversation.answers_given + 1,
        options=None,
        misses=0,
        clarified=False,
        urgency=(custom or {}).get("urgency"),
        worry=None,
    )


def _quote(dispatcher: CollectingDispatcher, conversation: Conversation, own: Quoted) -> list[Event]:
    """Answers from own documents alone."""
    titles = library().phrases.buttons
    dispatcher.utter_message(
        text=own.text,
        buttons=[
            {"title": titles.read_unnumbered, "payload": open_payload(own.sources[0])},
            person_button(),
        ],
        json_message={"type": "guidance", "intent": conversation.intent, "sources": own.sources},
    )
    offered = {"offered_items": own.sources, "focus_item": own.sources[0]}
    return [*set_aside(), *remember(**offered, misses=0, urgency=None)]


def _embedding(conversation: Conversation, query: str) -> Vectors | None:
    """The embedding of `query`, where Rasa computed it already."""
    return conversation.embedding if query == conversation.text else None


def take_situation(dispatcher: CollectingDispatcher, conversation: Conversation, intent: str) -> list[Event]:
    """Answers the situation that a button names; after a question back, for the message first asked."""
    situation = library().situations[intent]
    query = conversation.situation_text if situation.items[0] in conversation.options else situation.title
    ranking = search().rank(query, {intent: 1.0}).reordered(situation.items[:1])  # it was chosen
    return give(dispatcher, conversation, query, ranking)


def next_steps(advice: Advice) -> list[Button]:
    """What people do next, as buttons."""
    item = library().items[advice.sources[0]]
    titles = library().phrases.buttons
    read = titles.read.format(item=f"{item.kind} {item.number}") if item.number else titles.read_unnumbered
    buttons = [{"title": read, "payload": open_payload(item.id)}]
    if advice.example is not None:
        buttons.append({"title": titles.example, "payload": f'/show_example{{"item":"{advice.example}"}}'})
    return [
        *buttons,
        {"title": titles.why, "payload": f'/why{{"item":"{item.id}"}}'},
        {"title": titles.another_angle, "payload": "/another_angle"},
        {"title": titles.plan, "payload": "/make_plan"},
        person_button(),
    ]


def open_payload(item: str) -> str:
    """The payload of a button that opens `item`."""
    return f'/tell_me_more{{"item":"{item}"}}'
