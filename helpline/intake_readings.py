"""What a message within the intake is: an answer, or something else that a person may say at any time."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from helpline.intake_script import ABOUT, CONSENT, STEPS, SUMMARY, Option, Readings, Script, Step


class Kind(StrEnum):
    """Kinds of messages."""

    ANSWER = "answer"
    SKIP = "skip"
    BACK = "back"
    CHANGE = "change"  # of an answer that is named, or not
    CORRECTION = "correction"  # of something said before, in the same message
    STOP = "stop"
    WHY = "why"
    PERSON = "person"
    EXPLAIN = "explain"
    ELSEWHERE = "elsewhere"  # a button of before the intake
    UNUSABLE = "unusable"


@dataclass(frozen=True)
class Reading:
    """A message as it is understood.

    Attributes:
        text: of an answer or a correction, in the person's words.
        option: that the answer is or begins with, if any.
        step: that is to be changed or put right, if the message tells.
    """

    kind: Kind
    text: str = ""
    option: Option | None = None
    step: str | None = None


ADDRESSED = 12  # words of a message that only begins like a phrase
NUMBERS = {
    word: n
    for n, words in enumerate(
        ("one first", "two second", "three third", "four fourth", "five fifth", "six sixth", "seven seventh",
         "eight eighth", "nine ninth", "ten tenth"), 1,
    )
    for word in words.split()
}  # fmt: skip
NUMBER = re.compile(r"(?:the )?(?:number |nr |option |answer |question )?(\d{1,2}|[a-z]+)(?: one)?")
CHANGE = re.compile(r"(?:i want to |please |can i |can we |let me |i'd like to )?(?:change|correct|edit|redo|fix) (.+)")
AGE = re.compile(
    r"\b(?:[3-9]|[1-9]\d|(?:thir|four|fif|six|seven|eigh|nine)teen|ten|eleven|twelve|twenty)\b"
    r"(?= (?:years?|yrs?|now|and|or|not|i)\b|$)"
)
QUALIFIED = re.compile(r"\b(?:but|if|unless|only|why|who)\b|\?")
MASHED = re.compile(r"(.)\1{4,}|asdf|sdfg|dfgh|ghjk|hjkl|qwer|wert[yz]|zxcv|yxcv|[bcdfghjklmnpqrstvwxz]{6,}")
VOWEL = re.compile(r"[aeiouy]")
FEW = 3  # words; from here on a message is taken for words, whatever they look like


def plain(text: str) -> str:
    """Lower case, without signs, one space between words; the apostrophe stays."""
    return " ".join(re.findall(r"n/a|[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'")))


class Reader:
    """Reads messages.

    Args:
        script: the intake as data.
    """

    def __init__(self, script: Script) -> None:
        self._script = script
        self._phrases: Mapping[str, list[str]] = {
            name: getattr(script.readings, name) for name in Readings.model_fields
        }
        self._fillers = sorted(script.readings.fillers, key=len, reverse=True)

    def read(self, message: str, step: Step, answers: Mapping[str, str], last: str | None, hint: str = "") -> Reading:
        """What `message` is where `step` is asked.

        Args:
            message: as it was typed, or as the button sends it.
            step: that is asked.
            answers: so far, by step.
            last: the step answered last.
            hint: a kind that the words seem to be to somebody else; heeded where free text is no answer.
        """
        said = plain(message)
        option = self.option(message, step.options, step.loosely)
        if option is not None:
            return Reading(Kind.ANSWER, self._answer(message, said, option), option)
        if is_mashed(message, said):
            return Reading(Kind.UNUSABLE)
        found = self._no_answer(said, step, answers, last, message)
        if found is not None:
            return found
        if not step.open and hint in (Kind.STOP, Kind.PERSON, Kind.WHY):
            return Reading(Kind(hint))
        if not step.open or self._says_nothing(said, step):
            return Reading(Kind.UNUSABLE)
        return Reading(Kind.ANSWER, message.strip())

    def _says_nothing(self, said: str, step: Step) -> bool:
        a_number = said.isdigit() and step.step != ABOUT
        return a_number or self._is("empty", said) or self._bare(said) in map(plain, step.unclear)

    def option(self, message: str, options: Iterable[Option], loosely: int = 0) -> Option | None:
        """The option that a message means: by its words, its number, or how it begins."""
        options = list(options)
        said = self._bare(plain(message))
        for option in options:
            if said in (plain(option.title), plain(option.text)) or said in map(plain, option.also):
                return option
        number = _number(said)
        if number is not None and 1 <= number <= len(options):
            return options[number - 1]
        if len(said.split()) > loosely:
            return None
        starts = sorted(((plain(p), o) for o in options for p in o.also), key=lambda pair: len(pair[0]), reverse=True)
        for start, option in starts:
            if said.startswith(f"{start} ") and (option.raises.rank or not QUALIFIED.search(message.lower())):
                return option
        return None

    def _answer(self, message: str, said: str, option: Option) -> str:
        """The person's own words where they say more than the option."""
        known = {plain(option.text), plain(option.title), *map(plain, option.also)}
        short = self._bare(said) in known or _number(self._bare(said)) is not None
        return option.text if short else message.strip()

    def _no_answer(
        self, said: str, step: Step, answers: Mapping[str, str], last: str | None, message: str
    ) -> Reading | None:
        bare = self._bare(said)
        for kind in (Kind.STOP, Kind.BACK, Kind.SKIP, Kind.PERSON, Kind.WHY, Kind.EXPLAIN):
            if self._is(kind, said) or self._is(kind, bare):
                return Reading(kind)
        if step.step == CONSENT:
            return None
        if self._is("change", said) or self._is("change", bare):
            return Reading(Kind.CHANGE)
        match = CHANGE.fullmatch(bare)
        target = self._named(match[1]) if match else None
        if target:
            return Reading(Kind.CHANGE, step=target)
        if step.step == SUMMARY and (number := _number(bare)) is not None:
            return Reading(Kind.CHANGE, step=_of_number(number))
        return self._correction(said, step, answers, last, message)

    def _correction(
        self, said: str, asked: Step, answers: Mapping[str, str], last: str | None, message: str
    ) -> Reading | None:
        meant = next((p for p in self._phrases["meant"] if said.startswith(p.rstrip("…") + " ")), None)
        instead = next(
            (
                p
                for p in sorted(self._phrases["instead"], key=len, reverse=True)
                if said.startswith(p + " ") and _is_fact(said[len(p) + 1 :], self._phrases["facts"])
            ),
            None,
        )
        start = meant or instead
        if start is None or (last is None and not answers):
            return None
        text = _after(message, len(start.rstrip("…").split()))
        rest = plain(text)
        is_age = bool(AGE.search(rest))
        if is_age and asked.step == ABOUT and ABOUT not in answers:
            return None  # it answers what is asked
        step = ABOUT if is_age and answers.get(ABOUT) else last
        return Reading(Kind.CORRECTION, text, step=step) if step and rest else None

    def _named(self, name: str) -> str | None:
        """The step that is called by its number or its title."""
        number = _number(name)
        if number is not None:
            return _of_number(number)
        name = re.sub(r"^(?:the answer to |the answer on |the |my |answer |number )", "", name)
        names = {plain(step.title): step.step for step in self._script.steps} | {s: s for s in STEPS}
        found = names.get(name)
        return found if found not in (CONSENT, SUMMARY) else None

    def _is(self, kind: str, said: str) -> bool:
        for phrase in self._phrases[kind]:
            if phrase.endswith("…"):
                start = phrase.rstrip("…")
                if said == start or (said.startswith(f"{start} ") and len(said.split()) <= ADDRESSED):
                    return True
            elif said == phrase:
                return True
        return False

    def _bare(self, said: str) -> str:
        """Without what is said along with anything."""
        for filler in self._fillers:
            if said != filler:
                said = said.removeprefix(f"{filler} ").removesuffix(f" {filler}")
        return said


def is_mashed(message: str, said: str) -> bool:
    """Whether a message holds no words: only signs, or keys pressed at random."""
    if not any(sign.isalnum() for sign in message):
        return True
    words = said.split()
    if len(words) >= FEW or not said.isascii() or any(sign.isdigit() for sign in said):
        return False
    return all(MASHED.search(word) or (len(word) > 4 and not VOWEL.search(word)) for word in words)


def _is_fact(rest: str, facts: Iterable[str]) -> bool:
    return bool(re.match(r"\d", rest)) or any(rest == fact or rest.startswith(f"{fact} ") for fact in facts)


def _number(said: str) -> int | None:
    match = NUMBER.fullmatch(said)
    if match is None:
        return None
    return int(match[1]) if match[1].isdigit() else NUMBERS.get(match[1])


def _of_number(number: int) -> str | None:
    """The step of a number that people see; None if there is none that could be changed."""
    return STEPS[number] if 1 <= number < len(STEPS) - 1 else None


def _after(message: str, words: int) -> str:
    """`message` without its first words, as it was written."""
    rest = re.sub(rf"^\W*(?:[^\W_]+(?:['’][^\W_]+)*\W+){{{words}}}", "", message, count=1)
    return rest.strip()
