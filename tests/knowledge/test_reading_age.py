"""What people read can be read at about twelve, as far as that can be measured (see tests/reading_age.py)."""

from statistics import mean

import pytest
import yaml

from bot.settings import ROOT
from knowledge.library import Library, load
from tests.reading_age import TWELVE, assert_easy, grade


@pytest.fixture(scope="module")
def real() -> Library:
    return load()


def test_the_index_tells_plain_from_hard() -> None:
    assert grade("We met at noon. She was late. We had tea and talked of home.") < 3
    assert grade("Notwithstanding considerable institutional apprehension, practitioners subsequently concurred.") > 15


def test_what_the_bot_says_of_itself() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert_easy(response["text"] for responses in domain["responses"].values() for response in responses)


def test_the_replies_of_actions(real: Library) -> None:
    assert_easy(text for name in type(real.replies).model_fields for text in getattr(real.replies, name).text)


def test_the_steps_of_each_item(real: Library) -> None:
    assert_easy(" ".join(item.steps) for item in real.items.values())


def test_what_each_item_says(real: Library) -> None:
    assert_easy(" ".join(item.says) for item in real.items.values())


def test_what_is_said_to_somebody_who_worries(real: Library) -> None:
    assert_easy(" ".join([*worry.says, *worry.steps]) for worry in real.worries.values())


def test_why_an_item_helps(real: Library) -> None:
    texts = [item.why for item in real.items.values()]
    assert mean(map(grade, texts)) <= TWELVE  # one sentence each: only the average means something


def test_how_an_answer_opens(real: Library) -> None:
    assert mean(grade(text) for situation in real.situations.values() for text in situation.acknowledge) <= TWELVE
