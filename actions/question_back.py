"""What is said when a message was not understood: a question back, then a request for other words, then people.

No question follows a question: it would be a quiz. `misses` counts messages in a row that were not understood; any
other reply ends the row (the mappings of `misses` and `clarified` in domain.yml do so for replies that run no code).
"""

from collections.abc import Sequence

from rasa_sdk.executor import CollectingDispatcher

from actions.conversation import Conversation, Event, remember, set_aside
from actions.offer_person import offer_person
from actions.resources import library
from actions.speech import say
from knowledge.search import Ranking
from knowledge.speech_schema import Reply

OPTIONS = 3  # of a question back; more is a menu, not a question
PATIENCE = 2  # misses that are met with words; at the next one people are named


def ask_back(dispatcher: CollectingDispatcher, conversation: Conversation, query: str, ranking: Ranking) -> list[Event]:
    """Asks which of a few situations is meant; after a miss, does what follows a question back."""
    if conversation.misses:
        return missed(dispatcher, conversation)
    items = [hit.item for hit in ranking.hits[:OPTIONS]]
    ask(dispatcher, items, library().replies.which_situation)
    return remember(
        situation_text=query,
        ranked_items=items,
        offered_items=None,
        focus_item=None,
        answered_items=None,
        options=items,
        misses=1,
        clarified=True,
        worry=None,
    )


def ask_which(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Asks the same question once more, after a yes that could go for each of its options."""
    if conversation.misses >= PATIENCE:
        return missed(dispatcher, conversation)
    ask(dispatcher, conversation.options, library().replies.which_one)
    return remember(misses=conversation.misses + 1, clarified=True)


def missed(dispatcher: CollectingDispatcher, conversation: Conversation) -> list[Event]:
    """Asks for other words, as after every question back; where that was done, names people and what the bot can do."""
    if conversation.options or conversation.misses < PATIENCE:
        say(dispatcher, library().replies.rephrase, {"type": "clarify", "options": []})
    else:
        offer_person(dispatcher, conversation, "not_understood")
    settled = set_aside() if conversation.options else remember(clarified=False)
    return [*settled, *remember(misses=conversation.misses + 1)]


def ask(dispatcher: CollectingDispatcher, items: Sequence[str], reply: Reply) -> None:
    """Says `reply` with a button for the situation of each of `items`."""
    situations = [library().situation_of(item) for item in items]
    buttons = [{"title": s.title, "payload": f"/{s.intent}"} for s in situations]
    none = {"title": library().phrases.buttons.none_of_these, "payload": "/none_of_these"}
    options = [{"intent": s.intent, "title": s.title} for s in situations]
    say(dispatcher, reply, {"type": "clarify", "options": options}, [*buttons, none])
