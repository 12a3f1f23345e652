"""What people read can be read at about twelve, as far as that can be measured.

The automated readability index (Smith and Senter 1967) counts letters and words, and gives the year of school in
the United States: 7 is a reader of twelve or thirteen. Names, and the terms of the field that no plainer word
stands for, are left out of the count: the shortest text about radicalisation has the word in it.
"""

import re
from collections.abc import Iterable
from statistics import mean

import pytest
import textstat
import yaml

from bot.settings import ROOT
from knowledge.library import Library, load

TERMS = re.compile(
    r"\b(?:(?:de)?radicalis|communit|organis|authorit|polaris|resilien|extremis|ideolog|professional|prevent"
    r"|municipalit|government|intervention)\w*",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<![.!?:] )(?<!^)(?<!“)\b[A-Z]\w+", re.MULTILINE)
FILLED_IN = re.compile(r"\{\w+\}")
TWELVE = 7.5  # year of school: the thirteenth birthday lies between 7 and 8
HARDEST = 11.5  # of one short text: the index of two or three sentences jumps about


def grade(text: str) -> float:
    """Year of school of `text`."""
    plain = NAME.sub("Anna", TERMS.sub("things", FILLED_IN.sub("it", text)))
    return float(textstat.automated_readability_index(plain))


@pytest.fixture(scope="module")
def real() -> Library:
    return load()


def assert_easy(texts: Iterable[str]) -> None:
    """On the average, and none much harder."""
    grades = {text: grade(text) for text in texts}
    assert mean(grades.values()) <= TWELVE
    assert {text: found for text, found in grades.items() if found > HARDEST} == {}


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


def test_why_an_item_helps(real: Library) -> None:
    texts = [item.why for item in real.items.values()]
    assert mean(map(grade, texts)) <= TWELVE  # one sentence each: only the average means something


def test_how_an_answer_opens(real: Library) -> None:
    assert mean(grade(text) for situation in real.situations.values() for text in situation.acknowledge) <= TWELVE
