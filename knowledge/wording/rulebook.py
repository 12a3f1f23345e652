"""Reads the rules on wording and checks that they fit together."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.matcher import Matcher
from spacy.vocab import Vocab

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.wording.patterns import PatternError, compiled
from knowledge.wording.schema import Kept, Rule, Source, WordList

Find = Callable[[Sequence[str]], Iterable[Collection[str]]]


@dataclass(frozen=True)
class Rulebook:
    """All rules and what they refer to, read-only.

    Attributes:
        rules: by id, in the order of the files.
        sources: public rules on wording, by id.
        lists: words by the name of their list.
        kept: what is left alone everywhere.
    """

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    lists: Mapping[str, list[str]]
    kept: Kept


def load_rulebook(library: Library, root: Path = ROOT) -> Rulebook:
    """Reads `root`/knowledge/wording.

    Args:
        library: whose items the rules may cite.
        root: of the project.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    reader, book = _read(library, root)
    if reader.faults or book is None:
        raise KnowledgeError(reader.faults)
    return book


def check_examples(library: Library, find: Callable[[Rulebook], Find], root: Path = ROOT) -> int:
    """Tries every rule on its own examples, and gives their number.

    Args:
        library: whose items the rules may cite.
        find: makes, of the rules, what tells for each of many texts which of them find something in it.
        root: of the project.

    Raises:
        KnowledgeError: with every fault found, an example that fails among them.
    """
    reader, book = _read(library, root)
    if reader.faults or book is None:
        raise KnowledgeError(reader.faults)
    tried = [
        (rule.id, field, place, text)
        for rule in book.rules.values()
        for field in ("match", "leave")
        for place, text in enumerate(getattr(rule, field))
    ]
    found = find(book)([text for *_, text in tried])
    for (rule_id, field, place, _), names in zip(tried, found, strict=True):
        if (rule_id in names) is not (field == "match"):
            what = "nothing" if field == "match" else "something"
            reader.fault_at(Rule, rule_id, f"the rule finds {what} here", field, place)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return len(tried)


def _read(library: Library, root: Path) -> tuple[EntryReader, Rulebook | None]:
    reader = EntryReader(root)
    folder = root / "knowledge" / "wording"
    rules = reader.entries(sorted((folder / "rules").glob("*.yml")), Rule, "id")
    sources = reader.entries([folder / "sources.yml"], Source, "id")
    word_lists = reader.entries(sorted((folder / "lists").glob("*.yml")), WordList, "id")
    kept = reader.single(folder / "kept.yml", Kept)
    lists = {name: entry.words for name, entry in word_lists.items()}
    for rule in rules.values():
        for cited in rule.source:
            if cited not in library.items and cited not in sources and cited not in reader.broken:
                reader.fault_at(Rule, rule.id, f"'{cited}' is neither an item nor in sources.yml", "source")
        for field in ("find", "unless", "unless_sentence"):
            for place, phrase in enumerate(getattr(rule, field)):
                try:
                    compiled(phrase, lists)
                except PatternError as error:
                    reader.fault_at(Rule, rule.id, str(error), field, place)
        for place, tokens in enumerate(rule.tokens):
            try:
                Matcher(Vocab(), validate=True).add(rule.id, [tokens])
            except Exception as error:  # spaCy raises ValueError, KeyError and errors of its own
                reader.fault_at(Rule, rule.id, f"not a pattern of spaCy's Matcher ({error})", "tokens", place)
    return reader, None if kept is None else Rulebook(rules, sources, lists, kept)
