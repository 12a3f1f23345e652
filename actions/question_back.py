"""What is said when a message was not understood: a question back, then a request for other words, then people.

No question follows a question: it would be a quiz. `misses` counts messages in a row that were not understood; any
other reply ends the row (the mappings of `misses` and `clarified` in domain.yml do so for replies that run no code).
"""

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, Event, remember, set_aside
from actions.offer_person import offer_person
from actions.resources import library
from knowledge.schema import Situation
from knowledge.search import Ranking

OPTIONS = 3  # of a question back; more is a menu, not a question
PATIENCE = 2  # misses that are met with words; at the next one people are named


def ask_back(dispatcher: CollectingDispatcher, conversation: Conversation, query: str, ranking: Ranking) -> list[Event]:
    """Asks which of a few situations is meant; after a miss, does what follows a question back."""
    if conversation.misses:
        return missed(dispatcher, conversation)
    items = [hit.item for hit in ranking.hits[:OPTIONS]]
    phrases = library().phrases.clarify
    ask(dispatcher, items, text=phrases[conversation.answers_given % len(phrases)])
    return remember(
        situation_text=query,
        ranked_items=items,
        offered_items=None,
        focus_item=None,
        answered_items=None,
        options=items,
        misses=1,
        clarified=True,
    )


def ask_which(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Asks the same question once more, after a yes that could go for each of its options."""
    if conversation.misses >= PATIENCE:
        return missed(dispatcher, conversation)
    ask(dispatcher, conversation.options, response="utter_which_one")
    return remember(misses=conversation.misses + 1, clarified=True)


def missed(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Asks for other words, as after every question back; where that was done, names people and what the bot can do."""
    if conversation.options or conversation.misses < PATIENCE:
        dispatcher.utter_message(response="utter_rephrase")
    else:
        offer_person(dispatcher, conversation, response="utter_not_understood")
    settled = set_aside() if conversation.options else remember(clarified=False)
    return [*settled, *remember(misses=conversation.misses + 1)]


def ask(dispatcher: CollectingDispatcher, items: Sequence[str], **words: str) -> None:
    """Says `words` (a text or a response) with a button for the situation of each of `items`."""
    situations: list[Situation] = [s for s in map(library().situation_of, items) if s is not None]
    buttons = [{"title": s.title, "payload": f"/{s.intent}"} for s in situations]
    dispatcher.utter_message(
        **words,
        buttons=[*buttons, {"title": "None of these", "payload": "/none_of_these"}],
        json_message={"type": "clarify", "options": [{"intent": s.intent, "title": s.title} for s in situations]},
    )
