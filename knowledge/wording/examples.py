"""Tries the rules on wording on their own examples."""

from pathlib import Path

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.wording.checker import Checker
from knowledge.wording.rulebook import read_rulebook
from knowledge.wording.schema import Rule


def check_examples(library: Library, root: Path = ROOT) -> int:
    """Has every rule find something in its `match` and nothing in its `leave`; gives the number of examples.

    Args:
        library: whose items the rules may cite.
        root: of the project.

    Raises:
        KnowledgeError: with every fault found, an example that fails among them.
    """
    reader = EntryReader(root)
    book = read_rulebook(library, reader)
    tried = [
        (rule.id, field, place, text)
        for rule in book.rules.values()
        for field in ("match", "leave")
        for place, text in enumerate(getattr(rule, field))
    ]
    found = Checker(book).finds([text for *_, text in tried])
    for (rule_id, field, place, _), names in zip(tried, found, strict=True):
        if (rule_id in names) is not (field == "match"):
            what = "nothing" if field == "match" else "something"
            reader.fault_at(Rule, rule_id, f"the rule finds {what} here", field, place)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return len(tried)
