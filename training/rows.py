"""Questions that come from a file other than ours: checked like those, faults named by line and field."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError

from knowledge.entries import plain
from knowledge.faults import Fault
from training.question import Question

Loc = tuple[str | int, ...]


def validated(rows: Iterable[tuple[int, dict[str, Any]]], file: str) -> tuple[list[Question], list[Fault]]:
    """Questions and faults of rows, each with the line that it begins in.

    Args:
        rows: what each question holds, in the shape of the files in training/questions/.
        file: its name, for faults.
    """
    questions: list[Question] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    for line, row in rows:
        try:
            question = Question.model_validate(row)
        except ValidationError as error:
            faults += [Fault(file, line, _field(row, detail["loc"]), plain(detail["msg"])) for detail in error.errors()]
            continue
        if question.id in seen:
            faults.append(Fault(file, line, question.id, f"'{question.id}' is used twice"))
        seen.add(question.id)
        questions.append(question)
    return questions, faults


def _field(row: dict[str, Any], loc: Loc) -> str:
    return ".".join(str(step) for step in (row.get("id") or "?", *loc))
