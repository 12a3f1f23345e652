"""Reads the rules on wording and checks that they fit together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.matcher import Matcher
from spacy.vocab import Vocab

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.wording.patterns import Pattern, PatternError, compiled
from knowledge.wording.schema import Kept, Rule, Source, WordList

FOLDER = Path("knowledge") / "wording"


@dataclass(frozen=True)
class Rulebook:
    """All rules and what they refer to, read-only.

    Attributes:
        rules: by id, in the order of the files.
        sources: public rules on wording, by id.
        kept: what is left alone everywhere.
        find: patterns of what each rule finds, by its id.
        unless: patterns that make a place harmless, by id of the rule.
        unless_sentence: patterns that do so anywhere in the sentence, by id of the rule.
        about_words: patterns of a sentence that speaks about words.
        refusals: patterns of what says that something is not done.
    """

    rules: Mapping[str, Rule]
    sources: Mapping[str, Source]
    kept: Kept
    find: Mapping[str, Sequence[Pattern]]
    unless: Mapping[str, Sequence[Pattern]]
    unless_sentence: Mapping[str, Sequence[Pattern]]
    about_words: Sequence[Pattern]
    refusals: Sequence[Pattern]


def load_rulebook(library: Library, root: Path = ROOT) -> Rulebook:
    """Reads `root`/knowledge/wording.

    Args:
        library: whose items the rules may cite.
        root: of the project.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return read_rulebook(library, EntryReader(root))


def read_rulebook(library: Library, reader: EntryReader) -> Rulebook:
    """The same through `reader`, which can then name the place of further faults."""
    folder = reader.root / FOLDER
    rules = reader.entries(sorted((folder / "rules").glob("*.yml")), Rule, "id")
    sources = reader.entries([folder / "sources.yml"], Source, "id")
    word_lists = reader.entries(sorted((folder / "lists").glob("*.yml")), WordList, "id")
    kept = reader.single(folder / "kept.yml", Kept)
    lists = {name: entry.words for name, entry in word_lists.items()}
    patterns: dict[str, dict[str, list[Pattern]]] = {"find": {}, "unless": {}, "unless_sentence": {}}
    for rule in rules.values():
        for cited in rule.source:
            if cited not in library.items and cited not in sources and cited not in reader.broken:
                reader.fault_at(Rule, rule.id, f"'{cited}' is neither an item nor in sources.yml", "source")
        for field, by_rule in patterns.items():
            by_rule[rule.id] = _compiled(reader, lists, rule, rule.id, field)
        for place, tokens in enumerate(rule.tokens):
            try:
                Matcher(Vocab(), validate=True).add(rule.id, [tokens])
            except Exception as error:  # spaCy raises ValueError, KeyError and errors of its own
                reader.fault_at(Rule, rule.id, f"not a pattern of spaCy's Matcher ({error})", "tokens", place)
            patterns["find"][rule.id].append(Pattern(tuple(tokens), (True,) * len(tokens)))
    about_words = _compiled(reader, lists, kept, "", "about_words") if kept else []
    refusals = _compiled(reader, lists, kept, "", "refusals") if kept else []
    if reader.faults or kept is None:
        raise KnowledgeError(reader.faults)
    return Rulebook(rules, sources, kept, **patterns, about_words=about_words, refusals=refusals)


def _compiled(
    reader: EntryReader, lists: Mapping[str, Sequence[str]], entry: Rule | Kept, label: str, field: str
) -> list[Pattern]:
    """The patterns of all phrases of a field; those that cannot be read are faults at their place."""
    found: list[Pattern] = []
    for place, phrase in enumerate(getattr(entry, field)):
        try:
            found += compiled(phrase, lists)
        except PatternError as error:
            reader.fault_at(type(entry), label, str(error), field, place)
    return found
