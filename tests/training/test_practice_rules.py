"""How a simulated person takes a move."""

from typing import Any

from tests.training.practice_data import moves, scenario
from training.practice_rules import OPEN_FROM, Mind, Numbers, Rules, Step

RULES = Rules(scenario(), moves())


def played(*made: str, rules: Rules = RULES) -> Step:
    """What the last of these moves did."""
    mind = rules.start()
    for move in made[:-1]:
        mind = rules.step(mind, move).mind
    return rules.step(mind, made[-1])


def test_a_move_has_the_effect_of_the_scenario_where_it_gives_one_and_else_its_own() -> None:
    assert played("greet").change == (2, 0, 0)
    assert played("reflect").change == (8, -5, 2)


def test_what_helps_has_half_of_its_effect_each_time_it_is_made_in_a_row() -> None:
    assert [played(*["reflect"] * n).change for n in (1, 2, 3)] == [(8, -5, 2), (4, -2, 1), (2, -1, 0)]


def test_another_move_between_gives_the_whole_effect_back() -> None:
    assert played("reflect", "reflect", "open_question", "reflect").change == (8, -5, 2)


def test_what_hurts_hurts_as_much_each_time() -> None:
    rules = Rules(scenario(lambda data: data["start"].update(trust=90, hope=90)), moves())
    assert played("blame", "blame", rules=rules).change == (-14, 6, -8)


def test_values_stay_from_0_to_100_and_the_change_says_what_was_left_of_it() -> None:
    rules = Rules(scenario(lambda data: data["start"].update(trust=97, fear=2, hope=99)), moves())
    step = played("reflect", rules=rules)
    assert step.mind.numbers == (100, 0, 100)
    assert step.change == (3, -2, 1)


def test_a_disclosure_waits_for_its_needs_and_for_a_move_that_it_follows() -> None:
    assert played("reflect").disclosure is None  # trust is 28
    assert played("reflect", "open_question").disclosure is None  # not the move
    told = played("reflect", "open_question", "reflect").disclosure
    assert told is not None and told.id == "first"


def test_a_disclosure_without_moves_of_its_own_follows_any_that_helps_and_none_that_hurts() -> None:
    mind = Mind(Numbers(90, 10, 20), told=("first",), turns=3)
    assert RULES.step(mind, "blame").disclosure is None
    told = RULES.step(mind, "open_question").disclosure
    assert told is not None and told.id == "heart"


def test_an_offer_made_long_ago_does_not_end_the_talk() -> None:
    mind = Mind(Numbers(90, 10, 60), ("first", "heart"), frozenset({"offer_next_step"}), "reflect", 1, 9)
    assert RULES.step(mind, "open_question").end is None
    end = RULES.step(mind, "offer_next_step").end
    assert end is not None and end.id == "good"


def test_an_end_that_needs_several_moves_comes_with_the_last_of_them() -> None:
    def both(data: dict[str, Any]) -> None:
        data["ends"][0]["needs"]["moves"] = ["offer_next_step", "summarise_close"]

    rules = Rules(scenario(both), moves())
    mind = Mind(Numbers(90, 10, 60), ("first", "heart"), frozenset(), "reflect", 1, 9)
    step = rules.step(mind, "offer_next_step")
    assert step.end is None
    end = rules.step(step.mind, "summarise_close").end
    assert end is not None and end.id == "good"


def test_an_open_end_comes_after_some_turns_only() -> None:
    early = ["open_question"] * (OPEN_FROM - 2) + ["summarise_close"]
    assert played(*early).end is None
    end = played("open_question", *early).end
    assert end is not None and end.id == "polite"


def test_a_broken_end_comes_at_any_time() -> None:
    end = played("blame", "blame").end
    assert end is not None and end.id == "gone"


def test_what_would_be_told_in_the_turn_of_an_end_is_not_told() -> None:
    def at_once(data: dict[str, Any]) -> None:
        data["ends"][0]["needs"] = {"trust": 30}
        data["disclosures"][0]["needs"] = {"trust": 30}
        data["start"]["trust"] = 29

    step = played("reflect", rules=Rules(scenario(at_once), moves()))
    assert step.end is not None
    assert (step.disclosure, step.mind.told) == (None, ())


def test_the_first_disclosure_that_can_come_out_does_and_each_turn_has_one_at_most() -> None:
    mind = Mind(Numbers(90, 10, 20), turns=3)
    step = RULES.step(mind, "reflect")
    assert step.mind.told == ("first",)
    assert RULES.step(step.mind, "reflect").mind.told == ("first", "heart")
