"""Questions go out as Moodle's GIFT and come back whole."""

import pytest
from hypothesis import given, settings

from knowledge.faults import KnowledgeError
from tests.knowledge.wording.real_rules import real_library
from tests.training.any_question import files
from tests.training.small_questions import of_each_kind
from training.gift import MARK, read_gift, write_gift
from training.question import One, Question
from training.question_files import load_questions


@settings(max_examples=25)
@given(files)
def test_whatever_a_question_holds_comes_back(questions: list[Question]) -> None:
    assert read_gift(write_gift(questions)) == questions


@settings(max_examples=25)
@given(files)
def test_it_survives_an_editor_on_windows(questions: list[Question]) -> None:
    assert read_gift("\ufeff" + write_gift(questions).replace("\n", "\r\n")) == questions


def test_all_questions_of_the_project_come_back() -> None:
    questions = list(load_questions(real_library()).values())
    assert read_gift(write_gift(questions)) == questions


def test_a_question_looks_as_moodle_has_it() -> None:
    lines = write_gift([of_each_kind()["one"]]).splitlines()
    assert lines[0].startswith("// ")
    assert lines[1:] == [
        "::lesson-2.1-q1::Which tree?{",
        "~the old oak#A reason about the old oak.",
        "=the young birch#A reason about the young birch.",
        "~a red cherry#A reason about a red cherry.",
        "~no tree#A reason about no tree.",
        "}",
    ]


@pytest.mark.parametrize(
    ("kind", "line"),
    [
        ("several", "~%33.33333%a grey heron#A reason about a grey heron."),
        ("several", "~%-50%one blue tit#A reason about one blue tit."),
        ("best", "~%66.66667%Ask for tea#A reason about Ask for tea."),
        ("order", "=2 -> Noon"),
        ("match", "=Hen here -> Chick"),
        ("short", "####She knows other mothers and can invite them."),
        ("mend", "####The words put a mark on her family."),
    ],
)  # fmt: skip
def test_each_kind_has_a_form_in_gift(kind: str, line: str) -> None:
    assert line in write_gift([of_each_kind()[kind]]).splitlines()


def test_what_is_changed_in_moodle_is_what_comes_back() -> None:
    text = write_gift([of_each_kind()["one"]])
    head, *rest = text.splitlines()
    rest[2] = rest[2].replace("the young birch#", "the tall birch#")
    (changed,) = read_gift("\n".join([head, *rest]))
    assert isinstance(changed.answer, One)
    assert [(o.text, o.trace) for o in changed.answer.options[:2]] == [
        ("the old oak", None),
        ("the tall birch", "says 2"),
    ]


def test_moved_options_keep_their_sentences() -> None:
    head, title, one, two, *rest = write_gift([of_each_kind()["one"]]).splitlines()
    (moved,) = read_gift("\n".join([head, title, two, one, *rest]))
    assert isinstance(moved.answer, One)
    assert [(option.text, option.trace) for option in moved.answer.options[:2]] == [
        ("the young birch", "says 2"),
        ("the old oak", None),
    ]


def test_a_question_that_is_not_ours_lacks_what_must_be_added_and_is_told_where() -> None:
    text = "// by hand\n$CATEGORY: birds\n\n::lesson-2.1-q1::Which bird?{=duck#It is a duck. ~oak ~elm ~ash}\n"
    with pytest.raises(KnowledgeError) as caught:
        read_gift(text, "birds.gift")
    said = [str(fault) for fault in caught.value.faults]
    assert "birds.gift:4: lesson-2.1-q1.item: this field is missing" in said
    assert any("must name the sentence" in line for line in said)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("::lesson-2.1-q1::The sun is a star.{T}", "no answer|cannot be read|missing"),
        ("::lesson-2.1-q1::No answer here", "in braces"),
        ("::lesson-2.1-q1::Half {=a ~b", "in braces"),
        (MARK + "{broken\n::lesson-2.1-q1::Which?{=a ~b}", "this field is missing"),
        (MARK + '{"traces": 3, "kind": "one"}\n::lesson-2.1-q1::Which?{=a ~b}', "."),
        (MARK + '{"why": [[1]], "kind": "match"}\n::lesson-2.1-q1::Which?{=a -> b =c -> d}', "."),
    ],
)
def test_what_cannot_be_read_is_a_fault_and_no_accident(text: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match=said):
        read_gift(text)


def test_a_name_used_twice_is_a_fault() -> None:
    with pytest.raises(KnowledgeError, match="used twice"):
        read_gift(write_gift([of_each_kind()["one"]] * 2))
