"""What somebody asks to be changed in a plan or a handout: "drop the second", "it is for teachers", "undo"."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from knowledge.schema import Role

LAST = -1  # stands for the last number, whatever it is


@dataclass(frozen=True)
class Drop:
    """Leave out what is numbered so, `LAST` is the last, and -2 the one before it; and the case study, if `case`."""

    numbers: tuple[int, ...]
    case: bool = False


@dataclass(frozen=True)
class Keep:
    """Leave out all but these."""

    numbers: tuple[int, ...]


@dataclass(frozen=True)
class DropAbout:
    """Leave out the one that speaks of this."""

    words: str


@dataclass(frozen=True)
class Undo:
    """Take the last change back."""


@dataclass(frozen=True)
class PutAllBack:
    """Bring back all that was left out."""


@dataclass(frozen=True)
class ForRole:
    """Write it for a role; None for nobody in particular."""

    role: str | None


Change = Drop | Keep | DropAbout | Undo | PutAllBack | ForRole

_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_CARDINALS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_PLACES = {
    **{word: number for number, word in enumerate(_ORDINALS, 1)},
    **{f"{n}{'st' if n == 1 else 'nd' if n == 2 else 'rd' if n == 3 else 'th'}": n for n in range(1, 11)},
    **{word: number for number, word in enumerate(_CARDINALS, 1)},
    **{str(number): number for number in range(1, 21)},
    "top": 1, "last": LAST, "bottom": LAST, "final": LAST,
}  # fmt: skip
# "One" alone counts nothing ("the last one"), but it does after these.
_COUNTED = r"(?:step|point|number|no|nr|question|item)s?\.?\s*#?"
_SEVERAL = re.compile(rf"\b(first|last)\s+({'|'.join(_CARDINALS[1:])}|[2-9])\b")
_PLACE = re.compile(
    rf"\b{_COUNTED}(?P<one>one)\b|\b(?P<place>{'|'.join(sorted(_PLACES.keys() - {'one'}, key=len, reverse=True))})\b"
)
_THING = rf"(?:it|that|them|one|steps?|points?|questions?|case|example|story|last|{'|'.join(_ORDINALS)})"
_ALL_BACK = re.compile(
    r"\b(?:all|every|everything|full|whole)\b.*\b(?:back|again|took out|left out|removed|dropped)\b"
    r"|\bstart (?:it )?over\b"
)
_UNDO = re.compile(
    r"\bundo\b|\bgo back\b|\brevert\b|\breverse\b|\bre-?insert\b|\bun-?drop\b|\brestore\b|\breturn (?:it|that|the)\b"
    r"|\bback in\b|\bas it was\b|\bhow it was\b|\bback to (?:how|what|where)\b|\bleave\b(?!\s+(?:out|off)\b).*\bin\b"
    r"|\b(?:put|bring|let|come|have|give|get|want|need|add|take)\b.*\b(?:back|again)\b(?!\s+(?:off|out))"
    rf"|\bkeep\s+(?:the\s+)?(?:\w+\s+)?{_THING}\b"
)
# Says nothing of what to bring back.
_IDLE = re.compile(r"\b(?:and|but) keep the (?:rest|others?|remaining)\b|\bafter all\b")
_DROP = re.compile(
    r"\b(?:drop|leave|left|take|took|remove|delete|cross|skip|lose|strike|scrap|cut|hide|erase|omit|without|minus|out|off"
    r"|away|rid|go|goes|bin|no use|not the|no (?:case|example|story)|dropped|removed|shorten|too long"
    r"|(?:don't|do not|not|no) need(?:ed)?|not have|isn't (?:needed|for us)|aren't needed)\b"
)
_ONLY = re.compile(r"\b(?:only|just)\b")
_ALL_BUT = re.compile(r"\b(?:everything|all)\s+(?:but|except)\b")
_STUDY = r"\b(?:case(?: stud(?:y|ies))?|example|story|project)\b"
_CASE = re.compile(_STUDY)
_AND = r"(?:,|\band\b|\bplus\b|&)"
_AND_CASE = re.compile(rf"{_STUDY}\s*{_AND}|{_AND}\s+(?:also\s+)?(?:the\s+)?{_STUDY}")  # beside what is numbered
_ABOUT = re.compile(r"\b(?:about|on|with|where|which says|that says|that speaks of)\s+(.+)")
_NOBODY = re.compile(
    r"\b(?:nobody|no one|no-one|everyone|everybody|anyone|anybody|whoever|general|no special|no role|without a role"
    r"|leave the role|take off who)\b"
)
_NOT_FOR = re.compile(
    r"\b(?:not|than|swap|instead of|from|no longer)\s+(?:for\s+|at\s+)?(?:an?\s+|the\s+|my\s+|our\s+)?$"
)
_FOR = re.compile(r"\b(?:for|to|at)\s+(?:[\w']+\s+){0,3}$")


def read_change(text: str, roles: Mapping[str, Role]) -> Change | None:
    """The change that a message asks for, or None if that is not clear.

    Args:
        text: what the person wrote.
        roles: that a plan can be for, by id.
    """
    said = _IDLE.sub(" ", " ".join(text.replace("’", "'").lower().split()))
    numbers = _numbers(said)
    if _ALL_BACK.search(said):
        return PutAllBack()
    drops = bool(_DROP.search(said))
    if _UNDO.search(said):
        return Undo()
    if not numbers or not drops:
        role = _role(said, roles)
        if role is not None and not (drops and _about(said)):
            return role
    if drops and _CASE.search(said) and not numbers:
        return Drop((), case=True)
    if numbers and (drops or _ALL_BUT.search(said) or _ONLY.search(said)):
        if _ALL_BUT.search(said):
            return Drop(numbers)
        return Keep(numbers) if _ONLY.search(said) else Drop(numbers, case=bool(_AND_CASE.search(said)))
    about = _about(said)
    return DropAbout(about) if drops and about else None


def _numbers(said: str) -> tuple[int, ...]:
    """All numbers of steps that are named, in the order of the words."""
    found: list[int] = []

    def several(match: re.Match[str]) -> str:
        count = _PLACES[match[2]]
        found.extend(range(1, count + 1) if match[1] == "first" else range(-count, 0))
        return " "

    rest = _SEVERAL.sub(several, said)
    for match in _PLACE.finditer(rest):
        found.append(1 if match["one"] else _PLACES[match["place"]])
    return tuple(dict.fromkeys(found))


def _about(said: str) -> str:
    found = _ABOUT.search(said)
    return found[1] if found else ""


def _role(said: str, roles: Mapping[str, Role]) -> ForRole | None:
    """The role that it is to be for; of several the one after "for", and none after "not"."""
    named = sorted(_named(said, roles))
    meant = [(bool(_FOR.search(said[:at])), role) for at, role in named if not _NOT_FOR.search(said[:at])]
    if meant:
        return ForRole(next((role for after_for, role in meant if after_for), meant[0][1]))
    return ForRole(None) if _NOBODY.search(said) else None


def _named(said: str, roles: Mapping[str, Role]) -> Iterable[tuple[int, str]]:
    """Places at which roles are named, by the longest of their names."""
    found: dict[int, tuple[int, str]] = {}
    for role in roles.values():
        audience = role.audience.lower()
        words = [*role.words, role.title.lower(), role.role.replace("_", " "), audience, re.sub("ies$", "y", audience)]
        for match in re.finditer(rf"\b(?:{'|'.join(_plural(word) for word in words)})\b", said):
            before = found.get(match.start())
            if before is None or before[0] < match.end():
                found[match.start()] = match.end(), role.role
    taken = 0
    for start, (end, name) in sorted(found.items()):
        if start >= taken:  # "youth club leader" is no leader besides
            taken = end
            yield start, name


def _plural(word: str) -> str:
    """A pattern for a word, or several, in the singular and the plural."""
    stem = re.escape(word)
    if word.endswith("man"):
        return f"{stem[:-3]}m[ae]n"
    if word.endswith("y") and word[-2] not in "aeiou":
        return f"{stem[:-1]}(?:y|ies)"
    return rf"{stem}(?:'?s|es)?"
