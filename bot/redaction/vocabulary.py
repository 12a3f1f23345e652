"""What words are: ordinary English, names of people, or names that stay because the paper or everybody knows them."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import lemminflect
from spacy.lang.en.stop_words import STOP_WORDS

from bot.redaction.found import word_set
from bot.redaction.name_lists import KeptNames, PeopleNames, read_name_lists
from knowledge.library import ROOT, Library

WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
PHONE = re.compile(r"\d[\d ]*\d")  # an entry may name two
POSSESSIVE = re.compile(r"['’]s?$")
JOINERS = word_set("of the without for and de la to against")  # within a name of a body
SENTENCE_START = re.compile(r"(?:^|[.!?:;\"“(–-])\s*$")
SHORTEST_KEPT = 3  # letters of a word that is kept by itself
SHORTEST_TYPO = 4  # letters of a word that may be an ordinary one misspelt
LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Words before "School" or "Church" that say nothing of which one.
GENERIC = word_set(
    "old new local nearby special private public state boarding night sunday high primary secondary junior "
    "infant middle grammar comprehensive nursery art medical law summer big small good bad best worst first "
    "second third next last other another same different free faith former former every any some no which "
    "whose what youth community village town city parish our my your his her their its this that these those a "
    "an the to at in on from of and or is was are were after before during for with by dear mr mrs ms st year "
    "today yesterday mother mothers sixth form further higher also only just not all both each drop ex pre "
    "post upper lower girls boys mixed day children children's church black white left right main central "
    "national royal united general parents teachers school schools college university i we he she they it you "
    "go goes went going mum dad get got left leave start started finish finished hate love home work football "
    "boxing social sports job detention shopping call arts reception removal leisure health"
)


class Vocabulary:
    """Knows words by their kind. Read-only, and keeps nothing of what it is asked.

    Args:
        library: whose names stay.
        kept: further names that stay.
        people: names of people.
    """

    def __init__(self, library: Library, kept: KeptNames, people: PeopleNames) -> None:
        self.people = people
        relations = "|".join(sorted(map(re.escape, people.relations), key=len, reverse=True))
        titles = "|".join(sorted(map(re.escape, people.titles), key=len, reverse=True))
        # "my mate", "her little brother's friend": a name may follow.
        self.relation = re.compile(
            rf"\b(?:my|our|his|her|their|your|the|a|an|one of \w+)\s+(?:[\w-]+\s+){{0,2}}?(?:{relations})(?P<s>['’]?s)?"
            rf"(?:\s+(?:{relations}))?\s*(?:[,(–-]\s*)?(?:is\s+|was\s+|are\s+)?",
            re.I,
        )
        self.title = re.compile(rf"\b(?:{titles})\b\.?\s+", re.I)
        self._first = frozenset(map(_without_accents, (*people.first_names, *people.also_words)))
        self._family = frozenset(people.family_names)
        self._also_words = frozenset(people.also_words)
        self._chat = frozenset(kept.chat)
        self._streets = frozenset(kept.streets)
        texts = list(_texts(library))
        self._said = "\n".join(texts).casefold()
        self._used = frozenset(
            match[0].casefold() for text in texts for match in WORD.finditer(text) if match[0][0].islower()
        )
        self._common = self._used | self._chat
        self._phrases: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        own = (*kept.countries, *kept.cities, *kept.faiths, *kept.festivals, *kept.organisations, *kept.public_people)
        for name in own:
            self._keep(name)
        for name in _names(library):
            self._keep(name)
        for name in {run for text in texts for run in _runs(text)}:
            self._keep_of_texts(name)
        phones = [service.phone for service in library.services if service.phone]
        listed = [found for number in (*phones, *kept.numbers) for found in PHONE.findall(number)]
        self._numbers = frozenset(map(_digits, listed))

    def first_name(self, word: str) -> bool:
        """Whether people are called so; `word` in lower case, as everywhere here."""
        plain = _without_accents(word)
        parts = plain.split("-")[:-1]
        return plain in self._first or any(part in self._first and part not in self._also_words for part in parts)

    def only_first_name(self, word: str) -> bool:
        """Whether it is a first name and hardly anything else."""
        return self.first_name(word) and word not in self._also_words and not self.kept(word)

    def also_word(self, word: str) -> bool:
        """Whether it is a first name that is an ordinary word as well."""
        return word in self._also_words

    def family_name(self, word: str) -> bool:
        """Whether it is a family name although it is a word."""
        return word in self._family

    def known(self, word: str) -> bool:
        """Whether it is an ordinary English word, however people write it, or a name that stays."""
        return self.ordinary(word) or self.kept(word)

    def ordinary(self, word: str) -> bool:
        """Whether it is an ordinary English word."""
        plain = POSSESSIVE.sub("", word)
        if plain in STOP_WORDS or plain in self._chat or plain in self._used or word.replace("’", "'") in self._chat:
            return True
        if plain in self._first and plain not in self._also_words:
            return False
        if any(lemminflect.getAllLemmas(form) for form in {word, plain}):
            return True
        parts = re.split(r"[-'’]", plain)
        return len(parts) > 1 and all(part and (len(part) < 3 or self.ordinary(part)) for part in parts)

    def inflected_verb(self, word: str) -> bool:
        """Whether it is a form of a verb, but not the plain one."""
        lemmas = lemminflect.getAllLemmas(word, upos="VERB").get("VERB", ())
        return bool(lemmas) and word not in lemmas

    def misspelt(self, word: str) -> bool:
        """Whether one letter more, less or other makes it a word that the knowledge uses."""
        if len(word) < SHORTEST_TYPO:
            return False
        common = self._common
        for at in range(len(word) + 1):
            before, after = word[:at], word[at:]
            if before + after[1:] in common and len(after) > 0 and len(word) > SHORTEST_TYPO:
                return True
            if len(after) > 1 and before + after[1] + after[0] + after[2:] in common:
                return True
            for letter in LETTERS if len(word) > SHORTEST_TYPO else "":
                if before + letter + after in common or (after and before + letter + after[1:] in common):
                    return True
        return False

    def kept(self, word: str) -> bool:
        """Whether the word by itself is a name that stays."""
        return (POSSESSIVE.sub("", word),) in self._phrases.get(POSSESSIVE.sub("", word), ()) or (
            (word.replace("’", "'"),) in self._phrases.get(word.replace("’", "'"), ())
        )

    def kept_phrase(self, name: str) -> bool:
        """Whether the whole of `name` stays."""
        words = [match[0].casefold() for match in WORD.finditer(name)]
        return bool(words) and sum(length for _, length in self.kept_runs(words)) == len(words)

    def kept_runs(self, words: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where names that stay begin among `words`, and how many words each has; the longest at each place."""
        at = 0
        while at < len(words):
            length = max((len(phrase) for phrase in self._at(words[at]) if self._stands(phrase, words, at)), default=0)
            if length:
                yield at, length
            at += length or 1

    def says(self, phrase: str) -> bool:
        """Whether the knowledge says these words, in this order."""
        return re.search(rf"\b{re.escape(phrase.strip().casefold())}\b", self._said) is not None

    def generic(self, word: str) -> bool:
        """Whether it says nothing of which school or house is meant."""
        lower = word.casefold()
        return lower in GENERIC or lower in STOP_WORDS or self.kept(lower)

    def public_number(self, number: str) -> bool:
        """Whether anybody may ring it."""
        digits = _digits(number)
        return any(public and (digits == public or digits == f"44{public[1:]}") for public in self._numbers)

    def public_street(self, street: str) -> bool:
        """Whether everybody knows it, or it is no name at all."""
        return " ".join(street.casefold().split()) in self._streets

    def _at(self, word: str) -> Iterable[tuple[str, ...]]:
        plain = POSSESSIVE.sub("", word)
        return (*self._phrases.get(plain, ()), *(self._phrases.get(word, ()) if word != plain else ()))

    def _stands(self, phrase: tuple[str, ...], words: Sequence[str], at: int) -> bool:
        there = words[at : at + len(phrase)]
        return len(there) == len(phrase) and all(
            word in (of_phrase, f"{of_phrase}'s", f"{of_phrase}’s")
            for word, of_phrase in zip(there, phrase, strict=True)
        )

    def _keep(self, name: str) -> None:
        words = tuple(match[0].casefold() for match in WORD.finditer(name))
        if words and words not in self._phrases[words[0]]:
            self._phrases[words[0]].append(words)

    def _keep_of_texts(self, name: str) -> None:
        """A name of the paper as a whole; each of its words too, but not what people are called."""
        words = [match[0] for match in WORD.finditer(name)]
        if len(words) > 1:
            self._keep(name)
        for word in words:
            if len(word) >= SHORTEST_KEPT and word not in JOINERS and not self.first_name(word.casefold()):
                self._keep(word)


