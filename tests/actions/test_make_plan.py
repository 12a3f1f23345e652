"""A plan from what was talked about or from a topic, changed by asking, and kept as ids alone."""

import json
from typing import Any

import pytest

from actions import make_plan, resources
from actions.change_plan import ChangePlan
from actions.make_plan import MakeHandout, MakePlan
from actions.start_again import StartAgain
from knowledge.library import Library
from knowledge.plan import Draft, Recipe
from knowledge.plan.book import load_book
from knowledge.search import Limits
from tests.actions.conftest import Talk
from tests.knowledge.wording.real_rules import real_library


class Found:
    """A search that finds one item for anything, with a chance that it fits."""

    used = sources = ("lesson-5.7",)
    fit = 0.01
    limits = Limits(answer=0.5, ask=0.3, clear=0.9)
    asked = ""

    def rank(self, topic: str) -> "Found":
        Found.asked = topic
        return self

    def advise(self, *_: object) -> "Found":
        return self


@pytest.fixture(autouse=True)
def real(small_resources: None, monkeypatch: pytest.MonkeyPatch) -> Library:
    """The paper's own items, since the order of plans is made for them; nothing fits a topic."""
    for cached in (resources.library, resources.plan_book):
        cached.cache_clear()
    monkeypatch.setattr(resources, "load", real_library)
    monkeypatch.setattr(resources, "load_book", load_book)
    for name in ("search", "adviser"):
        monkeypatch.setattr(make_plan, name, Found)
    return real_library()


@pytest.fixture
def advised(talk: Talk) -> Talk:
    """A conversation in which two items were given."""
    talk.slots.update(
        answered_items=["lesson-2.3", "challenge-2"], situation_text="they go quiet", focus_item="lesson-2.3"
    )
    return talk


def steps(talk: Talk) -> list[str]:
    """The steps of the plan that was shown last."""
    sections = talk.events[-1]["data"]["custom"]["plan"]["page"]["sections"]
    return [line["text"] for section in sections if section["shape"] == "numbered" for line in section["lines"]]


def test_a_plan_is_made_of_the_items_that_were_given(advised: Talk) -> None:
    reply = advised.turn(MakePlan(), "make me a plan", {"make_plan": 0.9})
    assert reply.custom["type"] == "guidance" and reply.custom["intent"] == "mothers_afraid_to_talk"
    assert reply.custom["sources"] == ["lesson-2.3", "challenge-2"]
    plan = reply.custom["plan"]
    assert plan["kind"] == "plan" and plan["recipe"]["items"] == ["lesson-2.3", "challenge-2"]
    assert f"{plan['page']['kind']}: {plan['page']['title']}" in reply.text
    assert all(step in reply.text for step in steps(advised))


def test_what_is_kept_holds_no_word_of_the_person(advised: Talk) -> None:
    advised.turn(MakePlan(), "make me a plan for Tom and his zebras", {"make_plan": 0.9})
    assert "Tom" not in json.dumps(advised.slots["plan"]) and "zebra" not in json.dumps(advised.slots["plan"])


def test_the_role_that_is_known_is_used(advised: Talk) -> None:
    advised.slots["role"] = "teacher"
    reply = advised.turn(MakePlan(), "make me a plan")
    assert reply.custom["plan"]["recipe"]["role"] == "teacher"
    assert advised.turn(MakeHandout(), "a handout").custom["plan"]["recipe"]["role"] is None


def test_without_a_situation_it_is_asked_for(talk: Talk) -> None:
    reply = talk.turn(MakePlan(), "make me a plan")
    assert reply.replies == ["plan_ask"] and "plan" not in reply.slots


def test_an_item_that_is_named_is_the_topic(talk: Talk) -> None:
    reply = talk.turn(MakePlan(), "make me a plan from lesson 3.1")
    assert reply.custom["sources"] == ["lesson-3.1"]
    assert talk.slots["focus_item"] == "lesson-3.1" and talk.slots["situation_text"]


