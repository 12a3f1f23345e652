"""Questions as a table (CSV), and back: what a spreadsheet can hold, a line for each part of a question.

The column `row` says what a line is: `question`, then its `term`s, then what belongs to its kind: `option`, `part`,
`pair`, `point` and `misconception` each followed by their `way`s, `better`, and `answer` for what is said of the whole.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from knowledge.faults import Fault, KnowledgeError
from training.question import Best, Match, Mend, One, Order, Question, Several, Short
from training.rows import validated

COLUMNS = ("id", "row", "item", "difficulty", "kind", "text", "second", "right", "worth", "trace", "why")
# A spreadsheet would take a text that begins so for a formula; an apostrophe before it makes it text.
FORMULA = ("=", "+", "-", "@", "'", "\t")
YES = "yes"

Row = dict[str, str]


def write_csv(questions: Iterable[Question]) -> str:
    """Questions as CSV, with the columns' names in the first line."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    for question in questions:
        for row in _rows(question):
            writer.writerow({"id": question.id, **{name: _safe(value) for name, value in row.items()}})
    return file.getvalue()


def read_csv(text: str, name: str = "questions.csv") -> list[Question]:
    """The questions of a CSV file, in its order.

    Args:
        text: of the file, its line breaks as they are.
        name: of the file, for faults.

    Raises:
        KnowledgeError: with every fault found, each by line and field.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise KnowledgeError([Fault(name, 1, column, "this column is missing") for column in missing])
    rows: dict[str, tuple[int, dict[str, Any]]] = {}
    faults = []
    line = 2
    for cells in reader:
        row = {column: _unsafe(value or "") for column, value in cells.items() if column in COLUMNS}
        try:
            if row["row"] == "question":
                if row["id"] in rows:
                    raise ValueError(f"'{row['id']}' is used twice")
                rows[row["id"]] = line, _begun(row)
            elif row["id"] in rows:
                _add(rows[row["id"]][1], row)
            else:
                raise ValueError(f"no line 'question' stands before this one for '{row['id']}'")
        except ValueError as error:
            faults.append(Fault(name, line, f"{row['id']}.{row['row']}", str(error)))
        line = reader.line_num + 1
    questions, more = validated(rows.values(), name)
    if faults or more:
        raise KnowledgeError([*faults, *more])
    return questions


def _rows(question: Question) -> Iterator[Row]:
    answer = question.answer
    yield {
        "row": "question",
        "item": question.item,
        "difficulty": str(question.difficulty),
        "kind": answer.kind,
        "text": question.asks,
    }
    yield from ({"row": "term", "text": term} for term in question.terms)
    match answer:
        case One() | Several():
            for option in answer.options:
                right = {"right": YES} if option.right else {}
                yield {"row": "option", "text": option.text, "trace": option.trace or "", "why": option.why, **right}
        case Best():
            for course in answer.options:
                known = {"worth": str(course.worth), "trace": course.trace or ""}
                yield {"row": "option", "text": course.text, "why": course.why, **known}
        case Order():
            yield from ({"row": "part", "text": part.text, "trace": part.trace} for part in answer.parts)
            yield {"row": "answer", "why": answer.why}
        case Match():
            for pair in answer.pairs:
                yield {"row": "pair", "text": pair.left, "second": pair.right, "trace": pair.trace, "why": pair.why}
        case Short():
            for point in answer.points:
                yield {"row": "point", "text": point.point, "trace": point.trace, "why": point.missing}
                yield from ({"row": "way", "text": way} for way in point.ways)
            for idea in answer.misconceptions:
                yield {"row": "misconception", "text": idea.idea, "why": idea.why}
                yield from ({"row": "way", "text": way} for way in idea.ways)
            yield {"row": "answer", "text": answer.model}
        case Mend():
            yield {"row": "answer", "text": answer.sentence, "trace": answer.trace, "why": answer.why}
            yield from ({"row": "better", "text": text} for text in answer.better)


def _begun(row: Row) -> dict[str, Any]:
    difficulty = int(row["difficulty"]) if row["difficulty"].isdigit() else row["difficulty"]
    answer: dict[str, Any] = {"kind": row["kind"]}
    return {"id": row["id"], "item": row["item"], "difficulty": difficulty, "asks": row["text"], "answer": answer}


def _add(question: dict[str, Any], row: Row) -> None:
    """Adds a line to its question.

    Raises:
        ValueError: if it has no place there.
    """
    answer = question["answer"]
    kind, text, why = answer["kind"], row["text"], row["why"]
    trace = {"trace": row["trace"]} if row["trace"] else {}
    match row["row"]:
        case "term":
            question.setdefault("terms", []).append(text)
        case "option" if kind == "best":
            worth = int(row["worth"]) if row["worth"].isdigit() else row["worth"]
            answer.setdefault("options", []).append({"text": text, "why": why, "worth": worth, **trace})
        case "option":
            if row["right"].lower() not in ("", YES, "no"):
                raise ValueError(f"'right' is '{YES}', 'no' or empty")
            right = row["right"].lower() == YES
            answer.setdefault("options", []).append({"text": text, "why": why, "right": right, **trace})
        case "part":
            answer.setdefault("parts", []).append({"text": text, **trace})
        case "pair":
            answer.setdefault("pairs", []).append({"left": text, "right": row["second"], "why": why, **trace})
        case "point":
            answer.setdefault("points", []).append({"point": text, "ways": [], "missing": why, **trace})
        case "misconception":
            answer.setdefault("misconceptions", []).append({"idea": text, "ways": [], "why": why})
        case "way":
            begun = answer.get("misconceptions") or answer.get("points")
            if not begun:
                raise ValueError("a way stands behind its point or misconception")
            begun[-1]["ways"].append(text)
        case "better":
            answer.setdefault("better", []).append(text)
        case "answer":
            answer |= _whole(kind, text, why, trace)
        case other:
            raise ValueError(f"there is no row '{other}'")


def _whole(kind: str, text: str, why: str, trace: Mapping[str, str]) -> dict[str, str]:
    if kind == "short":
        return {"model": text}
    return {"sentence": text, "why": why, **trace} if kind == "mend" else {"why": why}


def _safe(value: str) -> str:
    return f"'{value}" if value.startswith(FORMULA) else value


def _unsafe(value: str) -> str:
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value
