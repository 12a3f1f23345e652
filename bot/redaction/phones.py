"""Finds phone numbers in all their writings, in words too; numbers that anybody may ring stay."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.redaction.found import Found
from bot.redaction.vocabulary import Vocabulary

REGIONS = ("GB", "DE", "FR", "NL", "ES", "AT", "IE", "SE", "BE")  # how numbers without a country code are read
SHORTEST = 7  # digits; 112, 999, 116 123 and years stay
TRIES = 100  # what looks like a number and is none, before a region gives up: a long row of digits takes seconds else
LONGEST_PLAIN = 14  # longer ones are of cards
LONG = 9  # digits of a number that does not begin as phone numbers do
# Digits in any grouping, an O typed for a nought among them.
GROUPED = re.compile(r"(?<![\w/.])(?:\+\s?|\(\+?)?[\dOo][\dOo \t\-–.()/]{5,30}[\dOo](?!\w)")
CUE = re.compile(
    r"\b(?:ph?one|fone|tel|telephone|mobile|mob|cell|landline|fax|ring|rings?|call|text|txt|whatsapp|number|num|no)\b"
    r"[^.!?\n\d]{0,25}$",
    re.I,
)
DATE_LIKE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|\d{4})|\d{4}-\d\d-\d\d|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
DIGITS = {
    "oh": "0",
    "o": "0",
    "zero": "0",
    "nought": "0",
    "naught": "0",
    "nil": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
TIMES = {"double": 2, "triple": 3, "treble": 3}
_WORD = "|".join([*DIGITS, *TIMES, "hundred", "plus", r"\d{1,6}"])
SPOKEN = re.compile(rf"\b(?:{_WORD})(?:[\s,.\-–]+(?:and\s+)?(?:{_WORD}))+\b", re.I)
SPOKEN_SHORTEST = 9
SPOKEN_WITHOUT_NOUGHT = 10
FIRST_SPOKEN = {"oh", "o", "zero", "nought", "naught", "plus", "double"}


def phones(words: Vocabulary, text: str) -> Iterator[Found]:
    """Phone numbers."""
    for start, end in [*_by_country(text), *_grouped(text), *_spoken(text)]:
        if not words.public_number(text[start:end]):
            yield Found(start, end, "phone")


def _by_country(text: str) -> Iterator[tuple[int, int]]:
    if sum(c.isdigit() for c in text) < SHORTEST:
        return
    for region in REGIONS:
        leniency = phonenumbers.Leniency.POSSIBLE
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=leniency, max_tries=TRIES):
            found = match.raw_string
            if sum(c.isdigit() for c in found) < SHORTEST or DATE_LIKE.fullmatch(found):
                continue
            inside = text[match.start - 1 : match.start].isalnum() or text[match.start - 1 : match.start] in ("/", "-")
            if sum(c.isdigit() for c in found) > LONGEST_PLAIN or (inside and match.start):
                continue
            if found.startswith(("0", "+", "(")) or _in_large_groups(found) or CUE.search(text, 0, match.start):
                yield match.start + _opened(found), match.end


def _in_large_groups(number: str) -> bool:
    """Whether it is no row of ages, years or counts."""
    groups = re.findall(r"\d+", number)
    return len(groups) <= 3 and min(map(len, groups)) >= 3 and len("".join(groups)) >= LONG


def _grouped(text: str) -> Iterator[tuple[int, int]]:
    for match in GROUPED.finditer(text):
        found = match[0]
        digits = re.sub(r"\D", "", found.replace("O", "0").replace("o", "0"))
        if not SHORTEST <= len(digits) <= LONGEST_PLAIN or sum(c.isdigit() for c in found) < SHORTEST - 1:
            continue
        if DATE_LIKE.search(found):
            continue
        begins = digits.startswith(("0", "44")) and len(digits) >= 9
        if begins or found.startswith(("+", "(+")) or CUE.search(text, 0, match.start()):
            yield match.start() + _opened(found), match.end()


def _opened(number: str) -> bool:
    """Whether a bracket was opened before the number that is closed after it."""
    return number.startswith("(") and ")" not in number


def _spoken(text: str) -> Iterator[tuple[int, int]]:
    for match in SPOKEN.finditer(text):
        parts = re.findall(r"[a-z]+|\d+", match[0].lower())
        begins = parts[0] in FIRST_SPOKEN or parts[0].startswith("0")
        least = SPOKEN_SHORTEST if begins else SPOKEN_WITHOUT_NOUGHT
        if any(part in DIGITS for part in parts) and _spoken_digits(parts) >= least:
            yield match.start(), match.end()


def _spoken_digits(parts: list[str]) -> int:
    """How many digits the words make: "double oh" makes two, "nine hundred" three."""
    count = 0
    times = 1
    for part in parts:
        if part in TIMES:
            times = TIMES[part]
        elif part == "hundred":
            count += 2
        elif part.isdigit() or part in DIGITS:
            count += times * (len(part) if part.isdigit() else 1)
            times = 1
    return count
