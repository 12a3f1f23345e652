"""'Check this text': what is found, said and handed on."""

from typing import Any

from actions.check_wording import SHOWN, CheckWording
from tests.actions.conftest import Talk

ASK = "check this text: "


def check(talk: Talk, text: str) -> Any:
    message = ASK + text
    return talk.turn(CheckWording(), message, parsed={"text_to_check": [len(ASK), len(message)]})


def test_each_place_is_told_with_why_and_what_to_say(talk: Talk) -> None:
    reply = check(talk, "It is a no-go area.")
    assert "one place" in reply.text and "“no-go area”" in reply.text and "Say, for example" in reply.text
    assert "“It is a neighbourhood that needs more support.”" in reply.text


def test_flags_count_in_the_message_as_it_came(talk: Talk) -> None:
    (flag,) = check(talk, "It is a no-go area.").custom["flags"]
    assert (ASK + "It is a no-go area.")[flag["start"] : flag["end"]] == flag["span"] == "no-go area"
    assert flag.keys() >= {"start", "end", "span", "rule", "why", "alternatives"}


def test_a_clean_text_is_said_to_be_clean(talk: Talk) -> None:
    reply = check(talk, "Tea at four, and everybody is welcome.")
    assert reply.custom["flags"] == [] and "found nothing" in reply.text


def test_of_many_places_the_first_are_told_and_all_are_handed_on(talk: Talk) -> None:
    reply = check(talk, "It is a no-go area. " * (SHOWN + 2))
    assert len(reply.custom["flags"]) == SHOWN + 2 and "and 2 more" in reply.text


def test_without_a_text_it_says_how_to_bring_one(talk: Talk) -> None:
    reply = talk.turn(CheckWording(), "can you check our leaflet")
    assert "check this text:" in reply.text and reply.custom["flags"] == []
