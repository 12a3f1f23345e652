"""What somebody would like to be asked, read from how they say it: "ten minutes on working with mothers"."""

import re
from collections.abc import Callable, Collection, Sequence

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
    r"|wrong|only|just|last|time|what|know|how|much|me|i|the|a|an|of|for|all|everything|anything|paper|whole|due|it)\b"
)
_NUMBERED = re.compile(
    rf"\b(lessons?|challenges?|section|part|chapter)\s+(\d(?:\.\d{{1,2}})?|{'|'.join(_NUMBERS[1:10])})\b"
)


def read_wish(text: str, items: Collection[str], fitting: WrittenItems) -> tuple[Wish, int | None]:
    """What is wished for, and how many questions if a number is said.

    Args:
        text: the message.
        items: ids of all items of the paper.
        fitting: gives the items that a topic in free words is about; none if nothing fits.
    """
    said = " ".join(text.replace("’", "'").lower().split())
    minutes, count = _minutes(said), _count(said)
    wrong = bool(_WRONG.search(said))
    wished = _numbered(said, items) or ([] if wrong else _topic(said, fitting))
    limit = minutes or (None if count or wrong else MINUTES)
    new = 0 if _DUE.search(said) and not wished else None
    return Wish(items=wished, minutes=limit, only_wrong=wrong, new=new), count


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


def _topic(said: str, fitting: WrittenItems) -> Sequence[str]:
    rest = _TOPIC.search(_MINUTES.sub(" ", _COUNT.sub(" ", said)))
    if rest is None or not re.search(r"[a-z]{3}", _WITHOUT_TOPIC.sub("", rest[1])):
        return ()
    return fitting(rest[1])
