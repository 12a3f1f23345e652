"""A worry about one person: people first, then what the paper means between two, and nobody has to tell it twice."""

from dataclasses import replace

import pytest

from actions.another_angle import AnotherAngle
from actions.go_on import GoOn
from actions.guide import Guide
from actions.make_plan import MakeHandout, MakePlan
from actions.open_item import OpenItem
from actions.refocus import Refocus
from actions.remember_role import RememberRole
from actions.resources import search
from actions.safety import Safety
from knowledge.library import Library
from knowledge.search import Limits
from tests.actions.conftest import Reply, Talk

TEXT = "My friend tells me nothing any more. Question 2 about Share the garden tools?"
ABOUT_ONE = {"worried_about_someone": 0.9}


@pytest.fixture
def told(talk: Talk) -> Talk:
    """A conversation that began with a worry."""
    talk.turn(Safety(), TEXT, ABOUT_ONE)
    return talk


def sources(reply: Reply) -> list[str]:
    return list(reply.custom["sources"])


def test_people_come_first_and_then_what_the_paper_means_between_two(talk: Talk, library: Library) -> None:
    reply = talk.turn(Safety(), TEXT, ABOUT_ONE)
    first, second = reply.messages
    assert reply.replies == ["safety_concern"] and "116 123" in first["text"]
    assert reply.custom["type"] == "safety" and reply.custom["urgency"] == "concern"
    item = reply.slots["focus_item"]
    worry = library.worries[item]
    assert all(text in second["text"] for text in (*worry.says, *worry.steps))
    assert not any(step in second["text"] for step in library.items[item].steps)
    assert library.items[item].title in second["text"]


def test_what_is_for_parents_is_for_parents_alone(talk: Talk) -> None:
    assert talk.turn(Safety(), TEXT, ABOUT_ONE).slots["focus_item"] != "lesson-1.2"
    talk.slots["role_hint"] = "parent"
    assert talk.turn(Safety(), TEXT, ABOUT_ONE).slots["focus_item"] == "lesson-1.2"


def test_what_the_search_finds_besides_is_named_best_first_and_never_in_place_of_it(talk: Talk) -> None:
    reply = talk.turn(Safety(), TEXT, ABOUT_ONE)
    assert sources(reply)[0] == "lesson-1.2" and reply.slots["focus_item"] in sources(reply)
    assert sources(talk.turn(Safety(), "zebra trombone", ABOUT_ONE)) == [talk.slots["focus_item"]]


def test_what_else_goes_on_and_comes_to_an_end_with_a_person(told: Talk) -> None:
    given = [told.slots["focus_item"]]
    while (reply := told.turn(AnotherAngle(), "what else?")).custom["type"] == "guidance":
        given += sources(reply)
    assert sorted(given) == ["challenge-1", "lesson-1.1"]
    assert reply.payloads == ["/ask_for_person"]


@pytest.mark.parametrize("intent", ["danger_now", "danger_soon"])
@pytest.mark.parametrize("action", [Refocus, RememberRole, OpenItem])
def test_a_danger_told_after_a_worry_ends_its_advice_and_nothing_lowers_it(
    told: Talk, intent: str, action: type
) -> None:
    told.slots["role"] = "parent"
    told.turn(Safety(), "he has a knife", {intent: 0.9})
    before = told.slots["urgency"]
    reply = told.turn(action(), "and for his wife?")
    assert "sources" not in reply.custom and told.slots["urgency"] == before


@pytest.mark.parametrize("intent", ["danger_now", "danger_soon"])
def test_a_worry_told_after_a_danger_gets_no_advice_and_does_not_lower_it(talk: Talk, intent: str) -> None:
    talk.turn(Safety(), "he has a knife", {intent: 0.9})
    before = talk.slots["urgency"]
    reply = talk.turn(Safety(), TEXT, ABOUT_ONE)
    assert "sources" not in reply.custom and talk.slots["urgency"] == before


def test_who_tells_more_of_it_is_told_something_else_and_at_last_the_nearest_again(told: Talk) -> None:
    seen = [told.slots["focus_item"]]
    for _ in range(2):
        reply = told.turn(Safety(), TEXT, ABOUT_ONE)
        assert reply.custom["urgency"] == "concern"
        seen.append(reply.slots["focus_item"])
    assert len(set(seen[:2])) == 2 and seen[2] == seen[0]


