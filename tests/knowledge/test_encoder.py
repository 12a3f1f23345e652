"""The encoder loads only the very file that was exported; embeddings pass between processes unharmed."""

import base64
import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordLevel

from knowledge.encoder import Encoder, EncoderError, unpacked

MODEL = b"not a network, but a file with a hash"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An exported encoder whose model was changed after its hash was written down."""
    description = {"model": "words", "dimension": 4, "sha256": hashlib.sha256(MODEL).hexdigest()}
    (tmp_path / "encoder.json").write_text(json.dumps(description), encoding="utf-8")
    (tmp_path / "model.onnx").write_bytes(MODEL + b"!")
    Tokenizer(WordLevel({"[UNK]": 0}, unk_token="[UNK]")).save(str(tmp_path / "tokenizer.json"))
    return tmp_path


def test_a_model_with_another_hash_is_refused_with_the_way_out(folder: Path) -> None:
    with pytest.raises(EncoderError, match=r"model\.onnx is not the file that was exported; .*python -m bot build"):
        Encoder(folder)


def test_the_hash_is_looked_at_before_the_model_is_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("knowledge.encoder.onnxruntime.InferenceSession", lambda *_, **__: pytest.fail("run"))
    with pytest.raises(EncoderError):
        Encoder(folder)


def test_a_model_with_the_recorded_hash_is_taken(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "model.onnx").write_bytes(MODEL)
    taken: list[bytes] = []
    monkeypatch.setattr("knowledge.encoder.onnxruntime.InferenceSession", lambda model, *_, **__: taken.append(model))
    assert Encoder(folder).sha256 == hashlib.sha256(MODEL).hexdigest()
    assert taken == [MODEL]


@pytest.mark.parametrize("name", ["encoder.json", "model.onnx", "tokenizer.json"])
def test_a_missing_file_is_refused_with_the_way_out(folder: Path, name: str) -> None:
    (folder / "model.onnx").write_bytes(MODEL)
    (folder / name).unlink()
    with pytest.raises(EncoderError, match="python -m bot build"):
        Encoder(folder)


@pytest.mark.parametrize("name", ["encoder.json", "tokenizer.json"])
def test_a_broken_description_is_refused_with_the_way_out(folder: Path, name: str) -> None:
    (folder / name).write_text("{broken", encoding="utf-8")
    with pytest.raises(EncoderError, match="python -m bot build"):
        Encoder(folder)


def test_an_embedding_comes_out_of_rasa_as_it_went_in() -> None:
    vector = np.array([0.5, -0.5, 0.5, 0.5], dtype=np.float32)
    packed = base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")
    assert np.array_equal(unpacked(packed), vector)


def test_what_16_bits_lose_of_its_length_is_given_back() -> None:
    vector = np.array([0.6, -0.8, 0.001], dtype=np.float32)
    packed = base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")
    assert np.isclose(np.linalg.norm(unpacked(packed)), 1, atol=1e-7)
