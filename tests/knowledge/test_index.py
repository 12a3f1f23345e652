"""The index loads only with what it was built from."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.index import IndexMismatchError, PassageIndex
from knowledge.library import Library
from knowledge.passages import Passage, content_sha256, passages
from tests.knowledge.conftest import WordEncoder


@pytest.fixture
def stored(tmp_path: Path, library: Library, encoder: WordEncoder) -> Path:
    PassageIndex.build(passages(library), encoder).save(tmp_path / "index", encoder)  # type: ignore[arg-type]
    return tmp_path / "index"


def load(folder: Path, rows: list[Passage], encoder: WordEncoder) -> PassageIndex:
    return PassageIndex.load(folder, rows, encoder)  # type: ignore[arg-type]


def test_what_was_saved_is_found_again(stored: Path, library: Library, encoder: WordEncoder) -> None:
    rows = passages(library)
    index = load(stored, rows, encoder)
    similarities = index.similarities(encoder.encode([rows[5].text]))
    assert similarities.shape == (1, len(rows))
    assert int(similarities.argmax()) == [r.text for r in rows].index(rows[5].text)


def test_similarities_are_cosines_in_the_order_of_passages(library: Library, encoder: WordEncoder) -> None:
    rows = passages(library)
    index = PassageIndex.build(rows, encoder)  # type: ignore[arg-type]
    queries = encoder.encode(["garden tools", "nowhere to meet"])
    wanted = queries @ encoder.encode([r.text for r in rows]).T
    assert np.allclose(index.similarities(queries), wanted, atol=1e-5)


def test_changed_content_refuses_to_load_and_says_how_to_rebuild(
    stored: Path, library: Library, encoder: WordEncoder
) -> None:
    rows = passages(library)
    rows[0] = Passage(rows[0].item, rows[0].kind, "Changed")
    with pytest.raises(IndexMismatchError, match=r"knowledge changed.*python -m bot build"):
        load(stored, rows, encoder)


def test_another_encoder_refuses_to_load(stored: Path, library: Library, encoder: WordEncoder) -> None:
    encoder.sha256 = "1" * 64
    with pytest.raises(IndexMismatchError, match="another encoder"):
        load(stored, passages(library), encoder)


@pytest.mark.parametrize("name", ["manifest.json", "passages.faiss"])
def test_a_missing_or_broken_file_refuses_to_load(
    stored: Path, library: Library, encoder: WordEncoder, name: str
) -> None:
    (stored / name).write_bytes(b"broken")
    with pytest.raises(IndexMismatchError, match="python -m bot build"):
        load(stored, passages(library), encoder)
    (stored / name).unlink()
    with pytest.raises(IndexMismatchError, match="missing or broken"):
        load(stored, passages(library), encoder)


def test_the_hash_changes_with_text_kind_and_item(library: Library) -> None:
    row = Passage("lesson-1.1", "says", "A text")
    others = [
        Passage("lesson-1.2", "says", "A text"),
        Passage("lesson-1.1", "step", "A text"),
        Passage("lesson-1.1", "says", "Another text"),
    ]
    assert len({content_sha256([r]) for r in [row, *others]}) == 4
    assert content_sha256(passages(library)) == content_sha256(passages(library))