def test_who_then_says_that_they_are_a_parent_gets_what_is_for_parents(told: Talk) -> None:
    told.slots["role"] = "parent"
    reply = told.turn(RememberRole(), "I am his mother")
    assert sources(reply) == ["lesson-1.2"]


def test_a_plan_goes_on_from_the_worry_that_was_told(told: Talk, library: Library) -> None:
    told.slots["role"] = "parent"
    page = told.turn(MakePlan(), "make me a plan").custom["plan"]["page"]
    steps = [
        line["text"] for section in page["sections"] if section["shape"] == "numbered" for line in section["lines"]
    ]
    of_worries = {step for worry in library.worries.values() for step in worry.steps}
    assert steps and set(steps) <= of_worries


def test_a_plan_on_a_worry_offers_no_training(told: Talk) -> None:
    assert "/make_handout" not in told.turn(MakePlan(), "make me a plan").payloads


def test_a_handout_is_of_the_lessons_as_they_are(told: Talk) -> None:
    recipe = told.turn(MakeHandout(), "make me a handout").custom["plan"]["recipe"]
    assert recipe["worry"] is False


def test_the_whole_lesson_says_for_whom_it_was_written(told: Talk, library: Library) -> None:
    item = library.items[told.slots["focus_item"]]
    text = told.turn(OpenItem(), "tell me more").text
    assert text.startswith(library.phrases.worry.whole)
    assert all(step in text for step in item.steps)


def test_one_thing_changed_stays_with_the_worry(told: Talk, library: Library) -> None:
    reply = told.turn(Refocus(), "and what about Nowhere to meet?")
    assert reply.custom["intent"] == "worried_about_someone"


@pytest.mark.parametrize("action", [AnotherAngle, OpenItem])
def test_a_worry_to_which_only_people_were_named_is_not_told_twice(talk: Talk, action: type, library: Library) -> None:
    talk.turn(Safety(), "zebra trombone", {"worried_about_someone": 0.4, "out_of_scope": 0.3})
    reply = talk.turn(action(), "what else?")
    assert sources(reply)[0] in library.worries
    assert reply.custom["type"] == "guidance"


def test_what_now_goes_on_with_the_advice(told: Talk, library: Library) -> None:
    reply = told.turn(GoOn(), "what do I do now?")
    assert reply.custom["type"] == "guidance" and reply.slots["focus_item"] in library.worries
    assert "/ask_for_person" in reply.payloads


def test_a_question_about_it_is_answered_by_what_is_near_to_both(told: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    half = Limits(answer=0.0, ask=0.0, clear=1.1)  # whatever is asked may be of the worry
    monkeypatch.setattr(search(), "weights", replace(search().weights, limits=half))
    reply = told.turn(Guide(), "how do I bring it up at Nowhere to meet?", {"lesson_1_1": 0.9})
    assert reply.custom["intent"] == "worried_about_someone"
    assert TEXT in told.slots["situation_text"] and "bring it up" in told.slots["situation_text"]


def test_a_situation_that_is_told_afterwards_is_answered_for_itself(told: Talk, library: Library) -> None:
    reply = told.turn(Guide(), "Question 3 about Listen before you plan?", {"lesson_1_1": 0.9})
    assert any(step in reply.text for step in library.items["lesson-1.1"].steps)
    text = told.turn(AnotherAngle(), "what else?").text
    assert not any(step in text for worry in library.worries.values() for step in worry.steps)


@pytest.mark.parametrize(("intent", "urgency"), [("danger_now", "emergency"), ("danger_soon", "urgent")])
@pytest.mark.parametrize("action", [AnotherAngle, MakePlan])
def test_in_danger_people_are_named_again_whatever_advice_is_asked_for(
    told: Talk, intent: str, urgency: str, action: type
) -> None:
    told.turn(Safety(), "he has a knife", {intent: 0.9})
    reply = told.turn(action(), "what else?")
    assert reply.custom["services"] and "sources" not in reply.custom
