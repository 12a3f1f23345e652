"""What somebody would like to be asked, read from how they say it: "ten minutes on working with mothers"."""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from training.schedule import Wish

MINUTES = 10.0  # of a round, where nothing is said
LONGEST = 120.0
WrittenItems = Callable[[str], Sequence[str]]

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
_NUMBERS += ["thirteen", "fourteen", "fifteen"]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_NUMBER = rf"\d{{1,3}}|{'|'.join(_NUMBERS)}|{'|'.join(_TENS)}"
_HOURS = (
    (re.compile(r"\b(?:three|3)[ -]quarters? of an hour\b"), 45.0),
    (re.compile(r"\b(?:a |one )?quarter (?:of an )?hour\b|\b¼ ?h(?:our)?\b"), 15.0),
    (re.compile(r"\bhalf (?:an |a )?hour\b|\b½ ?h(?:our)?\b|\bhalf[ -]hour\b"), 30.0),
    (re.compile(r"\b(?:an|one|1) ?h(?:ou)?r?\b"), 60.0),
)
_MINUTES = re.compile(rf"\b({_NUMBER})[ -]*min(?:ute)?s?\b")
_COUNT = re.compile(rf"\b({_NUMBER}) (?:\w+ )?questions?\b")
_WRONG = re.compile(
    r"\b(?:(?:got|had|were|was|did|went|answered|get) (?:them |it )?wrong|wrong (?:ones?|answers?)|mistakes?|errors?"
    r"|(?:i|i've) (?:missed|failed)|did ?n[o']?t know|got ?n[o']?t right|weak(?:est)? (?:points?|spots?|ones?))\b"
)
_DUE = re.compile(r"\b(?:due|come back|coming back|to (?:be )?repeat(?:ed)?|repetitions?)\b")
_TOPIC = re.compile(r"\b(?:on|about|around|regarding|concerning|in|for|from|of)\s+(?!me\b|it\b|that\b|today\b)(.+)")
_WITHOUT_TOPIC = re.compile(
    r"\b(?:quiz|test|questions?|minutes?|mins?|please|pls|now|today|my|shift|coffee|break|before|after|ones?|hour|got"
    r"|wrong|only|just|last|time|with|some|more|again|what|know|how|much|me|i|the|a|an|of|for|all|everything|anything|paper|whole|due|it)\b"
)
_NUMBERED = re.compile(
    rf"\b(lessons?|challenges?|section|part|chapter)\s+(\d(?:\.\d{{1,2}})?|{'|'.join(_NUMBERS[1:10])})\b"
)


@dataclass(frozen=True)
class Wished:
    """What is wished for.

    Attributes:
        wish: for the schedule.
        count: how many questions, if a number is said.
        strange_topic: whether a topic is named on which the paper has nothing.
    """

    wish: Wish
    count: int | None = None
    strange_topic: bool = False

    @property
    def nothing_special(self) -> bool:
        """Whether any questions will do."""
        wish = self.wish
        asks = wish.items or wish.only_wrong or wish.new is not None or self.count or self.strange_topic
        return not asks and wish.minutes == MINUTES


def read_wish(text: str, items: Collection[str], fitting: WrittenItems) -> Wished:
    """What a message wishes for.

    Args:
        text: the message.
        items: ids of all items of the paper.
        fitting: gives the items that a topic in free words is about; none if nothing fits.
    """
    said = " ".join(text.replace("’", "'").lower().split())
    numbered = _numbered(said, items)
    minutes, count = _minutes(said), _count(_NUMBERED.sub(" ", said))
    wrong = bool(_WRONG.search(said))
    topic = "" if numbered or wrong else _topic(said)
    found = list(fitting(topic)) if topic else []
    limit = minutes or (None if count or wrong else MINUTES)
    new = 0 if _DUE.search(said) and not numbered and not found else None
    wish = Wish(items=numbered or found, minutes=limit, only_wrong=wrong, new=new)
    return Wished(wish, count, bool(topic) and not found)


def _minutes(said: str) -> float | None:
    found = _MINUTES.search(said)
    if found:
        return min(max(float(_value(found[1])), 1.0), LONGEST)
    return next((minutes for pattern, minutes in _HOURS if pattern.search(said)), None)


def _count(said: str) -> int | None:
    found = _COUNT.search(said)
    return max(_value(found[1]), 1) if found else None


def _value(word: str) -> int:
    if word.isdigit():
        return int(word)
    return _TENS[word] if word in _TENS else _NUMBERS.index(word)


def _numbered(said: str, items: Collection[str]) -> list[str]:
    """Items named by number: "lesson 2.6", or "lesson two" for all of its part."""
    wished = []
    for kind, number in _NUMBERED.findall(said):
        number = number if number[0].isdigit() else str(_value(number))
        name = "challenge" if kind.startswith("challenge") else "lesson"
        whole = f"{name}-{number}"
        wished += [item for item in items if item == whole or (name == "lesson" and item.startswith(f"{whole}."))]
    return wished


def _topic(said: str) -> str:
    """The topic that is named in free words; empty if none is."""
    rest = _TOPIC.search(_MINUTES.sub(" ", _COUNT.sub(" ", said)))
    if rest is None or not re.search(r"[a-z]{3}", _WITHOUT_TOPIC.sub("", rest[1])):
        return ""
    return rest[1]
