"""Phrases in the short form of the rules, turned into patterns of spaCy's Matcher.

no-go area|zone        words in any form; | between words that may stand in one place
hotbed|breeding_ground several words in such a place, with _ between them
{group} radical/noun   a list by name; a word only as noun, verb, adj or adv
the? =Others           ? what may be missing; = the very form, capitals too
/adj people            any word of that kind
they ... here          up to three words between, of one sentence; ...6 up to six
those [lot]            only what is in brackets is flagged
"""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import product
from typing import Any

import spacy
from lemminflect import getAllInflections, getAllInflectionsOOV, getAllLemmas
from spacy.language import Language

KINDS = {"noun": ["NOUN", "PROPN"], "verb": ["VERB", "AUX"], "adj": ["ADJ"], "adv": ["ADV"]}
HYPHENS = ["-", "–", "‐", "‑", "/"]
APOSTROPHES = ["'", "’"]
ENDS = sorted({*string.punctuation, *"“”„«»…—¿¡"} - {*HYPHENS, *APOSTROPHES})  # no gap goes past them
GAP = 3
MAX_VARIANTS = 2000
PART = re.compile(r"^(?P<words>[^/?]*)(?:/(?P<kind>[a-z]+))?(?P<optional>\?)?$")

Token = dict[str, Any]
HYPHEN: Token = {"ORTH": {"IN": HYPHENS}, "OP": "?"}  # may stand between any two words


class PatternError(ValueError):
    """A phrase cannot be read; the message says why."""