def load_vocabulary(library: Library, root: Path = ROOT) -> Vocabulary:
    """Reads the lists of names of `root`/bot/redaction.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    kept, people = read_name_lists(root)
    return Vocabulary(library, kept, people)


def _without_accents(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))


def _digits(number: str) -> str:
    return re.sub(r"\D", "", number)


def _texts(library: Library) -> Iterator[str]:
    """What the knowledge says and is asked."""
    paper = library.paper
    yield from (
        paper.title,
        paper.publisher,
        paper.where_to_read,
        *paper.says,
        *(ref.label for ref in paper.references),
    )
    for item in library.items.values():
        yield from (item.title, item.why, item.place.section, *item.says, *item.steps)
        yield from (link.label for link in item.links)
    for situation in library.situations.values():
        yield from (situation.title, *situation.acknowledge)
    for questions in library.questions.values():
        yield from questions
    for service in library.services:
        yield from (service.name, service.run_by, service.source, service.hours, service.languages or "")
    for role in library.roles.values():
        yield from (role.title, *role.words, *role.phrases)


def _names(library: Library) -> Iterator[str]:
    """What is called so in the knowledge, whatever its capitals."""
    yield from (library.paper.title, library.paper.publisher, *library.paper.terms)
    for item in library.items.values():
        yield from (item.title, *item.names, *item.terms, *(link.label for link in item.links))
    for country in library.countries.values():
        yield from country.names
    for language in library.languages.values():
        yield language.name
    for service in library.services:
        yield from (service.name, service.name.split(",")[0], service.run_by)


def _runs(text: str) -> Iterator[str]:
    """Names of one word or more: words in capitals side by side, but for the first word of a sentence alone."""
    run: list[str] = []
    end = 0
    words = [*WORD.finditer(text), None]
    for match in words:
        near = match is not None and re.fullmatch(r"[\s&°\d-]*", text[end : match.start()]) is not None
        capital = match is not None and match[0][0].isupper()
        joins = match is not None and bool(run) and match[0] in JOINERS
        if match is not None and run and near and (capital or joins):
            run.append(match[0])
        else:
            while run and run[-1] in JOINERS:
                run.pop()
            if run:
                yield " ".join(run)
            begins = match is not None and SENTENCE_START.search(text, 0, match.start()) is not None
            ordinary = match is not None and bool(lemminflect.getAllLemmas(match[0].casefold()))
            starts = match is not None and capital and not (begins and (ordinary or match[0].casefold() in STOP_WORDS))
            run = [match[0]] if match is not None and starts else []
        end = match.end() if match is not None else end
