"""Embeddings of ways are computed once for each encoder."""

from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Encoder, Vectors
from tests.knowledge.conftest import WordEncoder
from tests.training.small_questions import of_each_kind, short_answer
from training.free_answers import texts_of
from training.question import Question
from training.vectors import FILE, load, remembering, save, texts

QUESTIONS = list(of_each_kind().values())


class Counting(WordEncoder):
    """Remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: "list[str]") -> Vectors:  # type: ignore[override]
        self.asked += texts
        return super().encode(texts)


def stored(folder: Path, questions: list[Question]) -> list[str]:
    """What the encoder was asked while storing."""
    counting = Counting()
    encoder: Encoder = counting  # type: ignore[assignment]
    assert save(folder, questions, encoder) == len(texts(questions))
    return counting.asked


def test_all_that_is_compared_is_stored_and_read_again(tmp_path: Path) -> None:
    assert stored(tmp_path, QUESTIONS) == texts(QUESTIONS)
    found = load(tmp_path, WordEncoder.sha256)
    assert set(found) == set(texts(QUESTIONS)) >= set(texts_of(short_answer()))
    text = texts(QUESTIONS)[0]
    assert np.array_equal(found[text], WordEncoder().encode([text])[0])


def test_only_what_is_new_is_computed_and_what_is_gone_is_forgotten(tmp_path: Path) -> None:
    stored(tmp_path, [of_each_kind()["mend"]])
    assert stored(tmp_path, QUESTIONS) == texts([of_each_kind()["short"]])
    assert stored(tmp_path, [of_each_kind()["mend"]]) == []
    assert set(load(tmp_path, WordEncoder.sha256)) == set(texts([of_each_kind()["mend"]]))


@pytest.mark.parametrize("content", [None, b"", b"PK broken"])
def test_what_cannot_be_read_is_as_good_as_nothing(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)
    assert load(tmp_path, WordEncoder.sha256) == {}


def test_those_of_another_encoder_are_not_used(tmp_path: Path) -> None:
    stored(tmp_path, QUESTIONS)
    assert load(tmp_path, "1" * 64) == {}


def test_the_encoder_is_asked_only_about_what_is_not_known() -> None:
    counting = Counting()
    known = {"a b": np.ones(64, dtype=np.float32)}
    rows = remembering(counting.encode, known)(["c d", "a b", "c d"])  # type: ignore[arg-type]
    assert counting.asked == ["c d"] and rows.shape == (3, 64)
    assert np.array_equal(rows[0], rows[2]) and np.array_equal(rows[1], known["a b"])