@pytest.mark.parametrize(("fit", "made_of"), [(0.99, ["lesson-5.7"]), (0.01, ["lesson-2.3", "challenge-2"])])
def test_a_topic_counts_if_the_paper_treats_it(
    advised: Talk, monkeypatch: pytest.MonkeyPatch, fit: float, made_of: list[str]
) -> None:
    monkeypatch.setattr(Found, "fit", fit)
    reply = advised.turn(MakePlan(), "make me a plan for tired volunteers")
    assert reply.custom["plan"]["recipe"]["items"] == made_of and Found.asked == "tired volunteers"


def test_a_plan_becomes_a_handout_and_a_plan_again(advised: Talk) -> None:
    advised.turn(MakePlan(), "make me a plan")
    advised.slots.update(answered_items=None, focus_item=None)
    assert advised.turn(MakeHandout(), "/make_handout").custom["plan"]["kind"] == "handout"
    assert advised.turn(MakePlan(), "/make_plan").custom["sources"] == ["lesson-2.3", "challenge-2"]


def test_the_second_is_dropped_and_comes_back(advised: Talk) -> None:
    advised.turn(MakePlan(), "make me a plan")
    before = steps(advised)
    reply = advised.turn(ChangePlan(), "drop the second")
    assert steps(advised) == [before[0], *before[2:]] and "/change_plan" in reply.payloads
    advised.turn(ChangePlan(), "/change_plan")  # the button of the sheet
    assert steps(advised) == before


def test_it_is_for_teachers(advised: Talk, real: Library) -> None:
    advised.turn(MakePlan(), "make me a plan")
    reply = advised.turn(ChangePlan(), "it is for teachers")
    assert reply.custom["plan"]["recipe"]["role"] == "teacher"
    assert real.roles["teacher"].audience in reply.text


@pytest.mark.parametrize(
    ("said", "reply"), [("hm, not quite", "plan_unclear"), ("drop step 20", "plan_not_so"), ("undo", "plan_not_so")]
)
def test_what_cannot_be_done_is_said_and_nothing_changes(advised: Talk, said: str, reply: str) -> None:
    advised.turn(MakePlan(), "make me a plan")
    before = advised.slots["plan"]
    answer = advised.turn(ChangePlan(), said)
    assert answer.replies == [reply] and advised.slots["plan"] == before


def test_without_a_plan_there_is_nothing_to_change(talk: Talk) -> None:
    assert talk.turn(ChangePlan(), "drop the second").replies == ["plan_none"]
    talk.slots["plan"] = {"kind": "plan", "recipe": "nonsense"}
    assert talk.turn(ChangePlan(), "undo").replies == ["plan_none"]


def test_start_again_drops_the_plan_too(advised: Talk) -> None:
    advised.turn(MakePlan(), "make me a plan")
    assert advised.turn(StartAgain(), "start again").slots["plan"] is None


def test_what_the_situation_names_besides_is_taken_in_where_the_search_has_it_too(talk: Talk) -> None:
    talk.slots.update(
        answered_items=["lesson-2.3"], offered_items=["lesson-2.3", "lesson-5.7", "challenge-2", "lesson-2.2"]
    )
    reply = talk.turn(MakePlan(), "make me a plan")
    assert reply.custom["sources"] == ["lesson-2.3", "lesson-2.2", "challenge-2"]


@pytest.mark.parametrize("action", [ChangePlan(), MakePlan(), MakeHandout()])
def test_a_plan_with_an_item_that_is_no_longer_there_is_none(talk: Talk, action: Any) -> None:
    talk.slots["plan"] = Draft("plan", Recipe(("lesson-9.9",))).to_json()
    reply = talk.turn(action, "undo" if isinstance(action, ChangePlan) else "/make_plan")
    assert reply.replies in (["plan_none"], ["plan_ask"])
