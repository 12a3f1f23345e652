"""Free answers: points that are there, missing, or unsure; opposites are not taken for what they oppose."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import Encoder
from knowledge.library import ROOT
from tests.knowledge.conftest import WordEncoder
from tests.knowledge.wording.real_rules import real_library
from tests.training.small_questions import of_each_kind, short_answer
from training.clauses import is_negated, negations, parts
from training.free_answers import (
    SIGNALS,
    TOPIC_SIGNALS,
    Found,
    FreeAnswers,
    Reading,
    Table,
    Ways,
    load_limits,
    texts_of,
    verdict,
    ways_of,
    weights_of,
)
from training.question import Question, Short
from training.question_files import load_questions

LIMITS = load_limits()
SHORT = short_answer()
WORDS = WordEncoder()
WEIGHTS = weights_of(of_each_kind().values())


def ways() -> Ways:
    texts = texts_of(SHORT)
    return Ways(SHORT, dict(zip(texts, WORDS.encode(texts), strict=True)), WEIGHTS)


WAYS = ways()


def signals(text: str) -> Mapping[str, list[float]]:
    """Each signal for the two points and the misconception."""
    table = WAYS.signals(text, WORDS.encode([text])[0])
    return {name: table[:, place].tolist() for place, name in enumerate(SIGNALS)}


@pytest.mark.parametrize(("group", "text"), ways_of(SHORT))
def test_a_way_is_nearest_to_what_it_says(group: int, text: str) -> None:
    found = signals(text)
    assert found["nearest"][group] == pytest.approx(1, abs=1e-3)
    for name in ("ridge", "middle", "words"):
        assert int(np.argmax(found[name])) == group


def test_negation_is_seen() -> None:
    assert signals("she knows other mothers")["agrees"][0] == 1
    assert signals("she does not know other mothers")["agrees"][0] == 0
    assert signals("nobody says that she does not know other mothers")["agrees"][0] == 1


@given(st.text(max_size=80))
def test_every_text_has_finite_signals(text: str) -> None:
    vector = WORDS.encode([text])[0]
    table = WAYS.signals(text, vector)
    assert table.shape == (3, len(SIGNALS)) and np.isfinite(table).all()
    topic = WAYS.topic_signals(text, vector)
    assert topic.shape == (1, len(TOPIC_SIGNALS)) and np.isfinite(topic).all()


chances = st.lists(st.floats(0, 1), min_size=3, max_size=3).map(np.array)


@given(chances, st.floats(0, 1))
def test_a_verdict_follows_from_the_chances_and_the_limits(found: Table, topic: float) -> None:
    reading = verdict(found, 2, topic, LIMITS)
    assert len(reading.points) == 2 and len(reading.held) == 1
    if topic < LIMITS.on_topic:
        assert not reading.judged and set(reading.points) == {Found.UNSURE} and not any(reading.held)
    else:
        for chance, outcome in zip(found, reading.points, strict=False):
            assert (outcome is Found.THERE) == (chance >= LIMITS.there)
            assert (outcome is Found.MISSING) == (chance < LIMITS.missing)


def test_limits_leave_room_between_missing_and_there() -> None:
    assert 0 < LIMITS.missing < LIMITS.open < LIMITS.there < 1
    assert LIMITS.open < LIMITS.held and -1 < LIMITS.lost < LIMITS.kept < 1


def test_what_may_be_the_opposite_is_never_said_to_be_there() -> None:
    sure = replace(LIMITS, point=replace(LIMITS.point, intercept=99.0), on_topic=0.0)
    reader = FreeAnswers(WORDS.encode, sure, WEIGHTS)
    read = {text: reader.read("q", SHORT, text) for text in ("she knows other mothers", "she knows no other mothers")}
    assert read["she knows other mothers"].points[0] is Found.THERE
    assert read["she knows no other mothers"].points[0] is not Found.THERE


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("One short sentence here.", []),
        ("First there is this. Then there is that.", ["First there is this.", "Then there is that."]),
        (
            "They trust her, because she lives among them.",
            ["They trust her", "because she lives among them."],
        ),
        ("She can ask the others and they will gladly come.", ["She can ask the others", "they will gladly come."]),
        ("They do not watch people and tell the office.", []),  # what is behind "and" is negated too
        ("Bread and butter", []),
    ],
)
def test_an_answer_is_cut_where_it_says_another_thing(text: str, cut: list[str]) -> None:
    assert parts(text) == cut


@given(st.text(max_size=300))
def test_parts_are_parts(text: str) -> None:
    found = parts(text)
    assert len(found) == len(set(found)) <= 12
    assert all(part in text for part in found)


@pytest.mark.parametrize(
    ("text", "count"),
    [("They don't and won’t", 2), ("Never say nothing", 2), ("Nothing but notes", 1), ("Yes", 0)],
)
def test_negations_are_counted(text: str, count: int) -> None:
    assert negations(text) == count


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("It should not be done in secret.", True),
        ("It must be done in secret or it does not work.", False),
        ("Better tell them, so nobody is hurt", False),
        ("So nobody is hurt", True),
        ("Nobody said that it is not true", False),
        ("", False),
    ],
)
def test_the_first_clause_says_whether_something_is_negated(text: str, negated: bool) -> None:
    assert is_negated(text) is negated


@pytest.mark.built
def test_nobody_is_told_of_a_misconception_who_says_its_opposite() -> None:
    assert not any(read("lesson-5.4-q5", "It should not be done in secret.").held)


@cache
def _real() -> tuple[FreeAnswers, Mapping[str, Question]]:
    questions = load_questions(real_library())
    encoder = Encoder(ROOT / "build" / "encoder")
    return FreeAnswers(encoder.encode, LIMITS, weights_of(questions.values())), questions


def read(question: str, text: str) -> Reading:
    reader, questions = _real()
    answer = questions[question].answer
    assert isinstance(answer, Short)
    return reader.read(question, answer, text)


# Written for these tests; none of them is a way of the question.
@pytest.mark.built
@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("She knows the other mums in her street and can get us in touch with them.", {0}),
        ("She is able to talk them round so that they come along.", {1}),
        ("She finds other mothers for us. She also gets them to join in.", {0, 1}),
    ],
)
def test_real_answers_are_read_by_their_meaning(text: str, there: set[int]) -> None:
    reading = read("lesson-2.1-q3", text)
    assert reading.judged
    found = {place for place, outcome in enumerate(reading.points) if outcome is Found.THERE}
    missing = {place for place, outcome in enumerate(reading.points) if outcome is Found.MISSING}
    assert found <= there and not missing & there
    assert not any(reading.held)


@pytest.mark.built
@pytest.mark.parametrize("text", ["asdf jkl", "It depends.", "My bus was late and I had no breakfast."])
def test_what_says_nothing_about_the_question_is_not_judged(text: str) -> None:
    assert not read("lesson-2.1-q3", text).judged


@pytest.mark.built
def test_the_model_answers_miss_no_point() -> None:
    reader, questions = _real()
    names = [name for name, question in questions.items() if isinstance(question.answer, Short)][:3]
    for name in names:
        answer = questions[name].answer
        assert isinstance(answer, Short)
        assert Found.MISSING not in reader.read(name, answer, answer.model).points, name
