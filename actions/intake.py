"""The intake: hands each message to `helpline.intake`, keeps answers in the case at once, and says what follows."""

from dataclasses import replace
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction
from rasa_sdk.types import DomainDict

from actions.case import country_code, raise_case, safely, said_before, team
from actions.conversation import Conversation, Event
from actions.danger import gravest
from actions.intake_slots import FORM, answers_of, has_consent, slots_of, step_of
from actions.offer_person import whom_to_call
from actions.resources import case_days, cases
from actions.safety import in_danger, name_emergency
from helpline.cases import Cases
from helpline.intake import QUESTIONS, End, Intake, State, Turn
from helpline.intake_readings import Kind
from helpline.intake_script import CONSENT, CONTACT, script
from helpline.tables import Case
from helpline.urgency import CALM, Finding, Urgency

HINTS = {"stop_intake": Kind.STOP, "ask_for_person": Kind.PERSON, "about_privacy": Kind.WHY}


class ValidateIntakeForm(FormValidationAction):
    """Takes one message within the form, and says what follows; the form itself asks nothing.

    So the question, and what comes before it, are one message. The form goes on with the slot that the intake names.
    """

    def name(self) -> str:
        return f"validate_{FORM}"

    async def get_validation_events(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[Event]:
        known = cases()
        if known is None:
            return slots_of(State(CONSENT, end=End.REFUSED))
        return _Intake(dispatcher, tracker, known).take()

    async def next_requested_slot(self, dispatcher: Any, tracker: Any, domain: Any) -> None:
        """It is among the events already."""


class _Intake:
    """One turn of it."""

    def __init__(self, dispatcher: CollectingDispatcher, tracker: Tracker, known: Cases) -> None:
        self._dispatcher = dispatcher
        self._cases = known
        self._conversation = Conversation.of(tracker)
        if self._conversation.text in script().buttons:  # our words, not theirs
            self._conversation = replace(self._conversation, finding=CALM)
        # A plain "no" to the question of danger weighs more than a guess by words that are like it; a rule weighs more.
        self._only_learned = (tracker.latest_message.get("safety") or {}).get("by") == "classifier"
        self._case = known.find(self._conversation.id)
        self._step = step_of(tracker.slots)
        self._memory = tracker.slots.get("intake_memory") or {}

    def take(self) -> list[Event]:
        turn = self._turn()
        found = max(self._conversation.finding, turn.finding, key=lambda finding: finding.urgency.rank)
        self._conversation = replace(self._conversation, finding=found)
        if not turn.says and turn.state.end is None:
            return self._in_emergency(turn)
        if turn.consents:
            self._consented()
        if turn.kept and self._case:
            self._cases.answer(self._case.id, *turn.kept)
        if found.urgency != Urgency.NONE:
            raise_case(self._conversation)
        if turn.says:
            self._say(turn, found)
        urgency = in_danger(self._conversation, str(found.urgency)) if found.urgency != Urgency.NONE else []
        return [*slots_of(turn.state), *urgency]

    def _turn(self) -> Turn:
        intake, answers, consented = Intake(script()), answers_of(self._case), has_consent(self._case)
        if self._step is None or (self._step != CONSENT and not consented):  # its case may be gone meanwhile
            return intake.start(answers, consented)
        state = State.of(self._step, answers, consented, self._memory)
        message, hint = self._message()
        if self._only_learned and intake.denies_danger(state, message):
            self._conversation = replace(self._conversation, finding=CALM)
        return intake.turn(state, message, self._conversation.finding.urgency, hint)

    def _message(self) -> tuple[str, str]:
        """What was written, and what it seems to be; buttons of before the intake stand for words."""
        conversation = self._conversation
        hint = HINTS.get(conversation.intent, "")
        if conversation.text:
            return conversation.text, hint
        said = {Kind.STOP: script().stop.text, Kind.PERSON: script().person.text}
        return said.get(Kind(hint), "") if hint else "", hint or Kind.ELSEWHERE

    def _in_emergency(self, turn: Turn) -> list[Event]:
        events = name_emergency(self._dispatcher, self._conversation)
        case, kept = self._case, turn.kept
        if kept and case:
            safely("keep an answer in an emergency", lambda: self._cases.answer(case.id, *kept), None)
        return [*slots_of(turn.state), *events]

    def _consented(self) -> None:
        conversation = self._conversation
        country, ours = country_code(conversation), script().buttons
        found = gravest(event for event in conversation.events if event.get("text") not in ours)
        self._cases.open(conversation.id, country, True, found, said_before(conversation))
        self._case = self._cases.find(conversation.id)

    def _say(self, turn: Turn, found: Finding) -> None:
        state, texts = turn.state, list(turn.says)
        custom = custom_of(state, self._case, found)
        if state.step == CONSENT:
            here = getattr(script().team.begins, team())
            texts[-1] = texts[-1].replace("{team}", here).replace("{days}", str(case_days()))
        if turn.people:
            called, says = whom_to_call(self._conversation), script().says
            people = says.people if called.places["services"] else says.people_unlisted
            texts.insert(0, people.format(**called.places))
            custom["services"] = called.services
        self._dispatcher.utter_message(
            text="\n\n".join(texts),
            buttons=[{"title": button.title, "payload": button.text} for button in turn.buttons],
            json_message=custom,
        )


def custom_of(state: State, case: Case | None, found: Finding) -> dict[str, Any]:
    """`custom` of a question."""
    custom: dict[str, Any] = {
        "type": "triage",
        "step": "leave" if state.asked == "leaving" else state.step,
        "step_number": state.number,
        "steps": QUESTIONS,
        "case": case.code if case else None,
    }
    if state.step == CONTACT:
        (done, *_) = script().step(CONTACT).options
        custom |= {"done": done.text, "skip": script().skip.text}
    if found.urgency != Urgency.NONE:
        custom["urgency"] = str(found.urgency)
    return custom
