"""Puts a question before a trainee, and reads what they type as an answer to it.

An answer that is chosen is a tuple of positions in the question as its file has it, counted from 0, so that what is
marked does not depend on how it was shuffled. `one` and `best` have one position, `several` those that fit in any
order, `order` all of them in the order given, and `match`, for each left side in turn, the position of its right one.
`()` means "I do not know". Free answers stay text.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase

from spacy.lang.en.stop_words import STOP_WORDS

from training.question import Match, Mend, Order, Question, Short

Given = tuple[int, ...] | str
DO_NOT_KNOW: tuple[int, ...] = ()

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
# Words around a letter or number that carry nothing: "I think it is b", "both 2 and 4".
_FILLERS = frozenset(
    re.findall(
        r"\S+",
        "i think would say choose take pick answer answers option options number numbers letter letters it is it's its"
        " the and or both my maybe perhaps probably one then to goes with of these are fit fits please",
    )
)
_LABEL = re.compile(r"\d+|[a-z]+(?:'[a-z]+)?")
_PAIRS = re.compile(
    r"(?:(?<!\d)(\d+)\s*(?:[-–=:.)>]+\s*)?([a-z])|(?<![a-z])([a-z])\s*(?:[-–=:.)>]+\s*)?(\d+)(?!\d))(?![a-z])"
)
ENOUGH = 0.6  # share of an option's words that must be there for it to be meant
ALONE = 0.2  # by how much that share must be above that of every other option
FEW = 2  # words that are too little to mean an option, unless they are all of it


@dataclass(frozen=True)
class Asked:
    """A question as it is shown.

    Attributes:
        question: it.
        rows: what can be chosen or put in order, as shown; of `match` the right sides; empty for free answers.
        places: the position in the question of each of `rows`.
        lefts: of `match`, the left sides, in the order of the question.
    """

    question: Question
    rows: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    lefts: tuple[str, ...] = ()

    @property
    def free(self) -> bool:
        """Whether it is answered in the trainee's own words."""
        return not self.rows

    @property
    def labels(self) -> tuple[str, ...]:
        """What each row is called: numbers where the rows are put in order, else letters."""
        if isinstance(self.question.answer, Order):
            return tuple(str(n + 1) for n in range(len(self.rows)))
        return tuple(ascii_lowercase[: len(self.rows)])

    @property
    def asks(self) -> str:
        """What is asked; of a sentence to be mended, with the sentence below it."""
        answer = self.question.answer
        return f"{self.question.asks}\n\n“{answer.sentence}”" if isinstance(answer, Mend) else self.question.asks

    def text(self) -> str:
        """All of it as lines of text."""
        lines = [self.asks]
        lines += [f"{n}. {left}" for n, left in enumerate(self.lefts, 1)]
        lines += [f"{label}) {row}" for label, row in zip(self.labels, self.rows, strict=True)]
        return "\n".join(lines)

    def label_of(self, place: int) -> str:
        """What the row is called that has `place` in the question."""
        return self.labels[self.places.index(place)]


def present(question: Question, seed: int | str) -> Asked:
    """A question with its rows shuffled; the same seed gives the same order, in every process.

    Rows to put in order never stand in the right one already.
    """
    answer = question.answer
    if isinstance(answer, Short | Mend):
        return Asked(question)
    lefts: tuple[str, ...] = ()
    if isinstance(answer, Order):
        texts = [part.text for part in answer.parts]
    elif isinstance(answer, Match):
        texts = [pair.right for pair in answer.pairs]
        lefts = tuple(pair.left for pair in answer.pairs)
    else:
        texts = [option.text for option in answer.options]
    places = list(range(len(texts)))
    shuffler = random.Random(f"{question.id} {seed}")
    shuffler.shuffle(places)
    if isinstance(answer, Order) and places == sorted(places):
        places.append(places.pop(0))
    return Asked(question, tuple(texts[place] for place in places), tuple(places), lefts)


