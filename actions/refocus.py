"""'And for the fathers?': the same situation with one thing changed."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.guidance import answer, give
from actions.open_item import open_meant, without_focus
from actions.resources import library, search
from actions.worry import more_advice


class Refocus(Action):
    """Searches for the situation and the change together; says so if the paper makes nothing of the change."""

    def name(self) -> str:
        return "action_refocus"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if conversation.item:
            return open_meant(dispatcher, conversation)
        if not conversation.situation_text or not conversation.text:
            return without_focus(dispatcher, conversation)
        if conversation.worry:
            return more_advice(dispatcher, conversation)
        if conversation.options:  # nothing was advised yet, so the change is a part of telling it
            query = f"{conversation.situation_text}\n{conversation.text}"
            return answer(dispatcher, conversation, query, None)
        phrases = library().phrases
        if not search().mentioned(conversation.text):  # the change would only blur what was found
            ranking = search().rank(conversation.situation_text).reordered(conversation.ranked_items)
            return give(dispatcher, conversation, conversation.situation_text, ranking, lead=phrases.refocus_same)
        query = f"{conversation.situation_text}\n{conversation.text}"
        ranking = search().rank(query)
        lead = phrases.refocus[conversation.answers_given % len(phrases.refocus)]
        if ranking.hits[0].item == conversation.focus_item:
            lead = phrases.refocus_same
        return give(dispatcher, conversation, query, ranking, lead=lead)
