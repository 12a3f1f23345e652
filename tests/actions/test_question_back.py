"""A question back, what answers it, and what follows when nothing is understood."""

import pytest
from rasa_sdk import Action

from actions.another_angle import AnotherAngle
from actions.choose_option import ChooseOption
from actions.guide import Guide
from actions.open_item import OpenItem
from actions.refocus import Refocus
from actions.remember_role import RememberRole
from actions.rephrase import Rephrase
from actions.show_example import ShowExample
from actions.start_again import StartAgain
from actions.which_one import WhichOne
from actions.why import Why
from knowledge.library import Library
from tests.actions.conftest import Talk
from tests.actions.test_guide import CLEAR, UNSURE

OUTSIDE = ("zebra trombone", {"out_of_scope": 0.99})


@pytest.fixture
def asked(talk: Talk) -> Talk:
    """A conversation whose last reply was a question back."""
    assert talk.turn(Guide(), *UNSURE).custom["options"]
    return talk


def test_yes_to_several_options_asks_which_and_offers_them_again(asked: Talk) -> None:
    options = list(asked.slots["options"])
    reply = asked.turn(WhichOne(), "yes")
    assert reply.replies == ["which_one"]
    assert len(reply.custom["options"]) == len(options) > 1
    assert "/none_of_these" in reply.payloads
    assert asked.slots["options"] == options and asked.slots["clarified"]


def test_yes_to_the_only_option_takes_it(asked: Talk) -> None:
    asked.slots["options"] = ["lesson-1.2"]
    reply = asked.turn(WhichOne(), "yes")
    assert reply.custom["type"] == "guidance" and reply.custom["sources"][0] == "lesson-1.2"
    assert asked.slots["situation_text"] == UNSURE[0]


def test_yes_with_a_number_takes_that_option(asked: Talk) -> None:
    second = asked.slots["options"][1]
    assert asked.turn(WhichOne(), "yes, the second", ordinal="2").custom["sources"][0] == second


@pytest.mark.parametrize("action", [Rephrase, AnotherAngle])
def test_no_or_something_else_gives_none_of_the_options_and_asks_for_other_words(asked: Talk, action: type) -> None:
    reply = asked.turn(action(), "no")
    assert reply.replies == ["rephrase"]
    assert not asked.slots["options"] and not asked.slots["focus_item"] and not asked.slots["clarified"]


def test_after_a_no_a_yes_opens_none_of_the_rejected(asked: Talk) -> None:
    asked.turn(Rephrase(), "no")
    assert asked.turn(OpenItem(), "yes").replies == ["ask_for_situation"]


@pytest.mark.parametrize("action", [OpenItem, ShowExample, Why])
def test_a_follow_up_to_an_open_question_asks_which_is_meant(asked: Talk, action: type) -> None:
    assert asked.turn(action(), "tell me more").replies == ["which_one"]


def test_a_new_situation_is_answered_for_itself(asked: Talk) -> None:
    reply = asked.turn(Guide(), *CLEAR)
    assert reply.custom["sources"][0] == "lesson-1.1"
    assert asked.slots["situation_text"] == CLEAR[0] and not asked.slots["options"]


def test_a_change_to_an_open_question_is_taken_with_it(asked: Talk, library: Library) -> None:
    reply = asked.turn(Refocus(), "no, I mean the garden tools that we share")
    assert reply.custom["type"] == "guidance" and reply.custom["sources"][0] == "lesson-1.2"
    assert asked.slots["situation_text"].startswith(UNSURE[0] + "\n")
    assert not reply.text.startswith((library.phrases.refocus_same, *library.phrases.refocus))  # nothing came before


def test_a_role_named_after_a_question_repeats_it(asked: Talk) -> None:
    asked.slots["role"] = "teacher"
    reply = asked.turn(RememberRole(), "I'm a teacher")
    assert reply.text.startswith("Thank you.") and reply.custom["options"]
    assert asked.slots["clarified"]


def test_after_a_digression_a_number_still_answers_the_question(asked: Talk) -> None:
    asked.slots.update(clarified=False, misses=0)  # what Rasa sets while another reply is given
    second = asked.slots["options"][1]
    reply = asked.turn(ChooseOption(), "the second one", ordinal="2")
    assert reply.custom["type"] == "guidance" and reply.custom["sources"][0] == second
    assert asked.slots["situation_text"] == UNSURE[0]


def test_the_first_miss_asks_the_second_wants_other_words_the_third_names_people(talk: Talk) -> None:
    replies = [talk.turn(Guide(), *UNSURE) for _ in range(4)]
    assert replies[0].custom["type"] == "clarify" and replies[0].custom["options"]
    assert replies[1].replies == ["rephrase"]
    for reply in replies[2:]:
        assert reply.replies == ["not_understood"]
        assert reply.custom["type"] == "handoff" and reply.custom["services"]


def test_a_no_that_says_what_it_is_about_is_answered(asked: Talk) -> None:
    reply = asked.turn(Rephrase(), f"none of these. {CLEAR[0]}")
    assert reply.custom["type"] == "guidance" and reply.custom["sources"][0] == "lesson-1.1"
    assert not asked.slots["options"] and not asked.slots["clarified"]


def test_no_counts_as_a_miss(asked: Talk) -> None:
    asked.turn(Rephrase(), "no")
    assert asked.turn(Guide(), *UNSURE).custom["type"] == "handoff"


@pytest.mark.parametrize(("action", "word"), [(WhichOne(), "yes"), (Rephrase(), "no")])
def test_after_the_question_which_one_comes_a_request_for_other_words_then_people(
    asked: Talk, action: Action, word: str
) -> None:
    asked.turn(WhichOne(), "yes")
    assert asked.turn(action, word).replies == ["rephrase"]
    assert asked.turn(Guide(), *UNSURE).custom["type"] == "handoff"


@pytest.mark.parametrize(
    ("action", "turn"), [(Guide(), CLEAR), (Guide(), OUTSIDE), (StartAgain(), ("start again", {"start_again": 0.9}))]
)
def test_whatever_is_replied_to_ends_the_row(asked: Talk, action: Action, turn: tuple[str, dict[str, float]]) -> None:
    asked.turn(Guide(), *UNSURE)
    asked.turn(action, *turn)
    assert asked.turn(Guide(), *UNSURE).custom["options"]


def test_an_opened_item_settles_the_question(asked: Talk) -> None:
    asked.turn(OpenItem(), "open challenge 1", item="challenge-1")
    assert asked.turn(OpenItem(), "tell me more").custom == {"type": "item", "sources": ["challenge-1"]}


def test_a_number_that_no_item_has_lists_that_part(talk: Talk, library: Library) -> None:
    reply = talk.turn(OpenItem(), "open lesson 1", item="lesson-1")
    assert reply.replies == ["which_number"] and "lesson 1" in reply.text
    assert reply.payloads == ['/tell_me_more{"item":"lesson-1.1"}', '/tell_me_more{"item":"lesson-1.2"}']
    assert talk.turn(ChooseOption(), "the second", ordinal="2").custom["sources"] == ["lesson-1.2"]


@pytest.mark.parametrize(("asked_for", "first"), [("lesson-7", "lesson-1.1"), ("challenge-12", "challenge-1")])
def test_where_there_is_no_such_part_its_kind_is_listed(talk: Talk, asked_for: str, first: str) -> None:
    reply = talk.turn(OpenItem(), "open that", item=asked_for)
    assert reply.payloads == [f'/tell_me_more{{"item":"{first}"}}']
