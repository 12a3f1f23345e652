"""The data files of plans, read and checked together."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.entries import EntryReader, load_entry
from knowledge.faults import KnowledgeError
from knowledge.library import ROOT, Library
from knowledge.plan import order, phrases
from knowledge.plan.order import PlanOrder, read_order
from knowledge.plan.phrases import PlanPhrases, said
from knowledge.wording.checker import Checker


@dataclass(frozen=True)
class PlanBook:
    """What plans are made with, beside the library."""

    order: PlanOrder
    phrases: PlanPhrases


@cache
def load_book(root: Path = ROOT) -> PlanBook:
    """Reads the two files; whether they fit the items was checked when the knowledge was (`read_book`).

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    return PlanBook(load_entry(root / order.FILE, root, PlanOrder), load_entry(root / phrases.FILE, root, PlanPhrases))


def read_book(library: Library, reader: EntryReader, checker: Checker | None = None) -> PlanBook:
    """Reads both through `reader`, and checks them against the items and, if given, the rules on wording.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    found = read_order(library, reader)
    texts = reader.single(reader.root / phrases.FILE, PlanPhrases)
    if checker is not None:
        if found is not None:
            for number, stage in enumerate(found.stages):
                _check_words(reader, checker, PlanOrder, stage.reason, "stages", number, "reason")
        for at, text in said(texts):
            _check_words(reader, checker, PlanPhrases, text, *at)
    if reader.faults or found is None or texts is None:
        raise KnowledgeError(reader.faults)
    return PlanBook(found, texts)


def _check_words(reader: EntryReader, checker: Checker, model: type, text: str, *at: str | int) -> None:
    for flag in checker.check(text, strict=True):
        message = f"the rule on wording '{flag.rule.id}' speaks of “{flag.span}”: {flag.rule.why}"
        reader.fault_at(model, "", message, *at)
