"""Finds dates that single a person out: of birth always, others by what the sentence speaks of."""

import re
from collections.abc import Iterator

from bot.redaction.found import Found
from bot.redaction.vocabulary import Vocabulary

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:r?uary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:\s?(?:st|nd|rd|th))?"
_YEAR = r"(?:(?:19|20)\d\d|['’]\d\d)"
_WEEKDAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?)?"
_ONES = r"first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_DAY_WORD = (
    rf"(?:(?:twenty|thirty)[\s-](?:{_ONES})|{_ONES}|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    r"|seventeenth|eighteenth|nineteenth|twentieth|thirtieth)"
)
_NUMBER_WORD = (
    r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|oh)"
)
_YEAR_WORD = (
    rf"(?:two\s+thousand(?:\s+and)?(?:[\s-]+{_NUMBER_WORD}){{0,2}}|(?:nineteen|twenty)(?:[\s-]+{_NUMBER_WORD}){{1,2}})"
)
_ANY_YEAR = rf"(?:{_YEAR}|{_YEAR_WORD})"
_ANY_DAY = rf"(?:{_DAY}|{_DAY_WORD})"
WRITTEN = re.compile(
    rf"\b{_WEEKDAY}(?:the\s+)?{_ANY_DAY}(?:\s+(?:of\s+)?"
    rf"|[-/.]\s*){_MONTH}(?:[\s,/-]*(?:in\s+)?(?P<year>{_ANY_YEAR}|(?<=[-/])\d\d))?(?!\w)"
    rf"|\b{_WEEKDAY}{_MONTH}\s+(?:the\s+)?{_ANY_DAY}\b(?:[\s,]*(?P<year2>{_ANY_YEAR}))?(?!\w)",
    re.I,
)
NUMERIC = re.compile(
    r"(?<![\w/.-])(?:(?:3[01]|[12]\d|0?[1-9])(?P<sign>\s?[/.\-–]\s?|\s)(?:3[01]|[12]\d"
    r"|0?[1-9])(?P=sign)(?:(?:19|20)\d\d|(?<!\s)\d\d)"
    r"|(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[12]\d|0?[1-9]))(?![\w/-]|[.]\d)"
)
SHORT = re.compile(r"(?<![\w/.:-])(?:3[01]|[12]\d|0?[1-9])[/.-](?:1[0-2]|0?[1-9])(?![\w/-]|[.]\d)")
SHORT_YEAR = re.compile(r"[\s,]{1,9}\d\d\b(?![:.]\d)")
MONTH_OF_YEAR = re.compile(rf"\b{_MONTH}\s*(?:,\s*)?(?:of\s+)?{_ANY_YEAR}(?!\w)", re.I)
_BIRTH = r"\bborn\b|\bbirth(?:day|date)?\b|\bb-?day\b|\bd\.?\s?o\.?\s?b\b"
BIRTH = re.compile(_BIRTH, re.I)
OF_ONE = re.compile(
    rf"{_BIRTH}|\bturn(?:s|ed|ing)?\s+\d|\bdied\b|\bdeath\b|\bpassed away\b|\bkilled\b|\bfuneral\b|\bburied\b"
    rf"|\barrest(?:ed)?\b"
    r"|\bcourt\b|\bhearing\b|\btrial\b|\bsentenced?\b|\bcharged\b|\bbail\b|\bmarried\b|\bwedding\b|\banniversary\b"
    r"|\bcame to (?:this|the)\b|\badmitted\b|\bdischarged\b|\bappointment\b|\breleased?\b|\bmissing\b|\bdisappeared\b"
    r"|\bleft home\b|\bran away\b|\blast seen\b|\bdiagnosed\b|\bdue date\b|\bentered the (?:uk|country)\b|\bdeport\w*\b"
    r"|\bexcluded\b|\bsuspended\b|\breferr(?:ed|al)\b|\bassault(?:ed)?\b|\battacked\b|\bvisa\b|\bexpir\w+\b|\bdo[bd]\b",
    re.I,
)
PERSON = re.compile(
    r"\b(?:he|she|his|her|him|i|my|me)\b|\[name\]|\bour (?:son|daughter|boy|girl|lad|client|pupil|student)\b", re.I
)
# What concerns many has no need to be hidden, and the message would lose its sense.
OF_MANY = re.compile(
    r"\b(?:meet(?:s|ing|ings)?|met|workshops?|trainings?|conference|events?|attacks?|published|paper|reports?"
    r"|elections?"
    r"|festival|sessions?|deadline|agenda|course|march|demo|demonstration|open (?:day|evening)|rally|riots?|evening"
    r"|picnic|party|class(?:es)?|term|holidays?|newsletter|grant|funding|concert|parade|exhibition|strike|referendum"
    r"|parliament|minutes|council|law|act|policy|christmas|eid|ramadan|new year|project|programme|we|us|our"
    r"|drop-in|visit|network)\b",
    re.I,
)
SENTENCE = re.compile(
    r"[^.!?\n]*(?:[.!?](?!\s|$)[^.!?\n]*|(?:\b[A-Za-z]|\b\d{1,2}|\b(?:st|no|ref|jan|feb|mar|apr|aug|sept|oct"
    r"|nov|dec))[.](?=\s)[^.!?\n]*)*[.!?\n]*",
    re.I,
)


def dates(words: Vocabulary, text: str) -> Iterator[Found]:
    """Dates of birth in all writings, and other days that belong to one person."""
    for sentence in SENTENCE.finditer(text):
        said = sentence[0]
        if not said.strip():
            continue
        at = sentence.start()
        of_birth = BIRTH.search(said) is not None
        of_one = of_birth or OF_ONE.search(said) is not None
        of_many = OF_MANY.search(_without_months(said)) is not None
        of_person = PERSON.search(said) is not None
        for match in WRITTEN.finditer(said):
            year = match["year"] or match["year2"]
            if words.says(match[0]):  # of the paper
                continue
            if of_one or (not of_many and (year or of_person or _alone(said, match))):
                end = match.start() + len(match[0].rstrip("."))
                short = SHORT_YEAR.match(said, end) if of_birth and not year else None
                yield Found(at + match.start(), at + (short.end() if short else end), "date")
        for match in NUMERIC.finditer(said):
            if of_one or not of_many:
                yield Found(at + match.start(), at + match.end(), "date")
        for pattern in (SHORT, MONTH_OF_YEAR) if of_birth else ():
            for match in pattern.finditer(said):
                yield Found(at + match.start(), at + match.end(), "date")


def _without_months(said: str) -> str:
    """So that the month of March is no march."""
    return WRITTEN.sub(" ", said)


def _alone(said: str, match: re.Match[str]) -> bool:
    """Whether the date is all that is said, as in the answer to a question."""
    return not (said[: match.start()] + said[match.end() :]).strip(" .,!?\n")
