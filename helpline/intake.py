"""The intake: a conversation of a few questions, as a pure machine of states. It knows no database and no chat."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from typing import Any, Literal, Self

from helpline.intake_readings import Kind, Reader, Reading
from helpline.intake_script import ABOUT, CONSENT, CONTACT, DANGER, STEPS, SUMMARY, Choice, Script, Step
from helpline.left_out import Leaver
from helpline.urgency import CALM, Finding, Urgency

PATIENCE = 3  # unusable answers to one question; at the next, the intake goes on without it
# Marks that whoever redacts puts in place of what leads to a person, before a message comes here.
TAKEN_OUT = ("[email]", "[phone]", "[account]", "[postcode]", "[address]", "[link]", "[number]")
QUESTIONS = len(STEPS) - 2  # that are counted: the consent before them and the summary after them are not


class End(StrEnum):
    """How an intake ends."""

    HANDED_IN = "handed_in"
    KEPT = "kept"  # stopped, and what was told stays
    THROWN_AWAY = "thrown_away"
    REFUSED = "refused"  # no consent, so nothing was kept


@dataclass(frozen=True)
class State:
    """Where an intake stands.

    Attributes:
        step: that is asked, or comes next.
        answers: by step, in the person's words; empty for one skipped.
        consented: whether they may be kept.
        asked: what the last thing said asks for: the step's question, what becomes of it all, or nothing (an
            emergency was answered, and no question goes with that).
        unusable: answers to the question in a row that could not be used.
        last: the step answered last.
        back_to: where to go on after an answer is changed.
        end: once it is over.
    """

    step: str
    answers: Mapping[str, str] = field(default_factory=dict)
    consented: bool = False
    asked: Literal["question", "leaving", "nothing"] = "question"
    unusable: int = 0
    last: str | None = None
    back_to: str | None = None
    end: End | None = None

    @property
    def number(self) -> int:
        """Of the step, as people count: 1 to QUESTIONS; 0 for the consent and the summary."""
        return 0 if self.step == SUMMARY else STEPS.index(self.step)

    def memory(self) -> dict[str, Any]:
        """What must be remembered besides the step and the answers, as plain data."""
        return {name: value for name, value in asdict(self).items() if name in _REMEMBERED}

    @classmethod
    def of(cls, step: str, answers: Mapping[str, str], consented: bool, memory: Mapping[str, Any]) -> Self:
        """A state from its parts."""
        return cls(step, dict(answers), consented, **{n: v for n, v in memory.items() if n in _REMEMBERED})


_REMEMBERED = {"asked", "unusable", "last", "back_to"}


@dataclass(frozen=True)
class Turn:
    """What follows from a message.

    Attributes:
        state: after it.
        says: paragraphs, the question last; none in an emergency and at the end.
        buttons: that go with the question.
        kept: the step and the answer to keep now, if any.
        finding: what the answer to a question says of danger.
        consents: whether the person agreed just now.
        people: whether those who can be called are to be named before the question.
    """

    state: State
    says: tuple[str, ...] = ()
    buttons: tuple[Choice, ...] = ()
    kept: tuple[str, str] | None = None
    finding: Finding = CALM
    consents: bool = False
    people: bool = False


class Intake:
    """Asks the questions of a script.

    Args:
        script: as data.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._reader = Reader(script)
        self._leaver = Leaver(script.left_out)

    def start(self, answers: Mapping[str, str], consented: bool) -> Turn:
        """Begins, or goes on where an earlier intake of the same case ended."""
        step = _next(answers) if consented else CONSENT
        return self._ask(State(step, dict(answers), consented))

    def turn(self, state: State, message: str, danger: Urgency = Urgency.NONE, hint: str = "") -> Turn:
        """One message of a person.

        Args:
            state: before it; not ended.
            message: typed, or sent by a button.
            danger: what the message says of danger to those who look at every message.
            hint: see `Reader.read`; "elsewhere" where a button of before the intake was pressed.
        """
        if danger == Urgency.EMERGENCY:
            return self._emergency(state, message)
        if hint == Kind.ELSEWHERE:
            return self._ask(replace(state, asked="question"), self._script.says.elsewhere)
        if state.asked == "leaving":
            return self._left(state, message)
        reading = self._reader.read(message, self._step(state), state.answers, state.last, hint)
        if state.asked == "nothing":
            if reading.kind == Kind.STOP:
                return self._stop(state)
            return self._ask(replace(state, asked="question"), self._script.says.go_on)
        return self._answered(state, reading, message)

    def denies_danger(self, state: State, message: str) -> bool:
        """Whether a message answers that nobody is in danger."""
        step = self._step(state)
        option = self._reader.option(message, step.options, step.loosely)
        return state.asked == "question" and step.step == DANGER and option is not None and not option.raises.rank

    def question(self, state: State) -> str:
        """The question of the step, the answers filled in where it shows them; other places stay."""
        step = self._step(state)
        if step.step != SUMMARY:
            return step.question
        return step.question.replace("{answers}", self._summary(state.answers))

    def _answered(self, state: State, reading: Reading, message: str) -> Turn:
        says = self._script.says
        match reading.kind:
            case Kind.ANSWER:
                return self._answer(state, reading)
            case Kind.SKIP:
                return self._skip(state)
            case Kind.STOP:
                return self._stop(state)
            case Kind.WHY:
                return self._ask(state, self._step(state).why)
            case Kind.EXPLAIN:
                return self._ask(state, self._step(state).example)
            case Kind.PERSON:
                return replace(self._ask(state), people=True)
            case Kind.BACK:
                place = STEPS.index(state.step)
                return self._ask_anew(state, STEPS[place - 1]) if place > 1 else self._ask(state, says.nothing_before)
            case Kind.CHANGE:
                return self._ask_anew(state, reading.step) if reading.step else self._ask(state, says.which_number)
            case Kind.CORRECTION if reading.step:
                return self._put_right(state, reading.step, reading.text)
        return self._unusable(state)

    def _answer(self, state: State, reading: Reading) -> Turn:
        option, step = reading.option, self._step(state)
        if step.step == CONSENT:
            if option is None or not option.answers:
                return Turn(replace(state, end=End.REFUSED))
            after = replace(state, consented=True, unusable=0)
            return replace(self._ask(replace(after, step=_next(state.answers))), consents=True)
        if step.step == SUMMARY:
            return Turn(replace(state, end=End.HANDED_IN))
        if step.taken_out and any(mark in reading.text for mark in TAKEN_OUT):
            return self._ask(state, step.taken_out)
        text, remarks = self._fit(step, reading.text)
        if not text:
            return self._ask(state, *remarks)
        if option is not None and option.raises == Urgency.EMERGENCY:
            turn = self._emergency(state, text)
            return replace(turn, finding=Finding(Urgency.EMERGENCY, option.because, text))
        turn = self._keep(state, step.step, text, *remarks)
        if option is not None and option.raises.rank:
            return replace(turn, finding=Finding(option.raises, option.because, text))
        return turn

    def _fit(self, step: Step, text: str) -> tuple[str, list[str]]:
        """An answer as it may be kept, and what is to be said about that; empty if nothing of it may."""
        says, remarks = self._script.says, []
        if len(text) > step.limit:
            text = text[: step.limit - 2].rsplit(" ", 1)[0] + " …"
            remarks.append(says.too_long)
        if step.step == ABOUT and (kept := self._leaver.without(text)) != text:
            if self._leaver.says_nothing(kept):
                return "", [says.only_left_out]
            return kept, [*remarks, says.left_out]
        return text, remarks

    def _keep(self, state: State, step: str, text: str, *says: str) -> Turn:
        """Keeps an answer and asks what comes next."""
        answers = {**state.answers, step: text}
        following = state.back_to or _next(answers)
        after = State(following, answers, state.consented, last=step)
        return replace(self._ask(after, *says), kept=(step, text))

    def _skip(self, state: State, *says: str) -> Turn:
        if state.step == CONSENT:
            return Turn(replace(state, end=End.REFUSED))
        if state.step == SUMMARY:
            return Turn(replace(state, end=End.HANDED_IN))
        if state.step in state.answers:  # it was asked anew: what stands, stays
            return self._ask(State(state.back_to or _next(state.answers), state.answers, True, last=state.last), *says)
        turn = self._keep(state, state.step, "", *says)
        return replace(turn, state=replace(turn.state, last=state.last))

    def _put_right(self, state: State, step: str, text: str) -> Turn:
        says = self._script.says
        before = state.answers.get(step, "")
        fitted, remarks = self._fit(self._script.step(step), text)
        if not fitted:
            return self._ask(state, *remarks)
        whole = says.both.format(before=before, after=fitted) if before else fitted
        answers = {**state.answers, step: whole}
        said = says.put_right.format(title=self._script.step(step).title, text=whole)
        turn = self._ask(replace(state, answers=answers, last=step, unusable=0), *remarks, said)
        return replace(turn, kept=(step, whole))

    def _emergency(self, state: State, message: str) -> Turn:
        """The words are kept, and nothing is said: whoever asked says what there is to say, and no question with it."""
        step = state.step
        # Whom it is about loses words, and one of them may say where help is needed.
        if state.asked != "question" or step in (ABOUT, CONTACT, SUMMARY) or state.answers.get(step):
            step = DANGER
        text, _ = self._fit(self._script.step(step), message.strip())
        if not state.consented or not text:
            return Turn(replace(state, asked="nothing"))
        before = state.answers.get(step, "")
        whole = f"{before}\n{text}" if before else text
        answers = {**state.answers, step: whole}
        following = state.back_to or (_next(answers) if state.step in answers else state.step)
        return Turn(State(following, answers, True, "nothing", last=step), kept=(step, whole))

    def _stop(self, state: State) -> Turn:
        if not state.consented:
            return Turn(replace(state, end=End.REFUSED))
        asked = replace(state, asked="leaving")
        return Turn(asked, (self._script.leaving.question,), tuple(self._script.leaving.options))

    def _left(self, state: State, message: str) -> Turn:
        """What becomes of what was told. Words that are no answer to that are taken for one to the question."""
        options = self._script.leaving.options
        option = self._reader.option(message, options, loosely=LEAVING_WORDS)
        if option is not None and option.end:
            return Turn(replace(state, end=End(option.end)))
        if option is not None:
            return self._ask(replace(state, asked="question"))
        if len(message.split()) > LEAVING_WORDS:
            reading = self._reader.read(message, self._step(state), state.answers, state.last)
            if reading.kind in (Kind.ANSWER, Kind.CORRECTION):
                return self._answered(replace(state, asked="question"), reading, message)
        return Turn(replace(state, end=End.KEPT))

    def _unusable(self, state: State) -> Turn:
        script, step = self._script, self._step(state)
        count = state.unusable + 1
        after = replace(state, unusable=count)
        if count > PATIENCE:
            if step.step == SUMMARY:
                return Turn(replace(state, end=End.KEPT))
            return self._skip(state, script.says.skipped)
        if count == PATIENCE:
            return Turn(after, (script.says.offer,), (script.skip, script.person))
        return Turn(after, (step.unusable, *((step.example,) if count > 1 else ())), self._buttons(step))

    def _ask_anew(self, state: State, step: str) -> Turn:
        """Asks a question that was asked before; afterwards it goes on where it was."""
        stands = state.answers.get(step)
        anew = State(step, state.answers, True, last=state.last, back_to=state.back_to or state.step)
        return self._ask(anew, *((self._script.says.stands.format(text=stands),) if stands else ()))

    def _ask(self, state: State, *says: str) -> Turn:
        return Turn(state, (*says, self.question(state)), self._buttons(self._step(state)))

    def _buttons(self, step: Step) -> tuple[Choice, ...]:
        if step.step == CONSENT:
            return tuple(step.options)
        skip = () if step.step == SUMMARY else (self._script.skip,)
        return (*step.options, *skip, self._script.stop)

    def _summary(self, answers: Mapping[str, str]) -> str:
        says = self._script.says
        lines: Sequence[str] = [
            says.line.format(number=n, title=self._script.step(step).title, text=answers.get(step) or says.no_answer)
            for n, step in enumerate(STEPS[1:-1], 1)
        ]
        return "\n".join(lines)

    def _step(self, state: State) -> Step:
        return self._script.step(state.step)


LEAVING_WORDS = 4  # of an answer to what becomes of it; a longer message goes on telling


def _next(answers: Mapping[str, str]) -> str:
    """The first step without an answer."""
    return next(step for step in STEPS[1:] if step not in answers)
