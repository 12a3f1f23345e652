"""Reading a message as a move: limits, messages of several sentences, and what is kept of a model."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from knowledge.encoder import Vectors
from tests.knowledge.conftest import WordEncoder
from tests.training.practice_data import moves
from training import move_training
from training.move import UNCLEAR
from training.move_classifier import MOST_SENTENCES, Limits, MoveClassifier, MoveModelError, Reading
from training.move_features import SHAPE, Features, Matrix, grams, shape

MOVES = moves()
NAMES = list(MOVES)
NOTHING = np.empty(0, dtype=np.float32)
READER = MoveClassifier(
    NAMES, ["blame"], Features([], []), NOTHING, NOTHING, Limits(hurts=0.6, sentence=0.7, clear=0.3)
)


def row(**chances: float) -> list[float]:
    """Chances of the moves; what is left is spread over the rest."""
    rest = (1 - sum(chances.values())) / (len(NAMES) - len(chances))
    return [chances.get(name, rest) for name in NAMES]


def verdict(*rows: list[float], parts: Sequence[str] = ()) -> Reading:
    return READER.verdict(np.array(rows, dtype=np.float32), parts)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[MoveClassifier, WordEncoder, Path]:
    """A model of the small moves, and its folder."""
    folder, encoder = tmp_path_factory.mktemp("moves"), WordEncoder()
    examples = move_training.examples_of(MOVES)
    vectors = move_training.vectors_of(examples, encoder.encode, encoder.sha256, folder)
    model, measured = move_training.train(MOVES, examples, vectors)
    move_training.save(model, measured, MOVES, encoder.sha256, folder)
    assert measured.right > 0.9  # the small moves have words of their own
    return model, encoder, folder


def test_the_likeliest_move_is_taken() -> None:
    reading = verdict(row(reflect=0.7))
    assert (reading.move, reading.part) == ("reflect", "")
    assert reading.chance == pytest.approx(0.7)


def test_below_the_limit_a_message_is_unclear() -> None:
    assert verdict(row(reflect=0.29)).move == UNCLEAR


def test_a_hurting_move_needs_a_higher_chance() -> None:
    assert verdict(row(blame=0.55)).move == UNCLEAR
    assert verdict(row(blame=0.65)).move == "blame"


def test_where_a_hurting_move_is_not_sure_enough_the_next_that_does_not_hurt_may_be() -> None:
    assert verdict(row(blame=0.5, reflect=0.4)).move == "reflect"


def test_one_sentence_that_hurts_outweighs_kind_ones_and_is_named() -> None:
    reading = verdict(row(reflect=0.9), row(reflect=0.9), row(blame=0.8), parts=["So you were alone.", "Your fault."])
    assert (reading.move, reading.part) == ("blame", "Your fault.")


def test_a_sentence_by_itself_needs_a_higher_chance_still() -> None:
    parts = ["So you were alone.", "Your fault."]
    assert verdict(row(reflect=0.9), row(reflect=0.9), row(blame=0.65), parts=parts).move == "reflect"


def test_of_kind_sentences_the_longer_weighs_more() -> None:
    rows = row(reflect=0.4, open_question=0.4), row(reflect=0.9), row(open_question=0.9)
    long, short = "a sentence of a good many words in all", "and a short one"
    assert verdict(*rows, parts=[long, short]).move == "reflect"
    assert verdict(*rows, parts=[short, long]).move == "open_question"


@pytest.mark.parametrize("text", ["", "  ", "?!", "…", "👍"])
def test_a_message_without_a_word_is_unclear_and_needs_no_encoder(text: str) -> None:
    def encode(texts: Sequence[str]) -> Vectors:
        raise AssertionError("nothing is to be encoded")

    assert READER.read(text, encode).move == UNCLEAR


def test_a_trained_model_reads_words_it_has_not_seen_together(
    trained: tuple[MoveClassifier, WordEncoder, Path],
) -> None:
    model, encoder, _ = trained
    assert model.read("good evening and welcome, hello", encoder.encode).move == "greet"
    assert model.read("why didn't you, should have noticed earlier, fault", encoder.encode).move == "blame"


def test_the_embedding_of_the_message_is_not_computed_where_it_is_known(
    trained: tuple[MoveClassifier, WordEncoder, Path],
) -> None:
    model, encoder, _ = trained
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return encoder.encode(texts)

    text = "So you feel left alone. How was it like to tell?"
    known = model.read(text, encode, encoder.encode([text])[0])
    assert asked == ["So you feel left alone.", "How was it like to tell?"]
    assert known == model.read(text, encoder.encode)


def test_a_very_long_message_is_not_read_sentence_by_sentence_to_its_end(
    trained: tuple[MoveClassifier, WordEncoder, Path],
) -> None:
    model, encoder, _ = trained
    asked: list[str] = []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.extend(texts)
        return encoder.encode(texts)

    model.read("So you feel left alone. " * 100, encode)
    assert len(asked) == 1 + MOST_SENTENCES


def test_a_model_that_was_kept_reads_as_before(trained: tuple[MoveClassifier, WordEncoder, Path]) -> None:
    model, encoder, folder = trained
    kept = MoveClassifier.load(folder, MOVES, encoder.sha256)
    texts = [move.examples[3] for move in MOVES.values()]
    vectors = encoder.encode(texts)
    assert np.allclose(kept.chances(vectors, texts), model.chances(vectors, texts))
    assert kept.limits == model.limits


def test_a_model_of_other_moves_or_another_encoder_is_refused(
    trained: tuple[MoveClassifier, WordEncoder, Path],
) -> None:
    _, encoder, folder = trained
    fewer = {name: move for name, move in MOVES.items() if name != "greet"}
    with pytest.raises(MoveModelError, match="moves changed"):
        MoveClassifier.load(folder, fewer, encoder.sha256)
    with pytest.raises(MoveModelError, match="another encoder"):
        MoveClassifier.load(folder, MOVES, "1" * 64)


@pytest.mark.parametrize("file", ["moves.json", "moves.npz"])
def test_a_broken_model_is_refused(
    file: str, trained: tuple[MoveClassifier, WordEncoder, Path], tmp_path: Path
) -> None:
    model, encoder, _ = trained
    model.save(tmp_path, encoder.sha256, "content", {})
    (tmp_path / file).write_bytes(b"PK\x03\x04 half of it")
    with pytest.raises(MoveModelError, match="python -m training moves"):
        MoveClassifier.load(tmp_path, MOVES, encoder.sha256)


def test_embeddings_are_computed_once_as_long_as_the_encoder_is_the_same(
    trained: tuple[MoveClassifier, WordEncoder, Path],
) -> None:
    _, encoder, folder = trained
    examples, asked = move_training.examples_of(MOVES), []

    def encode(texts: Sequence[str]) -> Vectors:
        asked.append(len(texts))
        return encoder.encode(texts)

    kept = move_training.vectors_of(examples, encode, encoder.sha256, folder)
    assert asked == [0]
    again = move_training.vectors_of(examples, encode, "1" * 64, folder)
    assert asked == [0, len(kept)] and kept.keys() == again.keys()


def test_limits_keep_to_the_share_that_may_be_read_as_hurting_wrongly() -> None:
    rng = np.random.default_rng(0)
    examples = [move_training.Example("x", name, ()) for name in NAMES for _ in range(100)]
    chances: list[Matrix] = [rng.dirichlet(np.ones(len(NAMES)))[np.newaxis].astype(np.float32) for _ in examples]
    limits = move_training.choose_limits(MOVES, examples, chances)
    measured = move_training.measure(MOVES, examples, chances, limits)
    assert 0 < measured.wrongly_hurting <= move_training.WRONGLY_HURTING


def test_shape_and_words_say_how_a_message_is_built() -> None:
    assert {"why", "why didn't", "^why", "^why didn't", "?"} <= grams("Why didn’t you ask?")
    assert len(shape("")) == len(shape("One. Two? Three?")) == SHAPE
    assert shape("Is it? Was it? Who?")[0] > shape("Is it?")[0] > shape("It is.")[0]


def test_what_is_kept_of_a_model_can_be_read_by_people(trained: tuple[MoveClassifier, WordEncoder, Path]) -> None:
    _, _, folder = trained
    described = json.loads((folder / "moves.json").read_text(encoding="utf-8"))
    assert described["moves"] == NAMES and described["hurting"] == ["blame"]
    assert 0 <= described["measured"]["right"] <= 1
