"""What is typed is read as what was meant, whatever the order in which it was shown."""

import random
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library import load
from tests.training.small_questions import of_each_kind
from training.asking import DO_NOT_KNOW, Asked, present, read_answer
from training.phrases import load_phrases
from training.question import Mend, Question
from training.question_files import load_questions

CHOSEN = [q for q in load_questions(load()).values() if q.answer.kind not in ("short", "mend")]
DO_NOT = load_phrases().do_not_know

questions = st.sampled_from(CHOSEN)
seeds = st.integers(0, 10_000)


def asked(kind: str, seed: int = 3) -> Asked:
    return present(of_each_kind()[kind], seed)


def an_answer(question: Question, chooser: random.Random) -> tuple[int, ...]:
    """Any answer that could be given to a question, right or wrong."""
    rows = len(present(question, 0).rows)
    if question.answer.kind in ("order", "match"):
        return tuple(chooser.sample(range(rows), rows))
    count = chooser.randint(1, rows) if question.answer.kind == "several" else 1
    return tuple(sorted(chooser.sample(range(rows), count)))


def letters(shown: Asked, places: tuple[int, ...]) -> list[str]:
    return [ascii_lowercase[shown.places.index(place)] for place in places]


def numbers(shown: Asked, places: tuple[int, ...]) -> list[str]:
    return [str(shown.places.index(place) + 1) for place in places]


@given(questions, seeds)
def test_shuffling_loses_and_changes_nothing(question: Question, seed: int) -> None:
    shown = present(question, seed)
    assert sorted(shown.places) == list(range(len(shown.rows)))
    assert sorted(shown.rows) == sorted(present(question, seed + 1).rows)
    assert shown == present(question, seed)


@given(questions.filter(lambda q: q.answer.kind == "order"), seeds)
def test_what_is_to_be_put_in_order_is_never_shown_in_order(question: Question, seed: int) -> None:
    shown = present(question, seed)
    assert list(shown.places) != sorted(shown.places)


@given(
    questions, seeds, st.randoms(use_true_random=False), st.sampled_from([" ", ", ", " and ", ") ", ". ", "; ", " & "])
)
def test_letters_are_read_as_what_they_stand_for(
    question: Question, seed: int, chooser: random.Random, between: str
) -> None:
    shown, wanted = present(question, seed), an_answer(question, chooser)
    typed = between.join(letters(shown, wanted))
    assert read_answer(shown, typed) == wanted
    assert read_answer(shown, typed.upper()) == wanted


@given(questions, seeds, st.randoms(use_true_random=False), st.sampled_from([" ", ",", ", ", " und ", " then "]))
def test_so_are_numbers(question: Question, seed: int, chooser: random.Random, between: str) -> None:
    shown, wanted = present(question, seed), an_answer(question, chooser)
    typed = between.join(numbers(shown, wanted))
    if between == " und " and len(wanted) > 1:
        assert read_answer(shown, typed) is None
    else:
        assert read_answer(shown, typed) == wanted


@given(
    questions.filter(lambda q: q.answer.kind == "match"),
    seeds,
    st.randoms(use_true_random=False),
    st.sampled_from(["{n}{l}", "{n}-{l}", "{n} = {l}", "{n}. {l}", "{l}{n}", "{n}:{l}"]),
    st.sampled_from([" ", ", ", "; ", " and "]),
)
def test_pairs_are_read_in_any_order(
    question: Question, seed: int, chooser: random.Random, form: str, between: str
) -> None:
    shown, wanted = present(question, seed), an_answer(question, chooser)
    pairs = [form.format(n=n, l=letter) for n, letter in enumerate(letters(shown, wanted), 1)]
    chooser.shuffle(pairs)
    assert read_answer(shown, between.join(pairs)) == wanted


@given(questions.filter(lambda q: q.answer.kind in ("one", "best")), seeds, st.randoms(use_true_random=False))
def test_the_words_of_an_option_mean_it(question: Question, seed: int, chooser: random.Random) -> None:
    shown = present(question, seed)
    place = chooser.randrange(len(shown.rows))
    assert read_answer(shown, shown.rows[place]) == (shown.places[place],)
    assert read_answer(shown, shown.rows[place].lower().rstrip(".")) == (shown.places[place],)


@given(questions.filter(lambda q: q.answer.kind in ("several", "order")), seeds, st.randoms(use_true_random=False))
def test_several_options_may_be_typed_a_line_each(question: Question, seed: int, chooser: random.Random) -> None:
    shown, wanted = present(question, seed), an_answer(question, chooser)
    assert read_answer(shown, "\n".join(shown.rows[shown.places.index(place)] for place in wanted)) == wanted


@given(questions, seeds, st.text(max_size=60))
def test_whatever_is_typed_is_an_answer_or_none(question: Question, seed: int, text: str) -> None:
    shown = present(question, seed)
    read = read_answer(shown, text)
    if read is not None:
        assert isinstance(read, tuple) and read
        assert len(set(read)) == len(read) and set(read) <= set(shown.places)


@pytest.mark.parametrize("text", ["I think it is b", "option b please", "B!", "(b)", "the second", "my answer is 2"])
def test_words_around_a_letter_do_no_harm(text: str) -> None:
    shown = asked("one")
    assert read_answer(shown, text) == (shown.places[1],)


def test_a_part_of_an_option_is_enough_if_no_other_has_it() -> None:
    shown = asked("one")
    assert read_answer(shown, "it must be the young birch") == (1,)
    assert read_answer(shown, "the") is None


def test_letters_and_numbers_may_stand_without_anything_between() -> None:
    shown = asked("order")
    assert read_answer(shown, "312") == tuple(shown.places[n] for n in (2, 0, 1))
    assert read_answer(asked("several"), "ace") == tuple(sorted(asked("several").places[n] for n in (0, 2, 4)))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("one", "a and b"),  # one only
        ("one", "f"),  # there is none
        ("one", "5"),
        ("one", "a walk in the park"),  # an article
        ("order", "1, 2"),  # too few
        ("order", "1, 2, 2"),
        ("match", "1a 2b"),
        ("match", "1a 1b 2c"),
        ("several", "what do you mean?"),
        ("several", ""),
    ],
)
def test_what_is_no_answer_is_not_guessed(kind: str, text: str) -> None:
    assert read_answer(asked(kind), text) is None


@pytest.mark.parametrize("kind", of_each_kind())
@pytest.mark.parametrize("text", ["I don't know", "I don’t know.", "skip", "No idea!"])
def test_not_knowing_is_an_answer_to_every_question(kind: str, text: str) -> None:
    assert read_answer(asked(kind), text, DO_NOT) == DO_NOT_KNOW


def test_a_free_answer_stays_as_it_is() -> None:
    assert read_answer(asked("short"), "  She knows Others, b and c. ") == "She knows Others, b and c."
    assert asked("short").free and not asked("one").free


def test_a_question_is_shown_with_its_labels() -> None:
    shown = asked("match")
    lines = shown.text().splitlines()
    assert lines[1:4] == ["1. Cow here", "2. Hen here", "3. Ewe here"]
    assert [line[:3] for line in lines[4:]] == ["a) ", "b) ", "c) "]
    assert [line[:3] for line in asked("order").text().splitlines()[1:]] == ["1) ", "2) ", "3) "]
    assert shown.label_of(shown.places[2]) == "c"


def test_a_sentence_to_be_mended_is_shown_below_what_is_asked() -> None:
    question = of_each_kind()["mend"]
    assert isinstance(question.answer, Mend)
    assert present(question, 1).text() == f"{question.asks}\n\n“{question.answer.sentence}”"
