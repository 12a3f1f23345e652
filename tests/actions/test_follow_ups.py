"""Follow-ups: what "it", "the second one" and "what else" mean after an answer."""

import pytest

from actions.another_angle import AnotherAngle
from actions.choose_option import ChooseOption
from actions.cite_source import CiteSource
from actions.guide import Guide
from actions.open_item import OpenItem
from actions.refocus import Refocus
from actions.remember_role import RememberRole
from actions.show_example import ShowExample
from actions.start_again import StartAgain
from actions.why import Why
from knowledge.library import Library
from tests.actions.conftest import Talk
from tests.actions.test_guide import CLEAR, UNSURE


@pytest.fixture
def advised(talk: Talk) -> Talk:
    """A conversation in which lesson 1.1 was just given."""
    talk.turn(Guide(), *CLEAR)
    return talk


def test_tell_me_more_opens_the_item_in_focus(advised: Talk, library: Library) -> None:
    reply = advised.turn(OpenItem(), "tell me more")
    assert reply.custom == {"type": "item", "sources": ["lesson-1.1"]}
    assert all(step in reply.text for step in library.items["lesson-1.1"].steps)


def test_a_button_opens_the_item_that_it_names(advised: Talk) -> None:
    reply = advised.turn(OpenItem(), '/tell_me_more{"item":"challenge-1"}', item="challenge-1")
    assert reply.custom["sources"] == ["challenge-1"]
    assert advised.slots["focus_item"] == "challenge-1"


def test_the_second_one_is_the_second_source(advised: Talk) -> None:
    second = advised.slots["offered_items"][1]
    assert advised.turn(ChooseOption(), "the second one", ordinal="2").custom["sources"] == [second]


def test_the_last_one_is_the_last_source(advised: Talk) -> None:
    last = advised.slots["offered_items"][-1]
    assert advised.turn(ChooseOption(), "the last", ordinal="-1").custom["sources"] == [last]


def test_a_number_beyond_the_list_stays_with_the_item_in_focus(advised: Talk) -> None:
    assert advised.turn(ChooseOption(), "number 5", ordinal="5").custom["sources"] == ["lesson-1.1"]


def test_after_a_question_back_a_number_takes_that_meaning(talk: Talk) -> None:
    talk.turn(Guide(), *UNSURE)
    second = talk.slots["options"][1]
    reply = talk.turn(ChooseOption(), "the second", ordinal="2")
    assert reply.custom["type"] == "guidance"
    assert second in reply.custom["sources"]


def test_show_me_the_example_opens_a_case(advised: Talk) -> None:
    reply = advised.turn(ShowExample(), "show me the example")
    assert reply.custom == {"type": "item", "sources": ["case-tea-room"]}


def test_why_gives_the_items_reason(advised: Talk, library: Library) -> None:
    reply = advised.turn(Why(), "why?")
    assert library.items["lesson-1.1"].why in reply.text
    assert reply.custom["sources"] == ["lesson-1.1"]


def test_what_else_goes_on_to_what_the_situation_names_too(advised: Talk) -> None:
    reply = advised.turn(AnotherAngle(), "what else?")
    assert reply.custom["type"] == "guidance"
    assert reply.custom["sources"][0] == "lesson-1.2"


def test_what_else_never_gives_the_same_first_and_stops_where_nothing_is_near(advised: Talk, library: Library) -> None:
    firsts = ["lesson-1.1"]
    while (reply := advised.turn(AnotherAngle(), "what else?")).custom["type"] == "guidance":
        firsts.append(reply.custom["sources"][0])
    assert len(set(firsts)) == len(firsts) < len(library.items)


def test_what_else_comes_to_an_end_and_offers_a_person(advised: Talk, library: Library) -> None:
    for _ in range(len(library.items) + 1):
        reply = advised.turn(AnotherAngle(), "what else?")
    assert reply.custom["type"] == "chitchat"
    assert reply.payloads == ["/ask_for_person"]


