"""Looking back on a talk."""

from tests.training.practice_data import library, moves, scenario
from training.debrief import Debrief, DebriefWriter
from training.move_classifier import Reading
from training.practice import Practice, Talk
from training.practice_phrases import load_practice_phrases

PRACTICE = Practice(scenario(), moves())
PHRASES = load_practice_phrases()
WRITER = DebriefWriter(PRACTICE, library().items, PHRASES)
GOOD = ["reflect", "open_question", "reflect", "open_question", "reflect", "open_question", "offer_next_step"]


def talk_of(*made: str, talk: Talk | None = None) -> Talk:
    talk = talk or PRACTICE.start(1)
    for move in made:
        talk = PRACTICE.turn(talk, "message", Reading(move, 0.9))
    return talk


def looked_back(*made: str) -> Debrief:
    return WRITER.of(talk_of(*made))


def test_the_course_has_the_start_and_each_turn() -> None:
    course = looked_back("reflect", "blame").course
    assert [(row.turn, row.move, row.numbers) for row in course] == [
        (0, "", (20, 60, 20)),
        (1, "reflect", (28, 55, 22)),
        (2, "blame", (14, 61, 14)),
    ]


def test_it_says_why_the_talk_ended_as_it_did() -> None:
    assert any("There was time enough for it all." in text for text in looked_back(*GOOD).summary)
    assert any("It did not feel safe at all." in text for text in looked_back("blame", "blame").summary)
    assert PHRASES.debrief.unfinished in looked_back("reflect").summary


def test_it_says_what_came_out_and_how_much_did_not_but_not_what() -> None:
    summary = looked_back("reflect", "open_question", "reflect").summary
    assert "What came out: Something at home." in summary
    assert PHRASES.debrief.untold_one in summary
    assert not any("What hurts most" in text for text in summary)


def test_turning_points_are_the_largest_changes_in_the_order_of_the_talk_with_their_reason() -> None:
    points = looked_back("greet", "reflect", "blame", "reflect").turning_points
    assert [(point.turn, point.good) for point in points] == [(2, True), (3, False), (4, True)]
    assert "Turn 3, “The move blame”: trust fell clearly" in points[1].text
    assert "This is why blame does so." in points[1].text


def test_the_worst_turn_is_among_them_even_where_many_did_more_good() -> None:
    points = looked_back("reflect", "blame", "reflect", "open_question", "reflect", "greet", "reflect").turning_points
    assert len(points) == 3
    assert [point.turn for point in points if not point.good] == [2]


def test_a_turning_point_says_what_came_out() -> None:
    points = looked_back("reflect", "open_question", "reflect").turning_points
    assert points[-1].text.endswith("Then it came out: Something at home.")


def test_small_changes_are_no_turning_points() -> None:
    assert looked_back("greet", "unclear").turning_points == ()


def test_what_went_well_is_what_helped_most() -> None:
    well = looked_back("greet", "reflect", "open_question", "reflect").well
    assert well[0] == "The move reflect (twice): This is what reflect does."
    assert looked_back("blame").well == (PHRASES.debrief.no_well,)


def test_what_to_try_stands_for_what_hurt_first_and_then_for_what_was_left_out_and_is_needed() -> None:
    to_try = looked_back("reflect", "blame").to_try
    assert to_try[0] == "Instead of “The move blame”: “A better way for blame.”"
    assert "“The move offer_next_step”" in to_try[1] and "“Would a small step help?”" in to_try[1]


def test_after_a_good_end_there_is_one_thing_to_try() -> None:
    assert len(looked_back(*GOOD).to_try) == 1


def test_the_lessons_are_those_of_what_hurt_and_then_those_of_the_scenario() -> None:
    debrief = looked_back("blame")
    assert debrief.lessons == ("lesson-2.3", "lesson-5.2")
    assert len(debrief.sources) == 2


def test_a_second_try_is_set_beside_the_first() -> None:
    first = talk_of("reflect", "blame", "blame")
    debrief = WRITER.of(talk_of("open_question", "reflect", talk=PRACTICE.back_to(first, 1)))
    assert [row.move for row in debrief.first_course] == ["", "reflect", "blame", "blame"]
    assert debrief.tries[0].startswith("First try: 3 turns, trust 0")
    assert debrief.tries[1].startswith("This try: 3 turns, trust 41")
    assert "turn 2: first “The move blame” (trust −14), now “The move open_question” (trust +5)" in debrief.tries[2]


def test_the_first_try_has_nothing_beside_it() -> None:
    debrief = looked_back("reflect")
    assert (debrief.first_course, debrief.tries) == ((), ())


def test_of_a_talk_without_a_turn_there_is_nothing_to_say() -> None:
    debrief = looked_back()
    assert debrief.summary == (PHRASES.debrief.empty,)
    assert [head for head, _ in debrief.sections(PHRASES)] == [debrief.title]


def test_going_back_to_the_very_start_can_be_looked_back_on() -> None:
    debrief = WRITER.of(PRACTICE.back_to(talk_of("blame"), 0))
    assert debrief.summary == (PHRASES.debrief.empty,)
