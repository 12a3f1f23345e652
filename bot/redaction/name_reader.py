"""What a name may begin with and where it ends, in the words of one message."""

from collections.abc import Callable, Iterator

from spacy.tokens import Doc

from bot.redaction.cues import (
    FUNCTION,
    IS,
    PARTICIPLE,
    PARTICLES,
)
from bot.redaction.tokens import Token, tokens_of
from bot.redaction.vocabulary import Vocabulary

SHORTEST_UNKNOWN = 4  # letters of a name in small letters that no list holds
FOREIGN_SHARE = 0.5  # of the words that are English: below, only lists of names count
FOREIGN_WORDS = 5


class NameReader:
    """Reads names in one text.

    Args:
        words: what words are.
        doc: the text as spaCy reads it.
    """

    def __init__(self, words: Vocabulary, doc: Doc) -> None:
        self._words = words
        self._text = doc.text
        self._tokens = tokens_of(words, doc)
        self._by_start = {token.start: n for n, token in enumerate(self._tokens)}
        self._deeds = frozenset(words.people.deeds)
        self._done_to = frozenset(words.people.done_to)
        english = [words.known(token.lower) or words.first_name(token.lower) for token in self._tokens]
        self._foreign = len(english) >= FOREIGN_WORDS and sum(english) < FOREIGN_SHARE * len(english)
        self._titles = frozenset(words.people.titles)
        self._relation, self._title = words.relation, words.title

    def _run(self, at: int, accepts: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        n = self._by_start.get(at)
        if n is not None and accepts(n):
            yield n, self._end(n)

    def _end(self, n: int) -> int:
        """After the last word of the name that begins with word `n`."""
        end = n + 1
        while end < len(self._tokens) and self._side_by_side(end - 1) and self._continues(n, end):
            end += 1
        while end > n + 1 and self._tokens[end - 1].lower in PARTICLES and not self._tokens[end - 1].capital:
            end -= 1
        return end

    def _continues(self, first: int, n: int) -> bool:
        token = self._tokens[n]
        if n - first > 4:
            return False
        if token.kept and not token.label == self._tokens[first].label == "PERSON":
            return False
        if token.lower in PARTICLES and n + 1 < len(self._tokens):
            return self._side_by_side(n) and self._continues(first, n + 1)
        if token.capital:
            return not self._function(token) or (len(token.lower) == 1 and token.lower != "i")
        if not self._ordinary(token):
            return not self._words.misspelt(token.lower) or self._words.first_name(token.lower)
        return (
            self._words.family_name(token.lower)
            and self._words.only_first_name(self._tokens[first].lower)
            and n == first + 1
            and self._ends(n)
        )

    # What may begin a name, by how plainly it was announced.

    def _named(self, n: int) -> bool:
        """After "my name is": any word in capitals, and in small letters what is a name or no word."""
        token = self._tokens[n]
        if self._function(token) or (token.kept and not self._words.first_name(token.lower)):
            return False
        if token.capital or self._words.first_name(token.lower):
            return True
        return not self._ordinary(token)

    def _likely(self, n: int) -> bool:
        """After "my son", "called"."""
        token = self._tokens[n]
        if token.kept:
            return self._is_called_like_a_place(n)
        if len(token.lower) < 2:
            return False
        if token.capital:
            return not self._function(token) and (self._words.first_name(token.lower) or not self._ordinary(token))
        if self._words.only_first_name(token.lower):
            return True
        return (
            len(token.lower) >= SHORTEST_UNKNOWN and not self._ordinary(token) and not self._words.misspelt(token.lower)
        )

    def _of_ours(self, n: int) -> bool:
        """After "our", as families say it."""
        token = self._tokens[n]
        if token.kept:
            return self._is_called_like_a_place(n)
        return self._words.only_first_name(token.lower) or (token.capital and self._words.first_name(token.lower))

    def _introduced(self, n: int) -> bool:
        """After "I'm", "this is"."""
        token = self._tokens[n]
        if self._words.only_first_name(token.lower):
            return True
        if token.kept:
            return self._is_called_like_a_place(n)
        if self._function(token):
            return False
        if token.capital and self._words.first_name(token.lower):
            return True
        if self._ordinary(token) or not self._ends(self._end(n) - 1):
            return False
        return token.capital or not (PARTICIPLE.search(token.lower) or self._words.misspelt(token.lower))

    def _is_called_like_a_place(self, n: int) -> bool:
        """Whether a name that stays is that of a person here: "my mate Jordan", and not "my mate is in Jordan"."""
        token = self._tokens[n]
        return (
            token.capital
            and self._words.first_name(token.lower)
            and not self._words.also_word(token.lower)
            and self._lower(n - 1) not in IS
        )

    def _signed(self, n: int) -> bool:
        """Before "here", after "kind regards"."""
        token = self._tokens[n]
        if token.kept or self._function(token):
            return False
        return self._words.first_name(token.lower) or (
            not self._ordinary(token) and not self._words.misspelt(token.lower)
        )

    def _titled(self, n: int) -> bool:
        """After "Mr", "Auntie"."""
        token = self._tokens[n]
        if token.kept or self._function(token):
            return False
        if token.capital:
            title = self._tokens[n - 1] if n else token
            return (
                title.lower in ("mr", "mrs", "ms", "miss", "mx", "dr", "pc", "dc")
                or (title.capital and self._name_like(n))
                or self._likely(n)
            )
        return self._likely(n)

    def _name_like(self, n: int) -> bool:
        token = self._tokens[n]
        return not self._ordinary(token) or self._words.first_name(token.lower) or self._words.family_name(token.lower)

    def _capital_name(self, n: int) -> bool:
        return n < len(self._tokens) and self._tokens[n].capital and self._words.first_name(self._tokens[n].lower)

    def _ends(self, n: int) -> bool:
        """Whether after word `n` the words pause, or go on as after a name."""
        end = self._tokens[n].end
        after = self._text[end : end + 1]
        return (
            after in ("", ",", ".", "!", "?", "\n", ")", ";", "(")
            or self._lower(n + 1) in (*("and", "i", "from", "here", "again", "by", "the", "who", "my", "im", "with"),)
            or self._text[end : end + 2].strip().isdigit()
        )

    def _ordinary(self, token: Token) -> bool:
        return self._words.ordinary(token.lower)

    def _function(self, token: Token) -> bool:
        return token.lower in FUNCTION or (len(token.lower) == 1 and not token.capital)

    def _lower(self, n: int) -> str:
        return self._tokens[n].lower if 0 <= n < len(self._tokens) else ""

    def _side_by_side(self, n: int) -> bool:
        """Whether nothing but a space stands between word `n` and the next."""
        if n + 1 >= len(self._tokens):
            return False
        between = self._text[self._tokens[n].end : self._tokens[n + 1].start]
        return (
            between.strip("\t ") in ("", ".")
            and "\n" not in between
            and ("." not in between or self._tokens[n].end - self._tokens[n].start == 1)
            and bool(between)
        )
