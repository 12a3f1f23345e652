"""The country that a person is in is known from their own words only: it decides which number is called."""

import pytest

from bot.nlu.whereabouts import Whereabouts
from bot.settings import ROOT

find = Whereabouts(ROOT / "knowledge" / "services.yml").find


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("I live in Germany", "DE"),
        ("im in wales", "GB"),
        ("we work in the Netherlands", "NL"),
        ("here in the UK nobody talks about it", "GB"),
        ("I'm a teacher in Austria.", "AT"),
        ("I’m a youth worker in a small town in Germany", "DE"),
        ("I teach at a school in France", "FR"),
        ("I live in Cardiff, Wales", "GB"),
        ("we live in the north of England", "GB"),
        ("I am calling from Sweden", "SE"),
        ("my country is Poland", "PL"),
        ("I dont live in England, I live in Germany", "DE"),
    ],
)
def test_the_first_person_says_where_they_are(text: str, country: str) -> None:
    found = find(text)
    assert found is not None and found.value == country


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Sweden", "SE"),
        ("In Germany.", "DE"),
        ("the Netherlands, please.", "NL"),
        ("sorry, it's Italy", "IT"),
        ("have you numbers for Ireland?", "IE"),
    ],
)
def test_a_country_alone_is_an_answer(text: str, country: str) -> None:
    found = find(text)
    assert found is not None and found.value == country


@pytest.mark.parametrize(
    "text",
    [
        "The families from Germany in our street",
        "My neighbours came from Poland",
        "a project for Denmark and Italy",
        "we are a project for Denmark and Italy",
        "my son went to fight in France",
        "I am worried about what happens in France",
        "we are worried people in Germany hate us",
        "I work with families from Poland",
        "We work with a partner in Denmark",
        "I am a friend of a family in Poland",
        "I am from Poland and my neighbours hate me",
        "My mother lives in Poland",
        "I'm not in Germany",
        "I was in Spain when it happened",
        "the attack in Belgium",
        "does this work in Germany too?",
        "tell me about Germany",
        "a German book about French cheese",
    ],
)
def test_where_others_are_or_come_from_says_nothing(text: str) -> None:
    assert find(text) is None
