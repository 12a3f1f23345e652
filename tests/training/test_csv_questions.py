"""Questions go out as a table and come back whole."""

import csv
import io

import pytest
from hypothesis import given, settings

from knowledge.faults import KnowledgeError
from tests.knowledge.wording.real_rules import real_library
from tests.training.any_question import files
from tests.training.small_questions import of_each_kind
from training.csv_questions import COLUMNS, FORMULA, read_csv, write_csv
from training.question import Question
from training.question_files import load_questions

ALL = list(of_each_kind().values())


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def table(changed: list[dict[str, str]]) -> str:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows(changed)
    return file.getvalue()


@settings(max_examples=25)
@given(files)
def test_whatever_a_question_holds_comes_back(questions: list[Question]) -> None:
    assert read_csv(write_csv(questions)) == questions


@settings(max_examples=25)
@given(files)
def test_no_cell_is_a_formula_to_a_spreadsheet(questions: list[Question]) -> None:
    for row in rows(write_csv(questions)):
        assert not any(cell.startswith(tuple(set(FORMULA) - {"'"})) for cell in row.values())


def test_all_questions_of_the_project_come_back() -> None:
    questions = list(load_questions(real_library()).values())
    assert read_csv("\ufeff" + write_csv(questions)) == questions


def test_each_part_has_a_line_of_its_own() -> None:
    found = [(row["id"], row["row"], row["text"]) for row in rows(write_csv([of_each_kind()["order"]]))]
    name = "lesson-2.1-q4"
    assert found == [
        (name, "question", "In which order?"),
        (name, "part", "Morning"),
        (name, "part", "Noon"),
        (name, "part", "Evening"),
        (name, "answer", ""),
    ]


@pytest.mark.parametrize(
    ("row", "column", "value", "said"),
    [
        (0, "difficulty", "hard", "difficulty"),
        (0, "kind", "riddle", "answer"),
        (1, "row", "colour", "there is no row 'colour'"),
        (1, "right", "perhaps", "'right' is 'yes', 'no' or empty"),
        (1, "id", "lesson-2.1-q77", "no line 'question' stands before this one"),
        (2, "trace", "", "must name the sentence"),
    ],
)
def test_a_fault_is_named_by_line_and_field(row: int, column: str, value: str, said: str) -> None:
    changed = rows(write_csv([of_each_kind()["one"]]))
    changed[row][column] = value
    with pytest.raises(KnowledgeError) as caught:
        read_csv(table(changed), "mine.csv")
    assert any(said in str(fault) and fault.file == "mine.csv" for fault in caught.value.faults)
    if column == "right":
        assert any(fault.line == 3 for fault in caught.value.faults)


def test_a_missing_column_is_a_fault() -> None:
    with pytest.raises(KnowledgeError, match="trace: this column is missing"):
        read_csv("id,row,item\r\n")


def test_a_way_without_its_point_is_a_fault() -> None:
    changed = [row for row in rows(write_csv([of_each_kind()["short"]])) if row["row"] != "point"]
    with pytest.raises(KnowledgeError, match="behind its point"):
        read_csv(table(changed))


def test_a_name_used_twice_is_a_fault() -> None:
    with pytest.raises(KnowledgeError, match="used twice"):
        read_csv(table(rows(write_csv(ALL)) + rows(write_csv(ALL[:1]))))
