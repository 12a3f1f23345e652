"""The index follows the files for review: only what changed is embedded, and a fault changes nothing."""

from pathlib import Path

import pytest

from knowledge.faults import KnowledgeError
from knowledge.store.interface import PassageStore
from knowledge.store.update import Updated, not_taken_in, update
from tests.knowledge.store.conftest import WordEncoder, review, vector


def brought(store: PassageStore, folder: Path, encoder: WordEncoder, *, again: bool = False) -> Updated:
    encoder.encoded.clear()
    return update(store, folder, encoder, lambda text: None, again=again)


def test_documents_are_taken_in_once(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    review(tmp_path, "one", "First words.", "Second words.")
    review(tmp_path, "two", "Third words.")
    assert not_taken_in(store, tmp_path) == ["one", "two"]
    assert brought(store, tmp_path, encoder) == Updated(3, 0, 3)
    assert not_taken_in(store, tmp_path) == []
    assert brought(store, tmp_path, encoder) == Updated(0, 0, 3) and encoder.encoded == []
    found = store.nearest(vector("Part 1. Third words."), 1)[0].passage
    assert (found.id, found.text, found.source) == ("doc-two-1", "Third words.", "The two paper")


def test_only_what_was_edited_is_embedded_again(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    path = review(tmp_path, "one", "First words.", "Second words.", "Third words.")
    brought(store, tmp_path, encoder)
    path.write_text(path.read_text(encoding="utf-8").replace("Second words.", "Other words."), encoding="utf-8")
    assert brought(store, tmp_path, encoder) == Updated(1, 1, 3)
    assert encoder.encoded == ["Part 2. Other words."]
    assert [row.text for row in store.get(["doc-one-2"])] == ["Other words."]


def test_a_document_that_is_gone_leaves_nothing(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    path = review(tmp_path, "one", "First words.")
    review(tmp_path, "two", "Third words.")
    brought(store, tmp_path, encoder)
    path.unlink()
    assert brought(store, tmp_path, encoder) == Updated(0, 1, 1)
    assert list(store.documents()) == ["two"] and store.get(["doc-one-1"]) == []


def test_a_fault_in_one_file_changes_nothing(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    review(tmp_path, "one", "First words.")
    brought(store, tmp_path, encoder)
    review(tmp_path, "one", "Second words.")
    (tmp_path / "two.yml").write_text("entries: [", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"two\.yml"):
        brought(store, tmp_path, encoder)
    assert [row.text for row in store.get(["doc-one-1"])] == ["First words."]


def test_another_encoder_embeds_everything_anew(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    review(tmp_path, "one", "First words.", "Second words.")
    brought(store, tmp_path, encoder)
    other = WordEncoder("two")
    assert brought(store, tmp_path, other) == Updated(2, 0, 2)
    assert len(other.encoded) == 2 and store.encoder() == "two"


def test_everything_is_embedded_anew_when_asked(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    review(tmp_path, "one", "First words.")
    brought(store, tmp_path, encoder)
    assert brought(store, tmp_path, encoder, again=True) == Updated(1, 0, 1) and encoder.encoded


def test_long_documents_tell_how_far_they_are(store: PassageStore, encoder: WordEncoder, tmp_path: Path) -> None:
    review(tmp_path, "long", *(f"Words of paragraph {n}." for n in range(300)))
    said: list[str] = []
    update(store, tmp_path, encoder, said.append)
    assert said == ["long: 256 of 300 passages embedded", "long: 300 of 300 passages embedded"]
