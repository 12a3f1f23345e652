"""The intake as Rasa's slots show it: the form asks for one slot a step. What holds is in the case; slots mirror it."""

from collections.abc import Mapping
from typing import Any

from rasa_sdk.forms import REQUESTED_SLOT

from actions.conversation import Event, remember
from helpline.intake import State
from helpline.intake_script import CONSENT, STEPS
from helpline.tables import Case

FORM = "intake_form"
_SLOT = "intake_"


def answers_of(case: Case | None) -> dict[str, str]:
    """Answers kept in a case, by step."""
    return {answer.step: answer.text for answer in case.answers if answer.step in STEPS} if case else {}


def has_consent(case: Case | None) -> bool:
    """Whether the person agreed that answers are kept."""
    return case is not None and case.consented_at is not None


def step_of(slots: Mapping[str, Any]) -> str | None:
    """The step that the form asks for; None before the first."""
    requested = slots.get(REQUESTED_SLOT)
    return requested.removeprefix(_SLOT) if requested else None


def slots_of(state: State) -> list[Event]:
    """Events that show a state: every step's slot, the one that is asked for next, and what else is remembered."""
    answers = {f"{_SLOT}{step}": state.answers.get(step) for step in STEPS}
    answers[f"{_SLOT}{CONSENT}"] = "yes" if state.consented else None
    requested = None if state.end else f"{_SLOT}{state.step}"
    return remember(**answers, intake_memory=state.memory(), intake_end=state.end, **{REQUESTED_SLOT: requested})
