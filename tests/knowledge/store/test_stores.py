"""What every store of passages does, in files and in Qdrant alike."""

import numpy as np
import pytest

from knowledge.store.interface import PassageStore
from tests.knowledge.store.conftest import DIMENSION, WordEncoder, passage, vector


def filled(store: PassageStore, encoder: WordEncoder, *numbers: int, document: str = "guide") -> None:
    rows = [passage(n, document=document) for n in numbers]
    with store.writer(encoder.sha256, DIMENSION) as writer:
        writer.add(rows, encoder.encode([row.embedded for row in rows]))
        writer.note(document, "0" * 64)


def test_a_new_store_is_empty(store: PassageStore) -> None:
    assert (store.count(), store.encoder(), dict(store.documents())) == (0, None, {})
    assert store.get(["doc-guide-1"]) == [] and store.nearest(vector("words"), 3) == []
    assert store.hashes("guide") == {}


def test_passages_come_back_as_they_were_word_for_word(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, 1, 2, 3)
    assert store.get(["doc-guide-3", "doc-guide-9", "doc-guide-1"]) == [passage(3), passage(1)]
    assert (store.count(), store.encoder(), dict(store.documents())) == (3, "one", {"guide": "0" * 64})
    assert store.hashes("guide") == {f"doc-guide-{n}": passage(n).sha256 for n in (1, 2, 3)}


def test_the_nearest_passage_comes_first_with_its_cosine(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, *range(1, 40))
    near = store.nearest(vector(passage(7).embedded), 5)
    assert len(near) == 5 and near[0].passage == passage(7)
    assert near[0].similarity == pytest.approx(1, abs=1e-3)
    exact = sorted(
        (float(vector(passage(n).embedded) @ vector(passage(7).embedded)) for n in range(1, 40)), reverse=True
    )
    assert [n.similarity for n in near] == pytest.approx(exact[:5], abs=1e-3)


def test_what_is_removed_is_found_no_more(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, 1, 2)
    filled(store, encoder, 1, document="other")
    with store.writer(encoder.sha256, DIMENSION) as writer:
        writer.remove(["doc-guide-1", "doc-guide-2", "doc-never-1"])
        writer.note("guide", None)
    assert [n.passage.id for n in store.nearest(vector(passage(1).embedded), 9)] == ["doc-other-1"]
    assert store.get(["doc-guide-1"]) == [] and dict(store.documents()) == {"other": "0" * 64}


def test_a_removed_id_may_come_again_with_other_words(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, 1, 2)
    again = passage(1, "Quite other words stand here.")
    with store.writer(encoder.sha256, DIMENSION) as writer:
        writer.remove([again.id])
        writer.add([again], encoder.encode([again.embedded]))
    assert store.get([again.id]) == [again] and store.count() == 2
    assert store.nearest(vector(again.embedded), 1)[0].passage == again


def test_a_fresh_store_holds_nothing_of_before(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, 1, 2)
    with store.writer("two", DIMENSION * 2, fresh=True) as writer:
        writer.add([passage(5)], np.ones((1, DIMENSION * 2), dtype=np.float32) / np.sqrt(DIMENSION * 2))
    assert (store.count(), store.encoder(), dict(store.documents())) == (1, "two", {})


def test_many_passages_are_named_in_one_question(store: PassageStore, encoder: WordEncoder) -> None:
    filled(store, encoder, *range(1, 1201))
    ids = [f"doc-guide-{n}" for n in range(1, 1201)]
    assert [row.id for row in store.get(ids)] == ids
    with store.writer(encoder.sha256, DIMENSION) as writer:
        writer.remove(ids[:-1])
    assert store.count() == 1
