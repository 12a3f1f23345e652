"""Practice conversations: moves and numbers of each turn, a second try, and never a word that was written."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.clock import Clock
from training import practice_runs as module
from training.learners import Learners, UnknownLearnerError
from training.practice_runs import PracticeRuns, RunTaken, TurnTaken, UnknownRunError, longest_debriefed

TRAINING = Path(module.__file__).parent


def test_turns_are_kept_in_order_with_moves_and_numbers(runs: PracticeRuns, clock: Clock, kim: int) -> None:
    started = clock()
    run = runs.start(kim, "mother-afraid")
    clock.forward(minutes=1)
    assert runs.record_turn(kim, run, ["greet", "open_question"], {"trust": 30, "fear": 65.5}) == 1
    clock.forward(minutes=1)
    assert runs.record_turn(kim, run, [], {}) == 2
    clock.forward(minutes=1)
    runs.debriefed(kim, run)
    at = clock()
    clock.forward(minutes=1)
    runs.debriefed(kim, run)
    (taken,) = runs.all(kim)
    assert (taken.scenario, taken.started_at, taken.debriefed_at) == ("mother-afraid", started, at)
    first, second = taken.turns
    assert (first.number, first.moves, first.numbers) == (1, ("greet", "open_question"), {"trust": 30, "fear": 65.5})
    assert (second.number, second.moves, second.numbers) == (2, (), {})


def test_a_second_try_goes_as_the_first_did_up_to_a_turn(runs: PracticeRuns, clock: Clock, kim: int) -> None:
    run = runs.start(kim, "mother-afraid")
    for trust in (30, 40, 20):
        runs.record_turn(kim, run, ["reflect"], {"trust": trust})
    runs.debriefed(kim, run)
    clock.forward(hours=1)
    again = runs.again(kim, run, 2)
    assert runs.record_turn(kim, again, ["name_feeling"], {"trust": 50}) == 3
    first, second = runs.all(kim)
    assert [turn.numbers["trust"] for turn in first.turns] == [30, 40, 20]
    assert [turn.numbers["trust"] for turn in second.turns] == [30, 40, 50]
    assert (second.id, second.scenario, second.debriefed_at, second.started_at) == (
        again,
        "mother-afraid",
        None,
        clock(),
    )
    assert runs.all(kim)[1].turns[:2] == first.turns[:2]
    runs.again(kim, run, 0)
    assert runs.all(kim)[2].turns == ()


def test_a_conversation_of_another_is_none_of_theirs(runs: PracticeRuns, learners: Learners, kim: int) -> None:
    run = runs.start(kim, "mother-afraid")
    ash = learners.new_link().learner
    for use in (
        lambda: runs.record_turn(ash, run, [], {}),
        lambda: runs.debriefed(ash, run),
        lambda: runs.again(ash, run, 1),
    ):
        with pytest.raises(UnknownRunError):
            use()
    with pytest.raises(UnknownLearnerError):
        runs.start(99, "mother-afraid")
    assert runs.all(ash) == [] and runs.all(kim)[0].turns == ()


def test_what_is_no_id_or_no_number_is_refused(runs: PracticeRuns, kim: int) -> None:
    run = runs.start(kim, "mother-afraid")
    for moves, numbers in (
        (["I am so sorry to hear that"], {}),
        (["x" * 41], {}),
        ([""], {}),
        ([], {"She said yes.": 1.0}),
        ([], {"trust": float("nan")}),
        (["reflect"] * 13, {}),
        ([], {f"n_{'x' * place}": 1.0 for place in range(1, 14)}),
    ):
        with pytest.raises(ValueError):
            runs.record_turn(kim, run, moves, numbers)
    for scenario in ("", "What the mother said", "x" * 61, "mother--afraid"):
        with pytest.raises(ValueError):
            runs.start(kim, scenario)
    assert [taken.turns for taken in runs.all(kim)] == [()]


@given(st.text(max_size=80))
def test_nothing_with_a_space_a_capital_or_a_mark_passes_as_an_id(text: str) -> None:
    if not (text.isascii() and text.replace("_", "").replace("-", "").isalnum() and text == text.lower()):
        assert not module._WORD.fullmatch(text) and not module._SCENARIO.fullmatch(text)


def test_every_move_and_scenario_of_the_training_passes() -> None:
    moves = yaml.safe_load((TRAINING / "moves.yml").read_text(encoding="utf-8"))
    assert moves and all(module._WORD.fullmatch(move["id"]) for move in moves)
    for file in (TRAINING / "scenarios").glob("*.yml"):
        scenario = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert module._SCENARIO.fullmatch(scenario["id"])
        assert all(module._WORD.fullmatch(name) for name in scenario["start"])


def test_of_several_debriefs_of_a_scenario_the_longest_conversation_counts(clock: Clock) -> None:
    early = clock()
    clock.forward(days=5)
    late = clock()
    turns = tuple(TurnTaken(number, (), {}, early) for number in range(1, 4))
    taken = [
        RunTaken(1, "mother-afraid", early, early, turns[:2]),
        RunTaken(2, "friend-drifting", early, None, turns),
        RunTaken(3, "mother-afraid", early, late, turns),
        RunTaken(4, "mother-afraid", early, late, turns),
        RunTaken(5, "imam-singled-out", early, early, turns[:1]),
        RunTaken(6, "head-teacher-list", early, early, ()),
    ]
    assert [run.id for run in longest_debriefed(taken)] == [5, 3]
    assert longest_debriefed([]) == []
