"""Tries the rules on wording on their own examples."""

from knowledge.entries import EntryReader
from knowledge.faults import KnowledgeError
from knowledge.wording.checker import Checker
from knowledge.wording.schema import Rule


def check_examples(checker: Checker, reader: EntryReader) -> int:
    """Has every rule find something in its `match` and nothing in its `leave`; gives the number of examples.

    Args:
        checker: of the rules.
        reader: that read them.

    Raises:
        KnowledgeError: with every example that fails.
    """
    tried = [
        (rule.id, field, place, text)
        for rule in checker.book.rules.values()
        for field in ("match", "leave")
        for place, text in enumerate(getattr(rule, field))
    ]
    found = checker.finds([text for *_, text in tried])
    for (rule_id, field, place, _), names in zip(tried, found, strict=True):
        if (rule_id in names) is not (field == "match"):
            what = "nothing" if field == "match" else "something"
            reader.fault_at(Rule, rule_id, f"the rule finds {what} here", field, place)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return len(tried)
