"""'What else?': the next best advice for the same situation."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import MEMORY, Conversation, Event
from actions.guidance import give
from actions.open_item import without_focus
from actions.resources import library, search


class AnotherAngle(Action):
    """Gives what the search found next, until it is no longer near."""

    def name(self) -> str:
        return "action_another_angle"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if not conversation.situation_text:
            return without_focus(dispatcher, conversation)
        ranking = search().rank(conversation.situation_text).reordered(conversation.ranked_items)
        given = set(conversation.answered_items)
        first = next((n for n, hit in enumerate(ranking.hits) if hit.item not in given), MEMORY)
        phrases = library().phrases
        if first >= min(MEMORY, len(conversation.ranked_items)):
            dispatcher.utter_message(
                text=phrases.nothing_more,
                buttons=[{"title": "Talk to a person", "payload": "/ask_for_person"}],
                json_message={"type": "chitchat"},
            )
            return []
        lead = phrases.another_angle[conversation.answers_given % len(phrases.another_angle)]
        return give(dispatcher, conversation, conversation.situation_text, ranking, lead=lead, first=first)
