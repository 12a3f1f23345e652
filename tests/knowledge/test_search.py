"""Search: what is near comes first, sentences count, intents help, scales do not matter."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.index import PassageIndex
from knowledge.library import Library
from knowledge.passages import passages
from knowledge.search import SIGNALS, Limits, Search, Weights, fuse
from tests.knowledge.conftest import WordEncoder

PLAIN = Weights(
    fusion={"questions": 1.0, "text": 0.5, "words": 0.2, "intents": 1.0},
    sentence=0.5,
    position=[1.0, 0.3],
    fit={
        "intercept": 0.0,
        "questions": 1.0,
        "text": 1.0,
        "words": 0.0,
        "situations": 1.0,
        "outside": -1.0,
    },
    fit_text={"intercept": -1.0, "questions": 2.0, "text": 2.0, "words": 0.0},
    limits=Limits(answer=0.5, ask=0.3, clear=0.7),
    limits_text=Limits(answer=0.4, ask=0.2, clear=0.6),
)


def engine(library: Library, encoder: WordEncoder, weights: Weights = PLAIN) -> Search:
    index = PassageIndex.build(passages(library), encoder)  # type: ignore[arg-type]
    return Search(library, encoder, index, weights)  # type: ignore[arg-type]


@pytest.fixture
def search(library: Library, encoder: WordEncoder) -> Search:
    return engine(library, encoder)


def test_every_item_is_ranked_once_best_first(search: Search, library: Library) -> None:
    hits = search.rank("Question about Share the garden tools?").hits
    assert hits[0].item == "lesson-1.2"
    assert sorted(h.item for h in hits) == sorted(library.items)
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_the_passage_that_matched_is_given(search: Search) -> None:
    hit = search.rank("Take step 2 of The tea room.").hits[0]
    assert (hit.passage.item, hit.passage.kind) == ("case-tea-room", "step")
    assert hit.similarity == pytest.approx(1, abs=1e-4)


def test_an_intent_moves_its_items_up(search: Search) -> None:
    vague = "please help"
    before = [h.item for h in search.rank(vague).hits]
    wanted = before[-1]
    intent = wanted.replace("-", "_").replace(".", "_")
    after = search.rank(vague, {intent: 0.9, "out_of_scope": 0.1}).hits
    assert [h.item for h in after].index(wanted) < before.index(wanted)


def test_two_issues_in_two_sentences_are_both_near_the_top(library: Library, encoder: WordEncoder) -> None:
    message = (
        "My neighbour went on holiday and the weather was fine. Is it about Nowhere to meet?"
        " Or then again is it about Listen before you plan?"
    )
    found = [h.item for h in engine(library, encoder).rank(message).hits[:2]]
    assert set(found) == {"challenge-1", "lesson-1.1"}


def test_a_buried_sentence_raises_its_item(library: Library, encoder: WordEncoder) -> None:
    message = "We had soup and bread and tea on the lawn that day. Question 3 about The tea room? So it goes on and on."
    whole = engine(library, encoder, dataclasses.replace(PLAIN, sentence=0.0)).signals(message)
    parts = engine(library, encoder, dataclasses.replace(PLAIN, sentence=1.0)).signals(message)
    place = list(library.items).index("case-tea-room")
    assert parts["questions"][place] > whole["questions"][place]


def test_what_is_out_of_scope_fits_less(search: Search) -> None:
    text = "Question 1 about The tea room?"
    fits = search.rank(text, {"case_tea_room": 0.9, "out_of_scope": 0.01}).fit
    does_not = search.rank(text, {"case_tea_room": 0.01, "out_of_scope": 0.9}).fit
    assert 0 <= does_not < fits <= 1


def test_closest_gives_texts_of_one_kind_nearest_first(search: Search) -> None:
    ranking = search.rank("Listen before you plan: point 3.")
    texts = ranking.closest("lesson-1.1", "says")
    assert texts[0][0] == "Listen before you plan: point 3."
    assert len(texts) == 4
    assert [s for _, s in texts] == sorted((s for _, s in texts), reverse=True)


def test_reordering_puts_known_items_first_and_keeps_the_rest(search: Search) -> None:
    ranking = search.rank("garden")
    rest = [h.item for h in ranking.hits]
    again = [h.item for h in ranking.reordered(["challenge-1", "lesson-1.1"]).hits]
    assert again[:2] == ["challenge-1", "lesson-1.1"]
    assert sorted(again) == sorted(rest)


def test_the_nearest_of_a_few_texts_comes_first(search: Search) -> None:
    assert search.nearest("a red boat", ["the green hill", "the red boat"])[0] == "the red boat"


signal = st.lists(st.floats(-5, 5), min_size=4, max_size=4).map(np.array)


@given(st.fixed_dictionaries(dict.fromkeys(SIGNALS, signal)), st.floats(0.1, 50), st.floats(-9, 9))
def test_fusion_does_not_depend_on_a_signals_scale(signals: dict[str, np.ndarray], scale: float, shift: float) -> None:
    weights = dict.fromkeys(SIGNALS, 1.0)
    if min(s.std() for s in signals.values()) < 1e-3:
        return
    moved = {**signals, "text": signals["text"] * scale + shift}
    assert np.allclose(fuse(signals, weights), fuse(moved, weights), atol=1e-6)


def test_a_signal_without_spread_says_nothing() -> None:
    flat = {"text": np.ones(4), "words": np.array([0.0, 1.0, 2.0, 3.0])}
    assert int(fuse(flat, {"text": 9.0, "words": 1.0}).argmax()) == 3


def test_what_items_speak_of_is_mentioned_and_what_only_questions_hold_is_not(search: Search) -> None:
    assert search.mentioned("and for the garden?")
    assert not search.mentioned("and for the zoologists?")
    assert not search.mentioned("and what about question 2?")


def test_limits_go_with_the_scale_of_the_chance(search: Search) -> None:
    assert search.rank("gardens", {"lesson_1_1": 0.9}).limits == PLAIN.limits
    assert search.rank("gardens").limits == PLAIN.limits_text


def test_an_embedding_that_is_known_is_not_computed_again(search: Search, encoder: WordEncoder) -> None:
    text = "Listen before you plan"
    known = encoder.encode([text])[0]
    assert search.rank(text, None, known).hits[0].item == search.rank(text).hits[0].item
    other = encoder.encode(["Nowhere to meet"])[0]
    assert search.rank(text, None, other).closest("lesson-1.1", "title") != search.rank(text).closest(
        "lesson-1.1", "title"
    )
