"""What the service says is put in other words, or left out, before it can hurt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.advice import Adviser
from knowledge.schema import Item
from knowledge.wording.checker import Checker
from knowledge.wording.guard import Guard, Guarded
from knowledge.wording.schema import Rule
from knowledge.wording.spoken import Spoken, spoken
from tests.knowledge.wording.real_rules import real_checker, real_library

CLEAN = "Invite two neighbours to tea."
FITS = "Work with the radicals in the group."  # a rule has a wording for it
NEVER = "Perhaps it is in their blood."  # no exchange of words mends it
TERM = Spoken(Item, "lesson-0", ("says", 0), "The paper is about radicalisation. It is short.", ("radicalisation",))


@pytest.fixture(scope="module")
def guard(checker: Checker) -> Guard:
    return Guard(checker, [TERM])


def test_a_clean_text_leaves_as_it_is(guard: Guard) -> None:
    text = f"{CLEAN}\n\n1. {CLEAN}\n2. Ask them what they need.\n"
    assert guard.guarded(text).text == text


def test_a_place_that_has_a_wording_is_put_in_other_words(guard: Guard) -> None:
    result = guard.guarded(FITS)
    assert "radicals" not in result.text and result.text.startswith("Work with the ")
    assert result.rephrased and not result.dropped


def test_a_sentence_that_no_wording_mends_is_left_out(guard: Guard) -> None:
    result = guard.guarded(f"{CLEAN} {NEVER}")
    assert result.text == CLEAN
    assert result.dropped and not result.rephrased


def test_steps_are_counted_anew_where_one_is_left_out(guard: Guard) -> None:
    result = guard.guarded(f"You could start here:\n1. {CLEAN}\n2. {NEVER}\n3. Ask again.\n\nThat is all.")
    assert result.text == f"You could start here:\n1. {CLEAN}\n2. Ask again.\n\nThat is all."


def test_a_lead_does_not_stay_without_its_list(guard: Guard) -> None:
    assert guard.guarded(f"Good.\n\nYou could start here:\n1. {NEVER}\n\nThat is all.").text == "Good.\n\nThat is all."


def test_nothing_is_left_of_a_text_that_is_all_wrong(guard: Guard) -> None:
    assert guard.guarded(NEVER).text == ""


def test_no_text_of_the_data_files_is_changed_wherever_it_is_put() -> None:
    said = [text for text in spoken(real_library(), real_checker().book) if text.model is not Rule]
    guard = Guard(real_checker(), said)
    for text in (text.text for text in said if text.terms):
        for put in (f"1. {text}", f"It rests on “{text.rstrip('.')}”.", f"Somebody has done this: {text} {CLEAN}"):
            assert guard.guarded(put) == Guarded(put)


def test_no_answer_made_of_an_item_is_changed() -> None:
    library = real_library()
    adviser = Adviser(library)
    guard = Guard(real_checker(), spoken(library, real_checker().book))
    for item in library.items.values():
        for text in (adviser.opened(item), adviser.reason(item), adviser.cited([item])):
            assert guard.guarded(text) == Guarded(text)


@pytest.mark.parametrize("text", ["1. The paper is about radicalisation.", "Hello. The paper is about radicalisation."])
def test_a_term_is_left_where_its_entry_uses_it(guard: Guard, text: str) -> None:
    assert guard.guarded(text).text == text


def test_what_was_learned_as_clean_leaves_and_what_was_not_does_not(checker: Checker) -> None:
    texts = [Spoken(Item, "lesson-0", ("says", n), text, ()) for n, text in enumerate([CLEAN, NEVER])]
    guard = Guard(checker, texts)
    list(guard.learn())
    assert guard.guarded(f"1. {CLEAN}") == Guarded(f"1. {CLEAN}")
    assert guard.guarded(f"{CLEAN} {NEVER}").text == CLEAN


def test_a_term_is_no_excuse_elsewhere(guard: Guard) -> None:
    assert guard.guarded("Come to our evening on radicalisation.").text != "Come to our evening on radicalisation."


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from([CLEAN, FITS, NEVER, "\n", "1. ", "- ", ":", "👋🏽", "\0"]) | st.text(max_size=12), max_size=9
    )
)
def test_what_left_passes_the_guard(parts: list[str]) -> None:
    guard = Guard(real_checker(), [])
    once = guard.guarded("".join(parts))
    assert guard.guarded(once.text).text == once.text
