"""A described situation gets guidance, a question back, or a kind word: decided in one place."""

from actions.guide import Guide
from knowledge.library import Library
from tests.actions.conftest import Talk

CLEAR = ("Question 2 about Listen before you plan?", {"lesson_1_1": 0.9, "out_of_scope": 0.01})


def test_a_clear_situation_gets_guidance_with_its_sources(talk: Talk) -> None:
    reply = talk.turn(Guide(), *CLEAR)
    assert reply.custom["type"] == "guidance"
    assert reply.custom["sources"][0] == "lesson-1.1"
    assert reply.custom["intent"] == "lesson_1_1"


def test_buttons_offer_what_people_do_next(talk: Talk) -> None:
    reply = talk.turn(Guide(), *CLEAR)
    assert '/tell_me_more{"item":"lesson-1.1"}' in reply.payloads
    assert "/another_angle" in reply.payloads
    assert "/ask_for_person" in reply.payloads


def test_the_situation_is_remembered_for_follow_ups(talk: Talk) -> None:
    talk.turn(Guide(), *CLEAR)
    assert talk.slots["situation_text"] == CLEAR[0]
    assert talk.slots["focus_item"] == "lesson-1.1"
    assert talk.slots["offered_items"][0] == "lesson-1.1"
    assert talk.slots["answers_given"] == 1


def test_what_fits_nothing_is_turned_away_kindly(talk: Talk) -> None:
    reply = talk.turn(Guide(), "zebra trombone", {"out_of_scope": 0.99})
    assert reply.custom["type"] == "out_of_scope"
    assert reply.replies == ["out_of_scope"]
    assert isinstance(reply.custom["nearest"], list)


UNSURE = ("please help with the garden", {"lesson_1_2": 0.2, "out_of_scope": 0.5})


def test_in_between_it_asks_back_with_human_titles(talk: Talk, library: Library) -> None:
    reply = talk.turn(Guide(), *UNSURE)
    assert reply.custom["type"] == "clarify"
    titles = [option["title"] for option in reply.custom["options"]]
    assert set(titles) <= {s.title for s in library.situations.values()}
    assert "/none_of_these" in reply.payloads


def test_a_chosen_meaning_is_answered_for_the_message_first_asked(talk: Talk) -> None:
    talk.turn(Guide(), *UNSURE)
    reply = talk.turn(Guide(), "/lesson_1_2", {"lesson_1_2": 1.0})
    assert reply.custom["type"] == "guidance"
    assert talk.slots["situation_text"] == UNSURE[0]


def test_a_button_after_a_refusal_does_not_bring_the_refused_message_back(talk: Talk) -> None:
    talk.slots["situation_text"] = "an earlier situation"
    reply = talk.turn(Guide(), "/challenge_1", {"challenge_1": 1.0})
    assert reply.custom["sources"][0] == "challenge-1"
    assert talk.slots["situation_text"] == "Nowhere to meet"


def test_a_button_after_a_question_back_that_offers_something_else_does_not_answer_the_question(talk: Talk) -> None:
    talk.turn(Guide(), *UNSURE)
    talk.slots["options"] = ["lesson-1.1"]
    talk.turn(Guide(), "/challenge_1", {"challenge_1": 1.0})
    assert talk.slots["situation_text"] == "Nowhere to meet"


def test_a_typed_item_is_opened_whatever_the_message_was_taken_for(talk: Talk) -> None:
    reply = talk.turn(Guide(), "the tea room", {"out_of_scope": 0.9}, item="case-tea-room")
    assert reply.custom == {"type": "item", "sources": ["case-tea-room"]}


def test_each_reply_carries_exactly_one_type(talk: Talk) -> None:
    for text, intents in (CLEAR, UNSURE, ("zebra", {"out_of_scope": 0.99})):
        assert talk.turn(Guide(), text, intents).custom["type"]
