"""A practice conversation: promises that hold whatever is said, and the ways to say it."""

import json
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.training.practice_data import moves, scenario
from training.move_classifier import Reading
from training.practice import KEPT_TRIES, Practice, Talk, TalkOverError
from training.practice_rules import HIGHEST, LOWEST

MOVES = moves()
PRACTICE = Practice(scenario(), MOVES)


def talk_of(*made: str, talk: Talk | None = None) -> Talk:
    """The talk after these moves."""
    talk = talk or PRACTICE.start(1)
    for move in made:
        talk = PRACTICE.turn(talk, f"message {len(talk.turns)}", Reading(move, 0.9))
    return talk


class AnyTalk(RuleBasedStateMachine):
    """Keeps beside the talk every state that it was in."""

    @initialize(seed=st.integers(0, 50))
    def begins(self, seed: int) -> None:
        self.seed = seed
        self.talk = PRACTICE.start(seed)
        self.before = [self.talk]  # by number of turns, in the present try

    @precondition(lambda self: not self.talk.over)
    @rule(move=st.sampled_from(sorted(MOVES)), message=st.text(max_size=10), chance=st.floats(0, 1))
    def says(self, move: str, message: str, chance: float) -> None:
        self.talk = PRACTICE.turn(self.talk, message, Reading(move, chance))
        self.before.append(self.talk)

    @rule(share=st.floats(0, 1))
    def goes_back(self, share: float) -> None:
        to = round(share * len(self.talk.turns))
        tries = self.talk.tries
        self.talk = PRACTICE.back_to(self.talk, to)
        self.before = self.before[: to + 1]
        assert self.talk.turns == self.before[-1].turns  # as it was then
        assert PRACTICE.mind(self.talk.turns) == PRACTICE.mind(self.before[-1].turns)
        assert self.talk.tries[:1] == tries[:1] or not tries  # the first try stays

    @rule()
    def is_kept_and_read_again(self) -> None:
        assert Talk.of_json(json.loads(json.dumps(self.talk.as_json()))) == self.talk

    @invariant()
    def the_promises_hold(self) -> None:
        if not hasattr(self, "talk"):
            return
        turns = self.talk.turns
        assert all(LOWEST <= value <= HIGHEST for turn in turns for value in turn.numbers)
        assert len(set(self.talk.told)) == len(self.talk.told)
        assert all(not turn.end for turn in turns[:-1])
        assert not any(turn.end and turn.disclosure for turn in turns)
        assert len(self.talk.tries) <= KEPT_TRIES
        said = [turn.says for turn in turns]
        assert all(one != other for one, other in pairwise(said))  # never the same twice in a row
        again = PRACTICE.start(self.seed)
        for turn in turns:
            again = PRACTICE.turn(again, turn.message, Reading(turn.move, turn.chance, turn.part))
        assert again.turns == turns


AnyTalk.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
TestAnyTalk = AnyTalk.TestCase


def test_the_same_seed_gives_the_same_words_and_another_others() -> None:
    made = ["greet", "reflect", "open_question", "reflect"]
    one = talk_of(*made, talk=PRACTICE.start(3))
    assert one == talk_of(*made, talk=PRACTICE.start(3))
    others = [talk_of(*made, talk=PRACTICE.start(seed)) for seed in range(4, 9)]
    assert any([t.says for t in other.turns] != [t.says for t in one.turns] for other in others)


def test_nothing_is_said_twice_before_all_that_fits_was_said() -> None:
    practice = Practice(scenario(lambda data: data["start"].update(trust=90)), MOVES)
    talk = practice.start(1)
    for _ in range(6):
        talk = practice.turn(talk, "…", Reading("unclear", 0.9))
    said = [turn.says for turn in talk.turns]
    assert len(set(said)) == 6
    assert set(said[:2]) == set(practice.scenario.answers["unclear"])
    assert set(said[2:]) == set(practice.scenario.answers["other"])
    assert practice.turn(talk, "…", Reading("unclear", 0.9)).turns[-1].says == said[0]  # said longest ago


def test_of_an_end_only_its_words_are_said_and_then_the_talk_is_over() -> None:
    talk = talk_of("blame", "blame")
    end = PRACTICE.end(talk)
    assert end is not None and end.id == "gone"
    assert talk.turns[-1].says in end.says
    with pytest.raises(TalkOverError):
        talk_of("greet", talk=talk)


def test_going_back_opens_a_talk_that_was_over_and_keeps_what_came_as_a_try() -> None:
    first = talk_of("greet", "blame", "blame")
    again = PRACTICE.back_to(first, 1)
    assert (again.over, len(again.turns), again.tries) == (False, 1, (first.turns,))
    second = talk_of("reflect", talk=again)
    assert second.turns[0] == first.turns[0]
    assert second.turns[1].numbers.trust > first.turns[1].numbers.trust


def test_going_back_twice_in_a_row_is_one_try() -> None:
    talk = talk_of("greet", "reflect", "reflect")
    assert len(PRACTICE.back_to(PRACTICE.back_to(talk, 2), 1).tries) == 1


def test_one_cannot_go_back_to_a_turn_that_never_was() -> None:
    for turns in (-1, 3):
        with pytest.raises(ValueError, match="no turn"):
            PRACTICE.back_to(talk_of("greet", "reflect"), turns)


def test_what_is_no_talk_is_refused() -> None:
    with pytest.raises(ValueError):
        Talk.of_json({"scenario": "small", "turns": [{"move": "greet"}]})
