"""'Drop the second', 'it is for teachers', 'undo': changes the plan on the screen."""

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.conversation import Conversation, Event
from actions.guidance import answer
from actions.open_item import SHORT
from actions.plan_reply import show, shown
from actions.resources import library, plan_book
from actions.speech import say
from knowledge.plan import PlanError
from knowledge.plan.changes import Undo, read_change
from knowledge.sentences import says_little


class ChangePlan(Action):
    """Does what is asked, and shows the sheet anew; says what can be asked where that is not clear."""

    def name(self) -> str:
        return "action_change_plan"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation, replies = Conversation.of(tracker), library().replies
        draft = shown(conversation.plan)
        # The button of a sheet has no words: it takes the last change back.
        change = read_change(conversation.text, library().roles) if conversation.text else Undo()
        if draft is None:
            if change is None and len(conversation.text.split()) > SHORT and not says_little(conversation.text):
                return answer(dispatcher, conversation, conversation.text, conversation.intents)
            say(dispatcher, replies.plan_none, {"type": "clarify", "options": []})
            return []
        if change is None:
            say(dispatcher, replies.plan_unclear, {"type": "clarify", "options": []})
            return []
        try:
            changed = draft.changed(change, library(), plan_book())
        except PlanError as error:
            say(dispatcher, replies.plan_not_so, {"type": "clarify", "options": []}, why=str(error))
            return []
        return show(dispatcher, changed, replies.plan_changed)
