"""The learned side of safety: it learns, keeps what it learned, and chooses limits that keep to the aims."""

from pathlib import Path

import numpy as np
import pytest

from bot.nlu.safety_model import (
    EMERGENCY,
    Aims,
    Limits,
    SafetyModel,
    choose_limits,
    held_out_chances,
    measured,
    weigh,
)
from bot.nlu.safety_rules import LEVELS

AIMS = Aims({"none": 1, "concern": 3, "urgent": 3, "emergency": 3}, 3.0, 0.1, 0.1, 0.1, 3)
SAID = ["the tea is ready now", "he is so bitter now", "she leaves next week", "he has it with him tonight"]


def examples(number: int = 200) -> tuple[np.ndarray, list[str], np.ndarray, np.ndarray]:
    """Invented ones: a direction of the embedding and a phrase for each level, with noise on both."""
    random = np.random.default_rng(3)
    levels = np.arange(number) % len(LEVELS)
    vectors = random.normal(0, 0.4, (number, 8))
    vectors[np.arange(number), levels] += 1
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    texts = [SAID[level if random.random() < 0.8 else random.integers(4)] for level in levels]
    return vectors, texts, levels, random.random(number) < 0.3


def test_it_learns_the_levels_and_its_chances_are_shares_of_one() -> None:
    vectors, texts, levels, lookalike = examples()
    chances = held_out_chances(vectors, texts, levels, lookalike, AIMS)
    assert np.allclose(chances.sum(axis=1), 1)
    assert np.mean(chances.argmax(axis=1) == levels) > 0.8


def test_what_is_kept_and_read_again_gives_the_same_chances(tmp_path: Path) -> None:
    vectors, texts, levels, lookalike = examples()
    model = SafetyModel.fit(vectors, texts, levels, weigh(levels, lookalike, AIMS))
    model.save(tmp_path)
    again = SafetyModel.load(tmp_path)
    assert np.allclose(again.chances(vectors[:9], texts[:9]), model.chances(vectors[:9], texts[:9]), atol=1e-5)


def test_a_message_of_unknown_words_has_chances_too() -> None:
    vectors, texts, levels, lookalike = examples()
    model = SafetyModel.fit(vectors, texts, levels, weigh(levels, lookalike, AIMS))
    assert model.chances(vectors[:1], ["żółw 123"]).shape == (1, len(LEVELS))


def test_limits_keep_to_the_aims() -> None:
    vectors, texts, levels, lookalike = examples(400)
    chances = held_out_chances(vectors, texts, levels, lookalike, AIMS)
    found = measured(chances, levels, lookalike, choose_limits(chances, levels, lookalike, AIMS))
    assert found["harmless raised"] <= AIMS.harmless + 0.02
    assert found["lookalikes raised"] <= AIMS.lookalikes + 0.04
    assert found["emergencies at emergency"] > 0.7


def test_stricter_aims_give_higher_limits() -> None:
    vectors, texts, levels, lookalike = examples(400)
    chances = held_out_chances(vectors, texts, levels, lookalike, AIMS)
    strict = Aims(AIMS.costs, 3.0, 0.01, 0.01, 0.1, 3)
    limits = [choose_limits(chances, levels, lookalike, aims).danger for aims in (AIMS, strict)]
    assert limits[0] < limits[1]


@pytest.mark.parametrize(
    ("chances", "level"),
    [
        ([0.7, 0.1, 0.1, 0.1], "none"),
        ([0.3, 0.6, 0.05, 0.05], "concern"),
        ([0.3, 0.2, 0.45, 0.05], "urgent"),
        ([0.3, 0.3, 0.1, 0.3], "emergency"),
    ],
)
def test_a_level_is_given_among_the_chances_of_danger(chances: list[float], level: str) -> None:
    assert Limits(danger=0.5, urgent=0.5, emergency=0.4).level(np.array(chances)) == level


def test_a_dearer_level_weighs_more_and_a_lookalike_more_than_other_harmless_ones() -> None:
    levels, lookalike = np.array([0, 0, EMERGENCY]), np.array([False, True, True])
    aims = Aims({"none": 1, "concern": 2, "urgent": 3, "emergency": 5}, 4.0, 0.1, 0.1, 0.1, 3)
    assert weigh(levels, lookalike, aims).tolist() == [1, 4, 5]
