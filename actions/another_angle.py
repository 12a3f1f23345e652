"""'What else?': the next best advice for the same situation."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.danger import BEFORE_ADVICE
from actions.go_on import go_on
from actions.guidance import give
from actions.offer_person import nothing_more
from actions.open_item import without_focus
from actions.question_back import missed
from actions.resources import library, search
from actions.worry import more_advice
from knowledge.search import Ranking


class AnotherAngle(Action):
    """Gives what the search found next, until it is no longer near."""

    def name(self) -> str:
        return "action_another_angle"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation = Conversation.of(tracker)
        if conversation.urgency in BEFORE_ADVICE:
            return go_on(dispatcher, conversation)
        if not conversation.situation_text:
            return without_focus(dispatcher, conversation)
        if conversation.worry:
            return more_advice(dispatcher, conversation)
        if conversation.options:
            return missed(dispatcher, conversation)  # none of those that were offered
        ranking = search().rank(conversation.situation_text).reordered(conversation.ranked_items)
        phrases = library().phrases
        first = self._next(conversation, ranking)
        if first is None:
            return nothing_more(dispatcher, phrases.nothing_more)
        lead = phrases.another_angle[conversation.answers_given % len(phrases.another_angle)]
        return give(dispatcher, conversation, conversation.situation_text, ranking, lead=lead, first=first)

    @staticmethod
    def _next(conversation: Conversation, ranking: Ranking) -> int | None:
        """Place of the best hit that was not given yet and is near, or that the situation names itself."""
        named = library().situation_of(conversation.ranked_items[0]).items
        for place, hit in enumerate(ranking.hits[: len(conversation.ranked_items)]):
            near = hit.score >= NEAR or hit.item in named
            if near and hit.item not in conversation.answered_items:
                return place
        return None


# Standard deviations above the mean item. Of items this far down a ranking of evaluation/guidance.jsonl, one in ten
# answers the message; of those below, one in twenty or fewer.
NEAR = 1.5
