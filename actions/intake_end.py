"""The end of an intake: handed in, kept half told, thrown away, or never begun."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.case import Shown, team, words_for
from actions.conversation import Conversation, Event, remember
from actions.guidance import give
from actions.intake_slots import answers_of
from actions.offer_person import offer_person, person_button, whom_to_call
from actions.resources import cases, search
from helpline.cases import Cases
from helpline.intake import QUESTIONS, End
from helpline.intake_script import script
from helpline.tables import Case
from helpline.urgency import Urgency

TOLD = ("seen", "heard", "supposed", "about", "tried", "wants")  # answers that lessons are looked for by


class SubmitIntake(Action):
    """Ends the intake as the form left it (slot `intake_end`), and gives what the paper has as a first help."""

    def name(self) -> str:
        return "action_submit_intake"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[Event]:
        conversation, known = Conversation.of(tracker), cases()
        if known is None:
            return offer_person(dispatcher, conversation)
        case, end = known.find(conversation.id), tracker.slots.get("intake_end")
        if end == End.THROWN_AWAY and case is not None:
            known.withdraw(case.id)
            return _thrown_away(dispatcher)
        if end in (End.HANDED_IN, End.KEPT) and case is not None:
            return _handed_in(dispatcher, conversation, known, case, End(end))
        return _refused(dispatcher, conversation, case)


def _handed_in(
    dispatcher: CollectingDispatcher, conversation: Conversation, known: Cases, case: Case, end: End
) -> list[Event]:
    known.submit(case.id)
    shown, ends = words_for(conversation, case.id, case.code), script().ends
    code = (ends.words if shown.words else ends.words_known).format(case=shown.code, words=shown.words)
    text = (ends.kept if end == End.KEPT else ends.handed_in).format(
        next=getattr(script().team.ends, team()), code=code
    )
    answers = answers_of(case)
    query = "\n".join(answers[step] for step in TOLD if answers.get(step)) or conversation.situation_text
    custom = _custom("done", shown)
    if case.urgency == Urgency.EMERGENCY:  # people come first, and advice can wait
        return [*_say(dispatcher, text, {**custom, "sources": []}), *shown.events]
    return [*_with_lessons(dispatcher, conversation, text, query, custom, ends.lessons), *shown.events]


def _thrown_away(dispatcher: CollectingDispatcher) -> list[Event]:
    return [*_say(dispatcher, script().ends.thrown_away, _custom("thrown_away", Shown())), *remember(words_given=None)]


def _refused(dispatcher: CollectingDispatcher, conversation: Conversation, case: Case | None) -> list[Event]:
    called, ends = whom_to_call(conversation), script().ends
    # An emergency has a case without consent, and then something is kept.
    kept = ends.still_kept.format(case=case.code) if case else ends.nothing_kept
    text = (ends.refused if called.places["services"] else ends.refused_unlisted).format(kept=kept, **called.places)
    custom = {"type": "handoff", "services": called.services, **({"case": case.code} if case else {})}
    return _with_lessons(dispatcher, conversation, text, conversation.situation_text, custom, ends.lessons_without)


def _with_lessons(
    dispatcher: CollectingDispatcher,
    conversation: Conversation,
    text: str,
    query: str,
    custom: Mapping[str, Any],
    lead: str,
) -> list[Event]:
    """Says `text`, and after it what the paper has on `query`, where some of it fits."""
    ranking = search().rank(query) if query else None
    if ranking is None or ranking.fit < ranking.limits.clear:
        return _say(dispatcher, text, {**custom, "sources": []})
    dispatcher.utter_message(text=text)
    return give(dispatcher, conversation, query, ranking, lead=lead, custom=custom)


def _say(dispatcher: CollectingDispatcher, text: str, custom: Mapping[str, Any]) -> list[Event]:
    dispatcher.utter_message(text=text, buttons=[person_button()], json_message=dict(custom))
    return []


def _custom(step: str, shown: Shown) -> dict[str, Any]:
    return {"type": "triage", "step": step, "step_number": QUESTIONS, "steps": QUESTIONS, "case": None, **shown.custom}
