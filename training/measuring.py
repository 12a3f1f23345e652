"""Measures the reading of free answers on answers that people judged (`evaluation/free_answers.jsonl`).

Each row has the question, the text of an answer, the numbers of the points that it says and of the misconceptions that
it holds, counted from 0, and whether a person could judge it at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from knowledge.faults import Fault, KnowledgeError
from knowledge.schema import Entry, Text
from training.free_answers import Found, FreeAnswers, Reading
from training.question import Question, Short

Place = Annotated[int, Field(ge=0)]


class Judged(Entry):
    """An answer, as a person judged it; `id` is for people to speak of it."""

    id: str = ""
    question: Text
    text: Text
    points: list[Place]
    misconceptions: list[Place]
    judgeable: bool


@dataclass(frozen=True)
class Agreement:
    """How the program and people agree on yes and no; shares are from 0 to 1, or None where there is nothing to count.

    Attributes:
        count: how many times both said something.
        said: how many times people said yes.
        precision: of what the program says yes to, the share that people say yes to.
        recall: of what people say yes to, the share that the program says yes to.
        agreement: the share on which they say the same.
        kappa: the same beyond chance (Cohen 1960); 1 is full, 0 none.
    """

    count: int
    said: int
    precision: float | None
    recall: float | None
    agreement: float | None
    kappa: float | None


@dataclass(frozen=True)
class Figures:
    """What was measured.

    Attributes:
        answers: how many.
        points: over points of which the program says that they are there or missing, in answers that people could
            judge.
        points_unsure: share of the points of these answers of which the program says neither.
        points_forced: over all of these points, an unsure one counted as missing.
        said_but_missing: share of the points that people found which the program says are missing.
        misconceptions: over all misconceptions, in answers that people could judge.
        judgeable: whether an answer can be judged at all; yes is "can be".
        not_judged: share of all answers that the program did not judge.
    """

    answers: int
    points: Agreement
    points_unsure: float
    points_forced: Agreement
    said_but_missing: float
    misconceptions: Agreement
    judgeable: Agreement
    not_judged: float

    def lines(self) -> list[str]:
        """For people."""
        rows = [f"{self.answers} answers; {self.not_judged:.1%} of them not judged"]
        for name in ("points", "points_forced", "misconceptions", "judgeable"):
            values = asdict(getattr(self, name)).items()
            rows.append(f"{name}: " + ", ".join(f"{key} {_shown(value)}" for key, value in values))
        rows.append(f"points left unsure: {self.points_unsure:.1%}")
        rows.append(f"points that were said and were called missing: {self.said_but_missing:.1%}")
        return rows


def read_judged(path: Path, questions: Mapping[str, Question]) -> list[Judged]:
    """The rows of a file.

    Raises:
        KnowledgeError: if a row is not as it should be, or speaks of what its question does not have.
    """
    rows, faults = [], []
    reader = TypeAdapter(Judged)
    for line, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not text.strip():
            continue
        try:
            row = reader.validate_json(text)
        except ValidationError as error:
            faults.append(Fault(path.name, line, "", error.errors()[0]["msg"]))
            continue
        answer = questions[row.question].answer if row.question in questions else None
        if not isinstance(answer, Short):
            faults.append(Fault(path.name, line, "question", f"'{row.question}' is no question with a short answer"))
        elif max(row.points, default=-1) >= len(answer.points):
            faults.append(Fault(path.name, line, "points", f"{row.question} has {len(answer.points)} points"))
        elif max(row.misconceptions, default=-1) >= len(answer.misconceptions):
            message = f"{row.question} has {len(answer.misconceptions)} misconceptions"
            faults.append(Fault(path.name, line, "misconceptions", message))
        else:
            rows.append(row)
    if faults:
        raise KnowledgeError(faults)
    return rows


def measure(rows: Sequence[Judged], questions: Mapping[str, Question], free_answers: FreeAnswers) -> Figures:
    """Figures of `rows`; at least one row."""
    readings = []
    for row in rows:
        answer = questions[row.question].answer
        assert isinstance(answer, Short)
        readings.append(free_answers.read(row.question, answer, row.text))
    return figures(rows, readings)


def figures(rows: Sequence[Judged], readings: Sequence[Reading]) -> Figures:
    """The same for readings that are there already."""
    sure: list[tuple[bool, bool]] = []
    forced: list[tuple[bool, bool]] = []
    held: list[tuple[bool, bool]] = []
    called_missing = 0
    for row, reading in zip(rows, readings, strict=True):
        if not row.judgeable:
            continue
        for place, found in enumerate(reading.points):
            says = place in row.points
            forced.append((found is Found.THERE, says))
            called_missing += says and found is Found.MISSING
            if found is not Found.UNSURE:
                sure.append((found is Found.THERE, says))
        held += [(is_held, place in row.misconceptions) for place, is_held in enumerate(reading.held)]
    said = sum(says for _, says in forced)
    return Figures(
        answers=len(rows),
        points=agreement(sure),
        points_unsure=1 - len(sure) / len(forced) if forced else 0.0,
        points_forced=agreement(forced),
        said_but_missing=called_missing / said if said else 0.0,
        misconceptions=agreement(held),
        judgeable=agreement([(reading.judged, row.judgeable) for row, reading in zip(rows, readings, strict=True)]),
        not_judged=sum(not reading.judged for reading in readings) / len(readings),
    )


def agreement(pairs: Sequence[tuple[bool, bool]]) -> Agreement:
    """Figures of pairs (the program's, people's)."""
    count = len(pairs)
    ours, theirs = sum(our for our, _ in pairs), sum(their for _, their in pairs)
    both = sum(our and their for our, their in pairs)
    same = sum(our is their for our, their in pairs)
    chance = (ours * theirs + (count - ours) * (count - theirs)) / count**2 if count else 0.0
    return Agreement(
        count=count,
        said=theirs,
        precision=both / ours if ours else None,
        recall=both / theirs if theirs else None,
        agreement=same / count if count else None,
        kappa=(same / count - chance) / (1 - chance) if count and chance < 1 else None,
    )


def _shown(value: float | int | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.3f}"
