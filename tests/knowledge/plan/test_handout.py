"""A handout says what a topic is about and asks three questions on it, in sentences of the items."""

import json

import pytest

from knowledge.library import Library
from knowledge.plan import PlanError, handout, restore_handout

TOPIC = ["lesson-3.3", "lesson-1.3", "lesson-3.2"]


def test_it_has_lessons_of_each_item_three_questions_the_case_and_sources(real: Library) -> None:
    page = handout(real, TOPIC).page
    assert [section.shape for section in page.sections] == ["bullets", "numbered", "text", "sources"]
    assert len(page.sections[1].lines) == 3
    assert [len(line.sources) for line in page.sections[0].lines] == [1] * 6


def test_each_question_is_on_a_step_of_an_item(real: Library) -> None:
    made = handout(real, TOPIC)
    assert [line.id for line in made.questions] == [f"{item}.steps.0" for item in TOPIC]
    for item, line in zip(TOPIC, made.questions, strict=True):
        assert line.text.startswith(real.items[item].steps[0]) and line.text.endswith("?")


def test_what_was_dropped_gives_way_to_the_next(real: Library) -> None:
    made = handout(real, TOPIC)
    fewer = restore_handout(real, {**made.to_json(), "dropped": ["lesson-3.3.steps.0", "case-agirre-lehendakaria"]})
    assert [line.id for line in fewer.questions] == ["lesson-1.3.steps.0", "lesson-3.2.steps.0", "lesson-3.3.steps.1"]
    assert made.case and fewer.case == ()


def test_every_item_makes_one(real: Library) -> None:
    for item in real.items:
        made = handout(real, [item])
        assert made.lessons and made.sources[0].id == f"{item}.place"
        used = [number for line in made.page.lines() for number in line.sources]
        assert list(dict.fromkeys(used)) == list(range(1, len(made.sources) + 1))


def test_it_is_the_same_after_a_slot(real: Library) -> None:
    made = handout(real, TOPIC)
    assert restore_handout(real, json.loads(json.dumps(made.to_json()))) == made


def test_an_item_that_is_not_there_is_refused(real: Library) -> None:
    with pytest.raises(PlanError, match="no item"):
        handout(real, ["lesson-9.9"])
