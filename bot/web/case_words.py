"""How the page of a case puts things for the person it belongs to."""

from dataclasses import dataclass
from datetime import datetime

from helpline.conversation import ENDED, JOINED, LEFT, Heard
from helpline.intake_script import STEPS, script
from helpline.states import State
from helpline.tables import Case

NOTICES = {
    JOINED: "{name} from our team joined.",
    LEFT: "{name} from our team left.",
    ENDED: "{name} from our team ended the conversation.",
}
AGAIN = "If something is still open, write to us below: your case then waits for our team once more."


@dataclass(frozen=True)
class StateWords:
    """Where a case stands, as a heading and a sentence or two."""

    title: str
    text: str


@dataclass(frozen=True)
class AnswerWords:
    """An answer of the intake, with the name of its step."""

    title: str
    text: str


def state(case: Case) -> StateWords:
    """Where a case stands; the case must have its holder loaded."""
    match case.state:
        case State.NEW:
            return StateWords("You have not finished yet", "Write to us below, and our team will see your case.")
        case State.WAITING:
            text = "Our team goes by how urgent a case is, then by who came first. You can add something below."
            return StateWords("Your case waits for our team", text)
        case State.TAKEN:
            name = case.holder.shown_name if case.holder else "Somebody"
            return StateWords(f"{name} from our team has your case", "What you write below goes to them.")
        case State.REFERRED:
            to = f" to {case.referred_to}" if case.referred_to else ""
            return StateWords(f"Our team has passed your case on{to}", AGAIN)
    return StateWords("Your case is closed", AGAIN)


def answers(case: Case) -> list[AnswerWords]:
    """What the person answered, step by step; steps that they skipped are left out."""
    return [AnswerWords(step_title(a.step), a.text) for a in case.answers if a.text]


def step_title(step: str) -> str:
    """The name of a step as people read it."""
    if step in STEPS:
        return script().step(step).title
    return step.replace("_", " ").capitalize()


def noticed(line: Heard) -> str:
    """A notice in words."""
    return NOTICES.get(line.text, "").format(name=line.name or "Somebody")


def who(line: Heard) -> str:
    """Whose words a line is."""
    return {"person": "You", "staff": f"{line.name or 'Somebody'} from our team"}.get(line.by, "The program")


def moment(at: datetime) -> str:
    """A moment as the server's place reckons it."""
    here = at.astimezone()
    return f"{here.day} {here:%B %Y, %H:%M}"
