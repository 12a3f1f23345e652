"""What a trainee is told after a turn."""

from tests.training.practice_data import library, moves, scenario
from training.feedback import Feedback, FeedbackWriter
from training.move_classifier import Reading
from training.practice import Practice, Talk
from training.practice_phrases import load_practice_phrases

PRACTICE = Practice(scenario(), moves())
PHRASES = load_practice_phrases()
WRITER = FeedbackWriter(PRACTICE, library().items, PHRASES)


def talk_of(*made: str, chance: float = 0.9, part: str = "") -> Talk:
    talk = PRACTICE.start(1)
    for move in made:
        talk = PRACTICE.turn(talk, "message", Reading(move, chance, part))
    return talk


def last(talk: Talk) -> Feedback:
    return WRITER.of_turn(talk, len(talk.turns))


def test_it_names_the_move_says_what_it_did_and_why_and_the_lesson() -> None:
    feedback = last(talk_of("reflect"))
    assert feedback.head == "I read this as: The move reflect."
    assert feedback.says[:2] == ("This is what reflect does.", "This is why reflect does so.")
    assert feedback.says[-1] == "Trust rose clearly, fear went down a little and hope rose a little."
    assert feedback.lesson == "lesson-2.3" and "lesson 2.3" in feedback.source
    assert "understanding" in feedback.phase


def test_a_move_that_was_read_without_certainty_is_named_with_a_doubt() -> None:
    assert "not quite sure" in last(talk_of("reflect", chance=0.3)).head


def test_an_unclear_message_is_not_called_a_move() -> None:
    feedback = last(talk_of("unclear"))
    assert feedback.head == PHRASES.read_unclear
    assert feedback.phase == ""


def test_how_this_person_takes_it_is_said_where_they_take_it_otherwise() -> None:
    assert "With Robin: A hello is not enough." in last(talk_of("greet")).says
    assert not any("With Robin" in text for text in last(talk_of("reflect")).says)


def test_the_sentence_that_weighed_most_is_quoted() -> None:
    assert "What weighed most: “Your fault.”" in last(talk_of("blame", part="Your fault.")).lines()


def test_repeating_oneself_is_pointed_out_where_it_would_have_helped() -> None:
    assert PHRASES.repeated in last(talk_of("reflect", "reflect")).says
    assert PHRASES.repeated not in last(talk_of("reflect", "open_question")).says


def test_what_came_out_is_named() -> None:
    assert "Robin has told you more: Something at home." in last(talk_of("reflect", "open_question", "reflect")).says


def test_the_wordings_are_those_of_the_scenario_and_then_of_the_move() -> None:
    feedback = last(talk_of("blame"))
    assert (feedback.better, feedback.wordings) == (
        PHRASES.better, ("So it is hard to begin.", "What brought you here?"),
    )  # fmt: skip
    assert last(talk_of("reflect")).wordings == ("What brought you here?", "A better way for reflect.")


def test_wordings_that_were_shown_before_come_last() -> None:
    talk = talk_of("reflect", "reflect")
    first, second = WRITER.of_turn(talk, 1).wordings, WRITER.of_turn(talk, 2).wordings
    assert second[0] == "Another way for reflect." and first[0] != second[0]


def test_later_in_the_talk_the_later_wordings_are_shown() -> None:
    talk = talk_of("reflect", "open_question", "reflect", "blame")
    assert last(talk).wordings == ("So you carried it alone.", "Would a small step help?")


def test_what_fell_to_nothing_is_said_to_have() -> None:
    assert "Trust fell to nothing, fear rose a little and hope fell clearly." in last(talk_of("blame", "blame")).says


def test_a_turn_that_changed_nothing_is_said_to() -> None:
    rules = Practice(scenario(lambda data: data["start"].update(trust=100, fear=0, hope=100)), moves())
    talk = rules.turn(rules.start(1), "message", Reading("reflect", 0.9))
    says = FeedbackWriter(rules, library().items, PHRASES).of_turn(talk, 1).says
    assert "Trust, fear and hope stayed as they were." in says
