"""How the reading of free answers is measured."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from knowledge.faults import KnowledgeError
from tests.training.small_questions import of_each_kind
from training.free_answers import Found, Reading
from training.measuring import Judged, agreement, figures, read_judged

QUESTIONS = {question.id: question for question in of_each_kind().values()}
NAME = of_each_kind()["short"].id
T, M, U = Found.THERE, Found.MISSING, Found.UNSURE


def judged(points: list[int], misconceptions: list[int] | None = None, judgeable: bool = True) -> Judged:
    return Judged(question=NAME, text="x", points=points, misconceptions=misconceptions or [], judgeable=judgeable)


def reading(*points: Found, held: bool = False, is_judged: bool = True) -> Reading:
    return Reading(points, (held,), is_judged, (), 1.0)


pairs = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=40)


@given(pairs.filter(lambda rows: len({*rows}) > 1))
def test_kappa_is_that_of_scikit_learn(rows: list[tuple[bool, bool]]) -> None:
    ours, theirs = zip(*rows, strict=True)
    found = agreement(rows).kappa
    wanted = cohen_kappa_score(ours, theirs)
    assert (found is None and wanted != wanted) or found == pytest.approx(wanted)


def test_figures_count_what_they_say() -> None:
    rows = [judged([0, 1]), judged([0]), judged([1], [0]), judged([], judgeable=False)]
    found = figures(rows, [reading(T, U), reading(T, T), reading(M, M, held=True), reading(U, U, is_judged=False)])
    assert (found.answers, found.points.count, found.points_forced.count) == (4, 5, 6)
    assert found.points_unsure == pytest.approx(1 / 6)
    assert found.points.precision == pytest.approx(2 / 3) and found.points.recall == pytest.approx(2 / 3)
    assert found.points_forced.recall == pytest.approx(2 / 4)
    assert found.said_but_missing == pytest.approx(1 / 4)
    assert (found.misconceptions.precision, found.misconceptions.recall) == (1, 1)
    assert (found.judgeable.agreement, found.not_judged) == (1, 0.25)
    assert any(line.startswith("points: count 5, said 3, precision 0.667") for line in found.lines())


def test_where_there_is_nothing_to_count_no_figure_is_made_up() -> None:
    found = agreement([])
    assert (found.precision, found.recall, found.kappa) == (None, None, None)
    assert "kappa -" in figures([judged([], judgeable=False)], [reading(U, U)]).lines()[1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"question": "lesson-9.9-q1"}, "no question with a short answer"),
        ({"question": of_each_kind()["one"].id}, "no question with a short answer"),
        ({"points": [2]}, "has 2 points"),
        ({"misconceptions": [1]}, "has 1 misconceptions"),
        ({"points": [-1]}, "greater than or equal to 0"),
        ({"judgeable": None}, "boolean"),
        ({"more": 1}, "Extra"),
    ],
)
def test_a_row_that_is_not_right_is_named_by_its_line(tmp_path: Path, change: dict[str, object], said: str) -> None:
    row = {"question": NAME, "text": "x", "points": [0], "misconceptions": [], "judgeable": True}
    path = tmp_path / "answers.jsonl"
    path.write_text(f"{json.dumps(row)}\n\n{json.dumps({**row, **change})}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"answers.jsonl:3: .*{said}"):
        read_judged(path, QUESTIONS)


def test_rows_are_read_in_their_order(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(judged([n]).model_dump_json() for n in (1, 0)), encoding="utf-8")
    assert [row.points for row in read_judged(path, QUESTIONS)] == [[1], [0]]
