"""Reads the questions of `training/questions/` and checks them beside the items that they are on."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from knowledge.entries import EntryReader
from knowledge.faults import Fault, KnowledgeError
from knowledge.library import Library
from knowledge.schema import Item
from training.question import Question, Trace

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("training") / "questions"
MIN_OF_ITEM = 4


def load_questions(library: Library, root: Path = ROOT) -> dict[str, Question]:
    """The questions under `root`, by id.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    questions, reader = read_questions(library, root)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return questions


def read_questions(library: Library, root: Path = ROOT) -> tuple[dict[str, Question], EntryReader]:
    """The same with the reader, which has the faults."""
    reader = EntryReader(root)
    questions = reader.entries(sorted((root / FOLDER).glob("*.yml")), Question, "id")
    for question in questions.values():
        item = library.items.get(question.item)
        if item is None:
            reader.fault_at(Question, question.id, f"there is no item '{question.item}'", "item")
            continue
        for field, trace in question.traces():
            if sentence(item, trace) is None:
                reader.fault_at(Question, question.id, f"{item.id} has no sentence '{trace}'", *field)
    if not reader.unreadable and not reader.broken:
        reader.faults.extend(_too_few(questions, library.items))
    return questions, reader


def sentence(item: Item, trace: Trace) -> str | None:
    """The sentence of an item that a trace names, or None where there is none."""
    if trace == "why":
        return item.why
    field, number = trace.split()
    sentences = item.says if field == "says" else item.steps
    return sentences[int(number) - 1] if int(number) <= len(sentences) else None


def _too_few(questions: Mapping[str, Question], items: Mapping[str, Item]) -> list[Fault]:
    count = Counter(question.item for question in questions.values())
    return [
        Fault(FOLDER.as_posix(), 1, item, f"has {count[item]} questions; each item needs {MIN_OF_ITEM} or more")
        for item in items
        if count[item] < MIN_OF_ITEM
    ]