def test_and_for_the_fathers_searches_with_the_change(advised: Talk, library: Library) -> None:
    reply = advised.turn(Refocus(), "and about Share the garden tools")
    assert reply.custom["type"] == "guidance"
    assert "garden tools" in advised.slots["situation_text"]
    assert CLEAR[0] in advised.slots["situation_text"]


def test_a_change_that_no_item_speaks_of_is_left_out_of_the_search(advised: Talk, library: Library) -> None:
    before = advised.slots["situation_text"]
    reply = advised.turn(Refocus(), "and for the zoologists?")
    assert reply.text.startswith(library.phrases.refocus_same)
    assert reply.custom["sources"][0] == "lesson-1.1"
    assert advised.slots["situation_text"] == before


def test_if_the_change_finds_the_same_it_says_so(advised: Talk, library: Library) -> None:
    reply = advised.turn(Refocus(), "and for the fathers?")
    assert reply.text.startswith(library.phrases.refocus_same)


def test_the_source_is_named_with_its_place(advised: Talk, library: Library) -> None:
    reply = advised.turn(CiteSource(), "where does it say that?")
    assert "lesson 1.1" in reply.text.lower() and library.paper.title in reply.text
    assert reply.custom == {"type": "item", "sources": ["lesson-1.1"]}


def test_without_anything_said_the_source_is_the_paper(talk: Talk, library: Library) -> None:
    reply = talk.turn(CiteSource(), "source?")
    assert reply.custom == {"type": "about"}
    assert library.paper.title in reply.text


def test_a_role_is_acknowledged_and_the_advice_given_in_its_light(advised: Talk, library: Library) -> None:
    advised.slots["role"] = "teacher"
    reply = advised.turn(RememberRole(), "I'm a teacher")
    assert reply.text.startswith("Thank you. I will keep in mind that you are a teacher.")
    assert any(opening in reply.text for opening in library.roles["teacher"].openings)
    assert reply.custom["sources"][0] == "lesson-1.1"


def test_a_role_that_was_stated_outweighs_a_hint(advised: Talk, library: Library) -> None:
    advised.slots.update(role="teacher", role_hint="parent")
    reply = advised.turn(AnotherAngle(), "what else?")
    assert any(opening in reply.text for opening in library.roles["teacher"].openings)


def test_a_hint_counts_where_nothing_was_stated(advised: Talk, library: Library) -> None:
    advised.slots["role_hint"] = "parent"
    reply = advised.turn(AnotherAngle(), "what else?")
    assert any(opening in reply.text for opening in library.roles["parent"].openings)


def test_what_about_another_item_opens_it(advised: Talk) -> None:
    assert advised.turn(Refocus(), "and challenge 1?", item="challenge-1").custom["sources"] == ["challenge-1"]


def test_a_role_before_anything_else_is_met_with_a_question(talk: Talk) -> None:
    talk.slots["role"] = "parent"
    assert talk.turn(RememberRole(), "I'm a mum").replies == ["ask_for_situation"]


@pytest.mark.parametrize("action", [OpenItem, ShowExample, Why, AnotherAngle, Refocus, ChooseOption])
def test_a_short_follow_up_to_nothing_asks_for_the_situation(talk: Talk, action: type) -> None:
    assert talk.turn(action(), "what else?").replies == ["ask_for_situation"]


@pytest.mark.parametrize("action", [OpenItem, ShowExample, Why, AnotherAngle, Refocus, ChooseOption])
def test_a_long_follow_up_to_nothing_is_answered_for_itself(talk: Talk, action: type) -> None:
    reply = talk.turn(action(), CLEAR[0], {"lesson_1_1": 0.9})
    assert reply.custom["type"] == "guidance"


def test_start_again_forgets_the_situation_and_keeps_the_role(advised: Talk) -> None:
    advised.slots["role"] = "teacher"
    advised.turn(StartAgain(), "start again")
    assert not advised.slots["situation_text"] and not advised.slots["focus_item"]
    assert advised.slots["role"] == "teacher"
