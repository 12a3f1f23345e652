"""What a message within the intake is taken for."""

import pytest

from helpline.intake_readings import Kind, Reader, is_mashed, plain
from helpline.intake_script import STEPS, script

READER = Reader(script())


def kind(message: str, step: str = "seen", hint: str = "") -> Kind:
    answers = dict.fromkeys(STEPS[1 : STEPS.index(step)], "x")
    return READER.read(message, script().step(step), answers, "role", hint).kind


@pytest.mark.parametrize(
    "message", ["skip", "Skip please", "Next!", "don't know", "I don’t know", "dunno", "no idea", "pass"]
)
def test_skip(message: str) -> None:
    assert kind(message) == Kind.SKIP


@pytest.mark.parametrize(
    "message", ["stop", "STOP", "please stop", "cancel", "I want to leave", "never mind", "I have to go"]
)
def test_stop(message: str) -> None:
    assert kind(message) == Kind.STOP


@pytest.mark.parametrize(
    "message",
    [
        "why?",
        "Why do you ask?",
        "why do you need to know that",
        "who sees this?",
        "who will read that",
        "is this private",
    ],
)
def test_why(message: str) -> None:
    assert kind(message) == Kind.WHY


@pytest.mark.parametrize(
    "message", ["I want to talk to somebody", "can I talk to a human", "put me through to someone"]
)
def test_person(message: str) -> None:
    assert kind(message) == Kind.PERSON


@pytest.mark.parametrize(
    "message", ["", "   ", "?!", "...", "🙂", "asdfgh", "jkljkl qwrtz", "aaaaaaa", "ok", "hm", "hello", "5"]
)
def test_unusable(message: str) -> None:
    assert kind(message) == Kind.UNUSABLE


@pytest.mark.parametrize(
    "message",
    [
        "he stopped coming to training",
        "they told him to stop",
        "why he did it nobody knows",
        "he left the group and wants to leave school too",
        "a person in a car waited for him",
        "next week they will meet",
        "nothing",
        "nothing yet, he only talks",
        "у него нож",
        "er hat nichts gesagt",
        "Rhys, Lynn",
        "tv",
    ],
)
def test_words_that_tell_something_are_an_answer(message: str) -> None:
    reading = READER.read(message, script().step("seen"), {"danger": "", "role": ""}, "role")
    assert (reading.kind, reading.text) == (Kind.ANSWER, message)


@pytest.mark.parametrize(
    ("message", "title"),
    [
        ("To talk with somebody", "To talk with somebody"),
        ("1", "To talk with somebody"),
        ("number 2 please", "Advice on what to do"),
        ("the third one", "That somebody acts"),
        ("ADVICE!", "Advice on what to do"),
        ("I would like somebody to act", "That somebody acts"),
    ],
)
def test_an_option_by_its_title_its_words_or_its_number(message: str, title: str) -> None:
    reading = READER.read(message, script().step("wants"), {}, None)
    assert reading.kind == Kind.ANSWER and reading.option is not None and reading.option.title == title


def test_the_persons_own_words_are_kept_where_they_say_more_than_the_option() -> None:
    danger = script().step("danger")
    assert READER.read("no, he sleeps", danger, {}, None).text == "no, he sleeps"
    assert READER.read("no", danger, {}, None).text == "No, not today"


def test_a_hint_counts_only_where_free_text_is_no_answer() -> None:
    assert kind("somebody real, if you please", "summary", "person") == Kind.PERSON
    assert kind("somebody real was there", "seen", "person") == Kind.ANSWER


@pytest.mark.parametrize("message", ["what do you mean?", "I don't understand the question", "an example please"])
def test_who_does_not_understand_is_given_an_example(message: str) -> None:
    assert kind(message) == Kind.EXPLAIN


def test_what_is_put_right_is_taken_as_it_was_written() -> None:
    answers = {"danger": "", "role": "x", "about": "y"}
    reading = READER.read("No – he is 17, I'm SURE.", script().step("tried"), answers, "about")
    assert (reading.kind, reading.step, reading.text) == (Kind.CORRECTION, "about", "he is 17, I'm SURE.")


def test_plain_leaves_words_and_apostrophes() -> None:
    assert plain("  Don’t – know, n/a!  ") == "don't know n/a"


def test_three_words_are_words_whatever_they_look_like() -> None:
    assert is_mashed("grmpf", "grmpf") and not is_mashed("grmpf hmpf tss", "grmpf hmpf tss")