@dataclass(frozen=True)
class Pattern:
    """One pattern of a phrase.

    Attributes:
        tokens: for spaCy's Matcher.
        flagged: whether each token is part of what is flagged.
    """

    tokens: tuple[Token, ...]
    flagged: tuple[bool, ...]

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Sets of words in lower case; each match holds a word of every one of them."""
        return tuple(words for token in self.tokens if "OP" not in token and (words := _words_of(token)))


def compiled(phrase: str, lists: Mapping[str, Sequence[str]]) -> list[Pattern]:
    """The patterns of `phrase`.

    Args:
        phrase: in the short form.
        lists: words by name, for {name}.

    Raises:
        PatternError: if it cannot be read.
    """
    slots: list[tuple[list[list[Token]], bool]] = []  # alternatives, flagged
    inside, marked = False, "[" in phrase
    for raw in phrase.split():
        part = raw
        if part.startswith("["):
            inside, part = True, part[1:]
        closes = part.endswith("]")
        slots.append((_alternatives(part.removesuffix("]"), lists), inside or not marked))
        inside = inside and not closes
    if inside or phrase.count("[") > 1 or phrase.count("[") != phrase.count("]"):
        raise PatternError(f"brackets of '{phrase}' do not fit together")
    variants = list(product(*(alternatives for alternatives, _ in slots)))
    if len(variants) > MAX_VARIANTS:
        raise PatternError(f"'{phrase}' stands for {len(variants)} patterns; {MAX_VARIANTS} are the limit")
    found = []
    for variant in variants:
        tokens: list[Token] = []
        flagged: list[bool] = []
        for slot, (piece, (_, flag)) in enumerate(zip(variant, slots, strict=True)):
            if slot and tokens and not _is_gap(tokens[-1]) and not _is_gap(piece[0]):
                tokens.append(HYPHEN)
                flagged.append(flag and slots[slot - 1][1])
            tokens.extend(piece)
            flagged.extend([flag] * len(piece))
        found.append(Pattern(tuple(tokens), tuple(flagged)))
    return found


def _words_of(token: Token) -> frozenset[str]:
    for key in ("LOWER", "ORTH"):
        given = token.get(key)
        if isinstance(given, str):
            return _shared(frozenset([given.lower()]))
        if isinstance(given, dict) and "IN" in given:
            return _shared(frozenset(word.lower() for word in given["IN"]))
    return frozenset()


@cache
def _shared(words: frozenset[str]) -> frozenset[str]:
    """One object for sets that are equal: the same lists stand in thousands of patterns."""
    return words


def _is_gap(token: Token) -> bool:
    return str(token.get("OP", "")).startswith("{")


def _alternatives(part: str, lists: Mapping[str, Sequence[str]]) -> list[list[Token]]:
    """What may stand in one place: single words as one token, each phrase of several words as its own tokens."""
    if part.startswith("..."):
        reach = part[3:] or str(GAP)
        if not reach.isdigit() or not 1 <= int(reach) <= 9:
            raise PatternError(f"'{part}' is no gap; write '...' or '...6'")
        return [[{"ORTH": {"NOT_IN": ENDS}, "IS_SPACE": False, "OP": f"{{0,{reach}}}"}]]
    read = PART.match(part)
    if read is None:
        raise PatternError(f"'{part}' cannot be read")
    kind, more = read["kind"], {"OP": "?"} if read["optional"] else {}
    if kind is not None and kind not in KINDS:
        raise PatternError(f"'/{kind}' is no kind of word; there are {', '.join(KINDS)}")
    of_kind: Token = {"POS": {"IN": KINDS[kind]}} if kind else {}
    if not read["words"]:
        if not kind:
            raise PatternError(f"'{part}' names no word")
        return [[{**of_kind, **more}]]
    single: set[str] = set()
    exact: set[str] = set()
    several: list[list[str]] = []
    for word in read["words"].split("|"):
        for phrase in _named(word.replace("_", " "), lists):
            words = _cut(phrase.lstrip("="))
            if not words:
                raise PatternError(f"'{part}' holds an empty word")
            if phrase.startswith("=") and len(words) == 1:
                exact.add(words[0])
            elif len(words) == 1:
                single |= forms(words[0].lower())
            else:
                several.append([word.lower() for word in words])
    found: list[list[Token]] = []
    if single:
        found.append([{"LOWER": {"IN": sorted(single)}, **of_kind, **more}])
    if exact:
        found.append([{"ORTH": {"IN": sorted(exact)}, **of_kind, **more}])
    for words in several:
        if more:
            raise PatternError(f"'{part}': what may be missing must be one word")
        found.append(_in_a_row(words))
    return found


def _in_a_row(words: Sequence[str]) -> list[Token]:
    """Tokens of a phrase of several words, of which the first and the last may stand in any form."""
    tokens: list[Token] = []
    for place, word in enumerate(words):
        if word in HYPHENS:
            continue
        if place:
            tokens.append(HYPHEN)
        may_change = place in (0, len(words) - 1)
        tokens.append({"LOWER": {"IN": sorted(forms(word) if may_change else _spelled(word))}})
    return tokens


def _named(word: str, lists: Mapping[str, Sequence[str]]) -> Sequence[str]:
    if not word.startswith("{"):
        return [word]
    name = word.strip("{}")
    if name not in lists:
        raise PatternError(f"there is no list '{name}'")
    return lists[name]


@lru_cache(maxsize=1)
def _english() -> Language:
    return spacy.blank("en")


def _cut(phrase: str) -> list[str]:
    """Words as spaCy cuts them: "don't" are two."""
    return [token.text for token in _english().tokenizer(phrase)]


@lru_cache(maxsize=8192)
def forms(word: str) -> frozenset[str]:
    """A word in lower case and all its forms: "carry" gives carries, carried, carrying; tables by lemminflect.

    A word that the tables lack, as most names of peoples, is taken for a noun: "somali" gives somalis.
    """
    bases = {base for group in getAllLemmas(word).values() for base in group}
    if bases and word not in bases:  # "left" must not give "leave"
        return _spelled(word)
    inflections = getAllInflections(word)
    if not inflections and word.isalpha():
        inflections = getAllInflectionsOOV(word, "NOUN")
    return _spelled(word, *(form.lower() for group in inflections.values() for form in group))


def _spelled(*words: str) -> frozenset[str]:
    """The words with either apostrophe."""
    straight, curly = APOSTROPHES
    return frozenset(spelling for word in words for spelling in (word, word.replace(straight, curly)))
