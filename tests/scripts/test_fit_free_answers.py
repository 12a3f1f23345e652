"""What the reading of free answers is fitted on, and how its limits are chosen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.fit_free_answers import _precise
from scripts.free_answer_trials import trials
from scripts.turned import turned
from tests.training.small_questions import of_each_kind, short_answer
from training.free_answers import ways_of
from training.question import Question


@pytest.mark.parametrize(
    ("text", "opposite"),
    [
        ("She can invite people to come.", "She can not invite people to come."),
        ("They are not trusted.", "They are trusted."),
        ("Trust is needed.", "Trust is not needed."),
        ("She finds other mothers for us.", "She does not find other mothers for us."),
    ],
)
def test_a_sentence_is_turned_round(text: str, opposite: str) -> None:
    assert turned(text) == opposite


def test_a_trial_never_meets_the_ways_that_it_is_made_of() -> None:
    ways = [text for _, text in ways_of(short_answer())]
    found = list(trials({question.id: question for question in of_each_kind().values()} | _others()))
    own = [trial for trial in found if trial.question == of_each_kind()["short"].id]
    assert {trial.sort for trial in own} == {"way", "pair", "turned", "strange", "empty"}
    for trial in own:
        if trial.sort == "way":
            assert trial.text == ways[trial.without[0]] and sum(map(bool, trial.says)) == 1
        elif trial.sort == "pair":
            first = ways[trial.without[0]].rstrip(".").lower()
            assert trial.text.lower().startswith(first) and len(trial.without) == 2
        elif trial.sort == "turned":
            assert True not in trial.says and trial.text != ways[trial.without[0]]
        else:
            assert not trial.on_topic and trial.without == () and not any(trial.says)


def _others() -> dict[str, Question]:
    """The short question on other items too, from which strange answers are taken."""
    short = of_each_kind()["short"]
    items = [f"lesson-1.{n}" for n in range(1, 7)] + [f"lesson-3.{n}" for n in range(1, 4)]
    return {f"{i}-q1": short.model_copy(update={"id": f"{i}-q1", "item": i}) for i in items}


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40), st.floats(0.5, 1))
def test_above_the_limit_enough_is_true(pairs: list[tuple[float, bool]], precision: float) -> None:
    limit = _precise(pairs, precision)
    above = [says for chance, says in pairs if chance > limit]
    assert 0 <= limit <= 1
    assert limit == 1 or any(says for chance, says in pairs if chance >= limit)
    if limit == 1:
        assert not above