def read_answer(asked: Asked, text: str, do_not_know: Sequence[str] = ()) -> Given | None:
    """What a trainee means by `text`, or None where that is not clear.

    Args:
        asked: the question as it was shown to them.
        text: letters ("b", "a and c"), numbers ("3,1,2"), pairs ("1b 2a 3c"), or words of an option.
        do_not_know: whole messages, lower case, that say so.
    """
    typed = " ".join(text.replace("’", "'").lower().split())
    if typed.rstrip(".! ") in do_not_know or typed in do_not_know:
        return DO_NOT_KNOW
    if asked.free:
        return text.strip() or None
    shown = _pairs(asked, typed) if asked.lefts else None
    if shown is None:
        shown = _labels(asked, typed)
    if shown is None and not asked.lefts:
        shown = _words(asked, text)
    if shown is None or not _complete(asked, shown):
        return None
    places = [asked.places[n] for n in shown]
    if asked.lefts or isinstance(asked.question.answer, Order):
        return tuple(places)
    return tuple(sorted(places))


def _complete(asked: Asked, shown: Sequence[int]) -> bool:
    """Whether there are as many as this kind of question wants, none of them twice."""
    if not shown or len(set(shown)) < len(shown):
        return False
    kind = asked.question.answer.kind
    if kind in ("order", "match"):
        return len(shown) == len(asked.rows)
    return kind == "several" or len(shown) == 1


def _labels(asked: Asked, typed: str) -> list[int] | None:
    """Rows named by nothing but letters, numbers or "the second one"; None where other words stand there too."""
    count = len(asked.rows)
    words = _LABEL.findall(typed)
    if len(words) == 1 and 1 < len(words[0]) <= count and _run_together(words[0], count):
        words = list(words[0])  # "312", "acd"
    found = []
    for position, word in enumerate(words):
        if word.isdigit():
            number = int(word) - 1
        elif word in _ORDINALS:
            number = _ORDINALS.index(word)
        elif word == "last":
            number = count - 1
        elif len(word) == 1 and word != "i" and not (word == "a" and _is_article(words, position)):
            number = ascii_lowercase.index(word)
        elif word in _FILLERS:
            continue
        else:
            return None
        if not 0 <= number < count:
            return None
        found.append(number)
    return found or None


def _is_article(words: Sequence[str], position: int) -> bool:
    """Whether this "a" belongs to the next word, as in "a second one"."""
    after = words[position + 1] if position + 1 < len(words) else ""
    return len(after) > 1 and not after.isdigit() and after not in ("and", "or", "then", "is", "please", "probably")


def _run_together(word: str, count: int) -> bool:
    """Whether a word is only labels without anything between, each once."""
    labels = {str(n + 1) for n in range(count)} if word.isdigit() else set(ascii_lowercase[:count])
    return len(set(word)) == len(word) and set(word) <= labels


def _pairs(asked: Asked, typed: str) -> list[int] | None:
    """Of `match`: for each left side the row that was put to it."""
    found: dict[int, int] = {}
    count = len(asked.rows)
    for number, letter, letter_first, number_last in _PAIRS.findall(typed):
        left = int(number or number_last) - 1
        right = ascii_lowercase.index(letter or letter_first)
        if left in found or not 0 <= left < count or right >= count:
            return None
        found[left] = right
    if any(word not in _FILLERS for word in _LABEL.findall(_PAIRS.sub(" ", typed))):
        return None
    return [found[left] for left in range(count)] if len(found) == count else None


def _words(asked: Asked, text: str) -> list[int] | None:
    """Rows whose words were typed: one in all, or one for each line or part behind a semicolon."""
    parts = [part for part in re.split(r"[\n;]+", text) if part.strip()]
    found = [_row(asked.rows, part) for part in parts]
    if all(row is not None for row in found):
        return [row for row in found if row is not None]
    whole = _row(asked.rows, text)
    return None if whole is None else [whole]


def _row(rows: Sequence[str], text: str) -> int | None:
    bags = [_bag(row) for row in rows]
    typed = _bag(text) - (STOP_WORDS - frozenset().union(*bags))
    same = [n for n, bag in enumerate(bags) if bag == typed]
    if len(same) == 1:
        return same[0]
    if len(typed) <= FEW:
        return None
    # Words that all rows share choose none of them. How much was typed is measured against what was typed: a part of
    # an option means it, if no other has that part.
    shares = [len(typed & bag) / len(typed) for bag in bags]
    best = max(range(len(rows)), key=lambda n: shares[n])
    others = max(share for n, share in enumerate(shares) if n != best)
    return best if shares[best] >= ENOUGH and shares[best] - others >= ALONE else None


def _bag(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+(?:'\w+)?", text.replace("’", "'").lower()))
