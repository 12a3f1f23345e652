"""What is said first to somebody who tells of danger, by level and country."""

import re

import pytest

from knowledge.first_help import PURPOSES, first_help
from tests.knowledge.wording.real_rules import real_library


@pytest.mark.parametrize("urgency", PURPOSES)
@pytest.mark.parametrize("country", ["GB", "de", "XX"])
def test_every_place_of_its_words_is_filled_but_who_of_a_helpline_sees_it(urgency: str, country: str) -> None:
    first = first_help(real_library(), urgency, country)
    for text in first.reply.text:
        places = set(re.findall(r"{(\w+)}", text))
        assert places - first.places.keys() == ({"desk"} if urgency == "emergency" else set())


def test_the_emergency_service_comes_first_and_a_worry_is_not_sent_to_it() -> None:
    shown = {urgency: first_help(real_library(), urgency, "GB").services for urgency in PURPOSES}
    assert shown["emergency"][0] == shown["urgent"][0] == "gb-emergency"
    assert "gb-emergency" not in shown["concern"]


def test_where_nobody_is_listed_the_number_stands_alone() -> None:
    first = first_help(real_library(), "concern", "XX")
    assert first.reply == real_library().replies.safety_concern_unlisted
    assert first.services == ["eu-emergency"]
