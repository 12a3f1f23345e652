"""A practice conversation in the terminal."""

from tests.training.practice_data import library, moves, scenario
from training.debrief import Debrief
from training.move_classifier import Reading
from training.practice import Practice
from training.practice_phrases import load_practice_phrases
from training.rehearsal import Rehearsal

PRACTICE = Practice(scenario(), moves())
PHRASES = load_practice_phrases()


def rehearsed(*lines: str, feedback: bool = False) -> tuple[str, Debrief]:
    """What was shown, line breaks taken out, and the debrief; each line is a move or a command."""
    shown: list[str] = []
    typed = iter(lines)

    def ask() -> str:
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    rehearsal = Rehearsal(
        PRACTICE, lambda text: Reading(text, 0.9), library().items, PHRASES, ask, shown.append, feedback
    )
    debrief = rehearsal.run(1)
    return " ".join(" ".join(shown).split()), debrief


def test_it_sets_the_scene_talks_and_looks_back_at_the_end_of_the_input() -> None:
    shown, debrief = rehearsed("greet", "reflect")
    assert "You answer a chat in the evening." in shown
    assert shown.count("Robin: ") >= 3
    assert "Looking back: A small scenario" in shown
    assert [row.move for row in debrief.course] == ["", "greet", "reflect"]


def test_feedback_is_given_where_it_was_asked_for() -> None:
    assert "This is why greet does so." in rehearsed("greet", feedback=True)[0]
    assert "I read this as" not in rehearsed("greet")[0]


def test_undo_goes_back_a_turn_or_to_a_turn() -> None:
    assert [row.move for row in rehearsed("greet", "blame", "undo", "reflect")[1].course] == ["", "greet", "reflect"]
    assert [row.move for row in rehearsed("greet", "blame", "reflect", "UNDO 1")[1].course] == ["", "greet"]


def test_undo_of_what_never_was_says_so() -> None:
    assert PHRASES.rehearse.nothing_to_undo in rehearsed("undo")[0]
    assert "There are 1 turns so far." in rehearsed("greet", "undo 7")[0]


def test_after_the_end_nothing_more_is_said_but_one_can_go_back() -> None:
    shown, debrief = rehearsed("blame", "blame", "greet", "undo", "reflect")
    assert shown.count("The talk is over.") == 2
    assert [row.move for row in debrief.course] == ["", "blame", "reflect"]
    assert debrief.tries


def test_a_debrief_that_was_just_shown_is_not_shown_again() -> None:
    assert rehearsed("greet", "debrief", "quit", "reflect")[0].count("Looking back") == 1


def test_an_empty_line_is_no_message() -> None:
    assert len(rehearsed("greet", "", "  ")[1].course) == 2
