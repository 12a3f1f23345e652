"""Whom somebody would like to practise with, by number, title or a word."""

import pytest

from knowledge.library import load
from training.practice_files import PracticeData, load_practice
from training.scenario_choice import scenario_meant


@pytest.fixture(scope="module")
def data() -> PracticeData:
    return load_practice(load(), search=False)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("I would like to practise with the mother", "mother-afraid"),
        ("play a dad whose flat was searched", "father-after-raid"),
        ("The imam, please", "imam-singled-out"),
        ("somebody who has journalists outside", "residents-press"),
        ("a head teacher", "head-teacher-list"),
    ],
)
def test_a_word_that_a_person_goes_by_is_enough(data: PracticeData, said: str, meant: str) -> None:
    found = scenario_meant(said, data.scenarios)
    assert found is not None and found.id == meant


def test_every_title_and_every_number_means_its_own(data: PracticeData) -> None:
    for number, scenario in enumerate(data.scenarios.values(), 1):
        for said in (scenario.title, f"{scenario.title}.", str(number), f"number {number} please"):
            assert scenario_meant(said, data.scenarios) is scenario


@pytest.mark.parametrize(
    "said", ["can we practise a talk", "99", "0", "", "a mother and a father", "somebody", "²", "for 5 minutes"]
)
def test_what_names_none_or_several_means_none(data: PracticeData, said: str) -> None:
    assert scenario_meant(said, data.scenarios) is None


def test_no_two_people_go_by_the_same_word(data: PracticeData) -> None:
    words = [word.lower() for scenario in data.scenarios.values() for word in scenario.goes_by]
    assert len(set(words)) == len(words)
