"""The store in files: whole or not at all, shared by processes, and broken only with a way out."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.store.interface import StoreError
from knowledge.store.local import LocalStore
from tests.knowledge.store.conftest import DIMENSION, WordEncoder, passage, vector
from tests.knowledge.store.test_stores import filled


@pytest.fixture
def local(tmp_path: Path, encoder: WordEncoder) -> LocalStore:
    store = LocalStore(tmp_path / "index")
    filled(store, encoder, 1, 2, 3)
    return store


def generation(store: LocalStore) -> Path:
    """The folder of what is current."""
    return store.folder / (store.folder / "current").read_text(encoding="utf-8").strip()


def test_a_writer_that_fails_leaves_the_store_as_it_was(local: LocalStore, encoder: WordEncoder) -> None:
    before = sorted(path.name for path in local.folder.rglob("*"))
    with pytest.raises(RuntimeError, match="the reader broke"), local.writer(encoder.sha256, DIMENSION) as writer:
        writer.remove(["doc-guide-1"])
        writer.add([passage(9)], encoder.encode([passage(9).embedded]))
        raise RuntimeError("the reader broke")
    assert sorted(path.name for path in local.folder.rglob("*")) == before
    assert [row.id for row in local.get([f"doc-guide-{n}" for n in (1, 2, 3, 9)])] == [
        f"doc-guide-{n}" for n in (1, 2, 3)
    ]


def test_a_killed_writer_leaves_the_store_as_it_was(local: LocalStore, encoder: WordEncoder) -> None:
    (local.folder / "7").mkdir()  # what it had begun
    (local.folder / "7" / "passages.sqlite").write_bytes(b"half of")
    assert local.count() == 3
    filled(local, encoder, 4)
    assert local.count() == 4 and not (local.folder / "7").exists()


def test_another_reader_sees_the_new_state_at_its_next_question(local: LocalStore, encoder: WordEncoder) -> None:
    other = LocalStore(local.folder)
    assert other.count() == 3
    filled(local, encoder, 4)
    assert other.count() == 4 and other.get(["doc-guide-4"]) == [passage(4)]
    assert other.nearest(vector(passage(4).embedded), 1)[0].passage.id == "doc-guide-4"


def test_nothing_of_what_was_removed_stays_in_any_file(local: LocalStore, encoder: WordEncoder) -> None:
    secret = passage(5, "Rosalind has the key of the boathouse.")
    with local.writer(encoder.sha256, DIMENSION) as writer:
        writer.add([secret], encoder.encode([secret.embedded]))
    words, embedding = b"boathouse", vector(secret.embedded).astype(np.float16).tobytes()
    files = [path.read_bytes() for path in local.folder.rglob("*") if path.is_file()]
    assert any(words in data for data in files) and any(embedding in data for data in files)
    with local.writer(encoder.sha256, DIMENSION) as writer:
        writer.remove([secret.id])
    files = [path.read_bytes() for path in local.folder.rglob("*") if path.is_file()]
    assert not any(words in data or embedding in data for data in files)


def test_two_writers_do_not_work_at_once(local: LocalStore, encoder: WordEncoder) -> None:
    program = (
        "from pathlib import Path; from knowledge.store.local import LocalStore; import sys\n"
        "with LocalStore(Path(sys.argv[1])).writer('one', 16): pass"
    )
    with local.writer(encoder.sha256, DIMENSION):
        done = subprocess.run([sys.executable, "-c", program, str(local.folder)], capture_output=True, text=True)
    assert done.returncode != 0 and "Somebody else is changing the index just now" in done.stderr
    assert local.count() == 3


@pytest.mark.parametrize("name", ["current", "manifest.json", "passages.faiss", "passages.sqlite"])
@pytest.mark.parametrize("harm", ["missing", "cut short", "nonsense"])
def test_a_broken_file_is_named_with_a_way_out(local: LocalStore, encoder: WordEncoder, name: str, harm: str) -> None:
    path = local.folder / name if name == "current" else generation(local) / name
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"\xff\xfe{" * 9 if harm == "nonsense" else path.read_bytes()[: path.stat().st_size // 3])
    reader = LocalStore(local.folder)
    if (name, harm) == ("current", "missing"):
        assert reader.count() == 0
    elif (name, harm) == ("current", "cut short"):
        pass  # of "1\n" nothing is left, which is no name
    else:
        with pytest.raises(StoreError, match=r"knowledge update --again"):
            reader.nearest(vector("words"), 1)
    with reader.writer(encoder.sha256, DIMENSION, fresh=True) as writer:
        writer.add([passage(1)], encoder.encode([passage(1).embedded]))
    assert LocalStore(local.folder).count() == 1


def test_texts_and_embeddings_that_disagree_are_not_used(local: LocalStore) -> None:
    with sqlite3.connect(generation(local) / "passages.sqlite") as database:
        database.execute("DELETE FROM passages WHERE id = 'doc-guide-2'")
    with pytest.raises(StoreError, match="incomplete"):
        LocalStore(local.folder).count()


def test_an_index_of_another_encoder_is_not_added_to(local: LocalStore) -> None:
    with pytest.raises(StoreError, match="another encoder"), local.writer("two", DIMENSION):
        pass
    assert local.count() == 3


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(StoreError, match="cannot be written"), LocalStore(tmp_path / "file" / "x").writer("one", 4):
        pass
