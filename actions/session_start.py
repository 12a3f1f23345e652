"""A conversation begins, or begins anew after a restart or a long pause: a half told intake goes on where it was."""

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecuted, ActiveLoop, SessionStarted
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.case import safely
from actions.conversation import Event
from actions.intake_slots import FORM, answers_of, has_consent, slots_of
from actions.resources import cases
from helpline.intake import Intake
from helpline.intake_script import script
from helpline.states import State


class SessionStart(Action):
    """Nothing is carried over but the intake, and that from the case: Rasa keeps conversations in memory only."""

    def name(self) -> str:
        return "action_session_start"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        none: list[Event] = []
        restored = safely("look for an intake to go on with", lambda: _restored(tracker.sender_id), none)
        return [SessionStarted(), *restored, ActionExecuted("action_listen")]


def _restored(conversation: str) -> list[Event]:
    known = cases()
    case = known.find(conversation) if known else None
    if case is None or case.state != State.NEW or not has_consent(case):
        return []
    turn = Intake(script()).start(answers_of(case), consented=True)
    return [ActiveLoop(FORM), *slots_of(turn.state)]
