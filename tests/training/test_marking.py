"""What an answer is worth, and what is said of it."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import Vectors
from tests.knowledge.wording.real_rules import real_checker, real_library
from tests.training.small_questions import of_each_kind
from training.asking import DO_NOT_KNOW
from training.free_answers import Found, FreeAnswers, Reading, load_limits
from training.marked import Marked, Tone
from training.marking import Marker
from training.mending import Mending
from training.phrases import load_phrases
from training.question import Short

MEND = of_each_kind()["mend"]


class Reader:
    """Reads what it is told to."""

    def __init__(self) -> None:
        self.points: tuple[Found, ...] = (Found.THERE, Found.THERE)
        self.held = (False,)
        self.judged = True

    def read(self, question: str, answer: Short, text: str, vector: Vectors | None = None) -> Reading:
        return Reading(self.points, self.held, self.judged, (), 1.0)


class Likeness:
    """An encoder by which everything is as alike as it is told."""

    def __init__(self, value: float) -> None:
        self.value = value

    def encode(self, texts: "list[str]") -> Vectors:
        own = [self.value, (1 - self.value**2) ** 0.5]
        rows = [own if text.startswith("Mine:") else [1.0, 0.0] for text in texts]
        table: Vectors = np.array(rows, dtype=np.float32)
        return table


def marker(reader: Reader | None = None, likeness: float = 1.0) -> Marker:
    free: FreeAnswers = reader or Reader()  # type: ignore[assignment]
    mending = Mending(real_checker(), Likeness(likeness).encode, load_limits())  # type: ignore[arg-type]
    return Marker(real_library().items, load_phrases(), free, mending)


MARKER = marker()


def marked(kind: str, *places: int) -> Marked:
    return MARKER.mark(of_each_kind()[kind], places)


def said(answer: Marked, tone: Tone) -> str:
    return "\n".join(line.text for line in answer.lines if line.tone is tone)


def test_the_right_one_of_four_is_worth_all_and_shows_its_sentence() -> None:
    answer = marked("one", 1)
    assert (answer.score, answer.right, answer.judged, answer.wrong) == (1, True, True, ())
    assert "A reason about the young birch." in said(answer, Tone.RIGHT)
    assert [source.trace for source in answer.sources] == ["says 2"]
    assert answer.sources[0].sentence == real_library().items[answer.item].says[1]
    assert answer.sources[0].sentence in MARKER.source_line(answer)


def test_a_wrong_one_says_why_and_which_is_right_and_why() -> None:
    answer = marked("one", 2)
    assert (answer.score, answer.right, answer.wrong) == (0, False, (1, 2))
    assert "A reason about a red cherry." in said(answer, Tone.WRONG)
    assert "the young birch. A reason about the young birch." in said(answer, Tone.MISSING)


@pytest.mark.parametrize(
    ("places", "score"), [((0, 1, 4), 1), ((0, 1), 2 / 3), ((0, 1, 2), 1 / 3), ((2, 3), 0), ((0, 1, 2, 3, 4), 1 / 3)]
)
def test_of_several_right_ones_each_counts_and_each_wrong_one_takes_one_off(
    places: tuple[int, ...], score: float
) -> None:
    answer = marked("several", *places)
    assert answer.score == pytest.approx(score, abs=1e-3)
    assert answer.right is (score == 1)


def test_what_fits_too_and_was_left_out_is_named() -> None:
    answer = marked("several", 0, 1)
    assert "a robin there" in said(answer, Tone.MISSING) and answer.wrong == (4,)


@pytest.mark.parametrize(
    ("place", "score", "right"), [(0, 1, True), (1, 2 / 3, None), (2, 1 / 3, False), (3, 0, False)]
)
def test_courses_are_better_and_worse(place: int, score: float, right: bool | None) -> None:
    answer = marked("best", place)
    assert answer.score == pytest.approx(score, abs=1e-3)
    assert answer.right is right
    assert ("Listen to her" in said(answer, Tone.MISSING)) is (place != 0)
    assert [source.trace for source in answer.sources] == ["says 3"]


def test_a_good_course_is_called_good() -> None:
    verdicts = load_phrases().verdicts
    assert marked("best", 1).lines[0].text in verdicts.good
    assert marked("best", 2).lines[0].text in verdicts.wrong


def test_order_counts_pairs_that_stand_right() -> None:
    scores = {places: marked("order", *places).score for places in permutations(range(3))}
    assert scores[0, 1, 2] == 1 and scores[2, 1, 0] == 0
    assert scores[0, 2, 1] == scores[1, 0, 2] == pytest.approx(2 / 3, abs=1e-3)
    wrong = marked("order", 2, 1, 0)
    assert "1. Morning; 2. Noon; 3. Evening" in said(wrong, Tone.MISSING) and wrong.wrong == (2, 0)


def test_pairs_count_each() -> None:
    answer = marked("match", 0, 2, 1)
    assert answer.score == pytest.approx(1 / 3, abs=1e-3)
    assert answer.wrong == (1, 2) and answer.right is False
    assert "Hen here. This goes with: Chick. Hen here and Chick." in said(answer, Tone.WRONG)
    assert marked("match", 0, 1, 2).right is True


@pytest.mark.parametrize("kind", of_each_kind())
def test_not_knowing_is_no_shame_and_shows_the_answer(kind: str) -> None:
    answer = MARKER.mark(of_each_kind()[kind], DO_NOT_KNOW)
    assert (answer.score, answer.right, answer.judged) == (0, False, True)
    assert answer.lines[0].text in load_phrases().verdicts.unknown
    assert len(answer.lines) > 1 and answer.sources


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("one", (0, 1)),
        ("one", (4,)),
        ("one", (-1,)),
        ("one", "b"),
        ("several", (1, 1)),
        ("order", (0, 1)),
        ("order", (0, 1, 1)),
        ("match", (0, 1, 2, 3)),
        ("short", (0,)),
        ("mend", (0,)),
    ],
)
def test_what_is_no_answer_to_the_question_is_refused(kind: str, given: tuple[int, ...] | str) -> None:
    with pytest.raises(ValueError, match=r"lesson-2\.1-q"):
        MARKER.mark(of_each_kind()[kind], given)


def short(points: str, held: bool = False, judged: bool = True) -> Marked:
    reader = Reader()
    names = {"t": Found.THERE, "m": Found.MISSING, "u": Found.UNSURE}
    reader.points, reader.held, reader.judged = tuple(names[c] for c in points), (held,), judged
    return marker(reader).mark(of_each_kind()["short"], "Some answer.")


def test_a_free_answer_with_all_points_is_right() -> None:
    answer = short("tt")
    assert (answer.score, answer.right, answer.judged) == (1, True, True)
    assert said(answer, Tone.RIGHT) == "You said: She knows others.\nYou said: She can invite them."


def test_a_missing_point_is_named_and_what_could_be_added() -> None:
    answer = short("tm")
    assert (answer.score, answer.right, answer.wrong) == (0.5, False, (1,))
    assert "She can invite them. She may invite them to come." in said(answer, Tone.MISSING)


def test_what_is_unsure_is_said_to_be_unsure_and_is_not_wrong() -> None:
    answer = short("tu")
    assert (answer.score, answer.right, answer.wrong) == (0.75, None, ())
    assert "She can invite them" in said(answer, Tone.UNSURE)


def test_a_misconception_takes_a_point_off_and_is_explained() -> None:
    answer = short("tt", held=True)
    assert (answer.score, answer.right) == (0.5, False)
    assert "She keeps watch. Nobody is there to keep watch." in said(answer, Tone.WRONG)


@pytest.mark.parametrize("points", ["tt", "uu", "mm"])
def test_what_cannot_be_judged_is_said_so_and_a_good_answer_is_shown(points: str) -> None:
    answer = short(points, judged=False)
    assert (answer.right, answer.judged) == (None, False)
    assert answer.lines[0].text in load_phrases().verdicts.unjudged
    assert "She knows other mothers and can invite them." in said(answer, Tone.NOTE)
    assert not said(answer, Tone.MISSING) and not said(answer, Tone.WRONG)


def test_an_answer_of_which_every_point_is_unsure_is_not_judged() -> None:
    assert short("uu").judged is False


def mended(text: str, likeness: float) -> Marked:
    return marker(likeness=likeness).mark(MEND, f"Mine: {text}")


CLEAN = "could somebody introduce us to a mother who knows many people here?"


def test_clean_words_that_keep_the_meaning_are_right() -> None:
    answer = mended(CLEAN, 0.99)
    assert (answer.score, answer.right) == (1, True)
    assert load_phrases().nothing_flagged in said(answer, Tone.RIGHT)


def test_what_is_still_flagged_is_said_plainly() -> None:
    answer = mended("could you find a mother from a problem family?", 0.99)
    assert (answer.score, answer.right) == (0, False)
    assert "“problem family” is still flagged." in said(answer, Tone.WRONG)


def test_clean_words_about_something_else_are_not_right() -> None:
    answer = mended("the bus leaves at nine.", 0.0)
    assert (answer.score, answer.right) == (0, False)
    assert load_phrases().meaning_lost in said(answer, Tone.MISSING)


def test_where_the_meaning_is_unsure_nothing_is_called_right_or_wrong() -> None:
    limits = load_limits()
    answer = mended(CLEAN, (limits.kept + limits.lost) / 2)
    assert (answer.score, answer.right) == (0.5, None)
    assert load_phrases().meaning_unsure in said(answer, Tone.UNSURE)


@given(st.sets(st.integers(0, 4), min_size=1), st.permutations(range(3)))
def test_a_score_is_full_exactly_when_all_is_right(places: set[int], order: list[int]) -> None:
    for answer in (marked("several", *sorted(places)), marked("order", *order), marked("match", *order)):
        assert 0 <= answer.score <= 1
        assert (answer.score == 1) is (answer.right is True) is (answer.wrong == ())
        assert answer.lines[0].tone is Tone.VERDICT
