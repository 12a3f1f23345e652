"""The data of the intake: faults are named by line and field, and its texts are plain, short and kind."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from helpline.intake_script import FILE, ROOT, STEPS, LeftOut, Readings, load_script, script
from knowledge.faults import Fault, KnowledgeError
from tests.knowledge.wording.real_rules import real_checker
from tests.reading_age import assert_easy

# Said to keep faith and origin out, which cannot be said without the words.
TERMS = {"faith", "origin"}


def said(value: Any) -> Iterator[str]:
    """All texts that people read."""
    if isinstance(value, list):
        for part in value:
            yield from said(part)
    elif isinstance(value, BaseModel) and not isinstance(value, Readings | LeftOut):
        for name in type(value).model_fields:
            if name not in ("step", "also", "unclear", "end", "raises"):
                yield from said(getattr(value, name))
    elif isinstance(value, str) and value:
        yield value


SAID = list(said(script()))


def test_the_texts_are_there() -> None:
    assert len(SAID) > 100


def test_no_text_hurts() -> None:
    checker = real_checker()
    flags = [(text, flag) for text in SAID for flag in checker.check(text, strict=True)]
    assert [(flag.span, flag.rule.id, text) for text, flag in flags if flag.span.lower() not in TERMS] == []


def test_the_questions_can_be_read_at_twelve() -> None:
    assert_easy(step.question for step in script().steps)


def test_what_else_is_said_can_be_read_at_twelve() -> None:
    assert_easy(getattr(step, name) for step in script().steps for name in ("why", "unusable", "example"))
    assert_easy(text for text in said([script().says, script().team, script().ends]) if len(text) > 20)


def test_a_question_is_short() -> None:
    assert max(len(step.question.split()) for step in script().steps[1:]) <= 50


def test_every_button_is_read_as_its_own_option_and_as_no_other() -> None:
    for step in script().steps:
        texts = [option.text for option in step.options]
        assert len(set(texts)) == len(texts)


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[Callable[[Any], None]], list[Fault]]:
    """Changes the data of a copy, and gives the faults that are found."""
    path = tmp_path / FILE
    path.parent.mkdir()
    shutil.copy(ROOT / FILE, path)

    def change(how: Callable[[Any], None]) -> list[Fault]:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        how(data)
        path.write_text(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), encoding="utf-8")
        with pytest.raises(KnowledgeError) as caught:
            load_script(tmp_path)
        return list(caught.value.faults)

    return change


Broken = Callable[[Callable[[Any], None]], list[Fault]]


def remove(data: Any) -> None:
    del data["steps"][3]["why"]


def swap(data: Any) -> None:
    data["steps"][1], data["steps"][2] = data["steps"][2], data["steps"][1]


def lose_a_place(data: Any) -> None:
    data["steps"][0]["question"] = "May I keep it?"


def add_a_place(data: Any) -> None:
    data["steps"][3]["question"] = "What have you seen, {name}?"


def lone_brace(data: Any) -> None:
    data["steps"][3]["why"] = "It { helps."


def capital(data: Any) -> None:
    data["readings"]["skip"].append("Skip")


def close(data: Any) -> None:
    data["steps"][3]["open"] = False


def no_consent(data: Any) -> None:
    del data["steps"][0]["options"][0]["answers"]


def twice(data: Any) -> None:
    data["steps"][1]["options"][1]["also"].append("yes")


def no_way_on(data: Any) -> None:
    data["leaving"]["options"][2]["end"] = "kept"


def unknown(data: Any) -> None:
    data["steps"][3]["colour"] = "blue"


@pytest.mark.parametrize(
    ("how", "field", "message"),
    [
        (remove, "steps.3.why", "missing"),
        (swap, "steps", "in this order"),
        (lose_a_place, "steps.0.question", "{days} and {team}"),
        (add_a_place, "steps.3.question", "nothing in braces"),
        (lone_brace, "steps.3.why", "brace stands alone"),
        (capital, "readings.skip", "pattern"),
        (close, "steps.3", "needs options"),
        (no_consent, "steps.0.options", "one true and one false"),
        (twice, "steps.1.options.1.also", "stands here twice"),
        (no_way_on, "leaving.options", "one go on"),
        (unknown, "steps.3.colour", "no such field"),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(broken: Broken, how: Any, field: str, message: str) -> None:
    (fault, *_) = broken(how)
    assert fault.file == "helpline/intake.yml" and fault.line >= 1
    assert fault.field.startswith(field) and message in fault.message


def test_steps_are_found_by_name() -> None:
    assert [script().step(name).step for name in STEPS] == list(STEPS)
