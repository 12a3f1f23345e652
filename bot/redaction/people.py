"""Finds names of people: by what is said around them, by lists of first names, and by what is no ordinary word."""

import itertools
import re
from collections.abc import Iterator

from bot.redaction.cues import (
    CALLED,
    FAREWELL,
    FEELINGS,
    FIRM_AFTER,
    FIRM_BEFORE,
    FORM,
    FROM_TO,
    FUNCTION,
    GREETING,
    HERE,
    I_AM,
    INITIAL,
    IS_OR_HAS,
    LISTED,
    MONTHS,
    NAMED,
    NO_INITIAL,
    OURS,
    PLACES,
    TALK,
    THINGS,
    WHERE,
)
from bot.redaction.found import Found
from bot.redaction.name_reader import NameReader
from bot.redaction.vocabulary import WORD

SHORTEST_UNKNOWN = 4  # letters of a name in small letters that no list holds
FOREIGN_SHARE = 0.5  # of the words that are English: below, only lists of names count
FOREIGN_WORDS = 5


class People(NameReader):
    """Finds names of people in one text.

    Args:
        words: what words are.
        doc: the text as spaCy reads it.
    """

    def found(self) -> Iterator[Found]:
        """The places of names, overlapping at times."""
        spans = self._in_lists({*self._by_cues(), *self._alone()})
        named = {self._tokens[n].lower for start, end in spans for n in range(start, end)}
        for start, end in spans:
            last = self._tokens[end - 1].end
            while last < len(self._text) and (self._text[last].isdigit() or self._text[last] == "_"):
                last += 1
            yield Found(self._tokens[start].start, last, "name")
        # A name that was found once is meant wherever it stands.
        for token in self._tokens:
            again = token.lower in named and not token.kept and len(token.lower) > 2
            if again and (not self._ordinary(token) or (token.capital and not token.first)):
                yield Found(token.start, token.end, "name")
        for match in INITIAL.finditer(self._text):
            n = self._by_start.get(_last_word(match))
            if n is not None and not self._tokens[n].kept and not NO_INITIAL.search(self._text, 0, match.start()):
                yield Found(match.start(), match.end(), "name")

    def _by_cues(self) -> Iterator[tuple[int, int]]:
        text = self._text
        for match in NAMED.finditer(text):
            yield from self._run(match.end(), self._named)
        for pattern in (FORM, GREETING):
            for match in pattern.finditer(text):
                yield from self._run(match.end(), self._likely)
        for match in CALLED.finditer(text):
            if not THINGS.search(text, 0, match.start()):
                yield from self._run(match.end(), self._likely)
        for match in I_AM.finditer(text):
            yield from self._run(match.end(), self._introduced)
        for pattern in (HERE, FAREWELL):
            for match in pattern.finditer(text):
                yield from self._run(match.start("who"), self._signed)
        for match in self._relation.finditer(text):
            yield from self._and_more(self._run(match.end(), self._likely))
        for match in OURS.finditer(text):
            yield from self._run(match.end(), self._of_ours)
        for match in self._title.finditer(text):
            yield from self._run(match.end(), self._titled)

    def _and_more(self, spans: Iterator[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """Each name, and the next one after "and" or a comma."""
        for start, end in spans:
            yield start, end
            if end + 1 < len(self._tokens) and self._tokens[end].lower == "and" and self._likely(end + 1):
                yield end + 1, self._end(end + 1)

    def _in_lists(self, spans: set[tuple[int, int]]) -> set[tuple[int, int]]:
        """With the first names that stand beside a name in a list: "Daisy, Poppy and Rose"."""
        named = {n for start, end in spans for n in range(start, end)}
        listed = [n for n, token in enumerate(self._tokens) if token.lower not in ("and", "or")]
        pairs = [(n, m) for n, m in itertools.pairwise(listed) if LISTED.fullmatch(self._between(n, m).strip())]
        for n, m in (*pairs, *reversed(pairs)):
            other = m if n in named else n
            is_name = self._capital_name(other) or self._new_name(other)
            if (n in named) != (m in named) and is_name and not self._tokens[other].kept:
                named.add(other)
                spans.add((other, other + 1))
        return spans

    def _between(self, n: int, m: int) -> str:
        return self._text[self._tokens[n].end : self._tokens[m].start]

    def _alone(self) -> Iterator[tuple[int, int]]:
        """Names that nothing announces."""
        n = 0
        while n < len(self._tokens):
            if self._stands_alone(n):
                end = self._end(n)
                yield n, end
                n = end
            else:
                n += 1

    def _stands_alone(self, n: int) -> bool:
        token = self._tokens[n]
        if token.kept or len(token.lower) < 2 or token.lower in self._titles:
            return False
        if (token.lower in FUNCTION and token.lower not in MONTHS) or self._follows_kept(n):
            return False
        before = self._lower(n - 1) if not token.first else ""
        after = self._lower(n + 1)
        if self._words.only_first_name(token.lower):
            return token.capital or not self._foreign
        if self._foreign:
            return False
        if not token.capital:
            return self._spoken_to(n)
        following = self._tokens[n + 1] if n + 1 < len(self._tokens) else None
        paired = following is not None and following.capital and self._side_by_side(n)
        if following is not None and following.kept:
            paired = paired and token.label == following.label == "PERSON"
        if token.lower in MONTHS and not paired:
            return not token.first and after in FIRM_AFTER
        if self._words.first_name(token.lower):  # May, Will, Hope
            if paired and following is not None and not self._ordinary(following):
                return before not in WHERE
            if token.first:
                return token.label == "PERSON" and (
                    after in FIRM_AFTER or (after == "and" and self._capital_name(n + 2))
                )
            if after in FIRM_AFTER or token.label == "PERSON":
                return True
            return before in self._done_to and after != "i" and self._to_a_person(n)
        if self._ordinary(token):
            return False
        if before in WHERE or (before in FROM_TO and not self._to_a_person(n)):
            return False
        if token.label == "PERSON":
            return True
        if before in FIRM_BEFORE or after in FIRM_AFTER:
            return True
        if paired and following is not None and token.label not in PLACES:
            return not self._ordinary(following) or self._words.family_name(following.lower)
        if token.first:
            if (token.label in PLACES and after in IS_OR_HAS) or len(token.lower) < SHORTEST_UNKNOWN:
                return False
            if self._words.misspelt(token.lower):
                return False
            return (
                after in self._deeds or self._words.inflected_verb(after) or (after == "and" and self._new_name(n + 2))
            )
        # What is neither English nor known to be anything else is a name most likely.
        if token.label == "ORG":
            return before not in ("at", "for", "by", "with") and not self._one_of_several(n)
        return token.label in ("", "PERSON", *PLACES) or self._between_commas(n)

    def _follows_kept(self, n: int) -> bool:
        """Whether word `n` goes on with a name that stays, as in "Ealing Broadway"."""
        before = self._tokens[n - 1] if n else None
        return (
            before is not None
            and before.kept
            and before.capital
            and self._side_by_side(n - 1)
            and self._tokens[n].label != "PERSON"
        )

    def _one_of_several(self, n: int) -> bool:
        """Whether the named entity of word `n` has more words."""
        label = self._tokens[n].label
        others = self._tokens[max(0, n - 1) : n] + self._tokens[n + 1 : n + 2]
        return any(other.label == label for other in others)

    def _between_commas(self, n: int) -> bool:
        token = self._tokens[n]
        before, after = self._text[: token.start].rstrip()[-1:], self._text[token.end : token.end + 1]
        return before == "," and after in (",", ".", "!", "?", "")

    def _spoken_to(self, n: int) -> bool:
        """Whether word `n`, in small letters and no English, is who was told, met or spoken to."""
        token = self._tokens[n]
        if len(token.lower) < SHORTEST_UNKNOWN or self._ordinary(token) or self._words.misspelt(token.lower):
            return False
        before = self._lower(n - 1)
        return before in FIRM_BEFORE or (before in ("to", "with") and self._lower(n - 2) in TALK)

    def _new_name(self, n: int) -> bool:
        """Whether word `n` may be a name and nothing else."""
        if n >= len(self._tokens):
            return False
        token = self._tokens[n]
        return token.capital and not token.kept and not self._ordinary(token)

    def _to_a_person(self, n: int) -> bool:
        """Whether "to" before word `n` leads to a person and not to a place."""
        before = self._lower(n - 1)
        if before not in FROM_TO:
            return True
        said = {self._lower(at) for at in range(max(0, n - 4), n - 1)}
        return (before == "to" and not said.isdisjoint(TALK)) or (
            before in FEELINGS and not said.isdisjoint(FEELINGS[before])
        )


def _last_word(match: re.Match[str]) -> int:
    words = list(WORD.finditer(match[0]))
    return match.start() + words[-1].start() if words else -1
