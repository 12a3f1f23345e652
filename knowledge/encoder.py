"""The sentence encoder at run time: one ONNX file that holds transformer, pooling and normalisation."""

import base64
import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]


class EncoderError(Exception):
    """The exported encoder is missing or not what its description says."""


def unpacked(text: str) -> Vectors:
    """The vector that `bot/nlu/onnx_featurizer.py` packed into Rasa's parse result, of unit length again."""
    vector = np.frombuffer(base64.b64decode(text), dtype="<f2").astype(np.float32)
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


def described_sha256(folder: Path) -> str | None:
    """Hash of the model in `folder` by its description, without reading the model; None where there is none."""
    try:
        return str(json.loads((folder / "encoder.json").read_text(encoding="utf-8"))["sha256"])
    except (OSError, ValueError, KeyError):
        return None


class Encoder:
    """Turns texts into embeddings.

    Args:
        folder: holds `model.onnx`, `tokenizer.json` and `encoder.json`, as `knowledge encoder` writes them.
        threads: how many texts are encoded at once, each by one thread: twice as fast as two threads for each.

    Raises:
        EncoderError: if a file is missing or the model's hash is not the recorded one.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        rebuild = "rebuild it with 'python -m bot build'"
        try:
            self.description = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
            model = (folder / "model.onnx").read_bytes()
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except (OSError, ValueError) as error:
            raise EncoderError(f"The encoder in {folder} cannot be read ({error}); {rebuild}.") from error
        except Exception as error:  # tokenizers raises bare Exception
            raise EncoderError(f"{folder / 'tokenizer.json'} is not a tokenizer; {rebuild}.") from error
        if hashlib.sha256(model).hexdigest() != self.description["sha256"]:
            raise EncoderError(f"{folder / 'model.onnx'} is not the file that was exported; {rebuild}.")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._threads = threads

    @property
    def sha256(self) -> str:
        """Hash of the model file: what an index was built with."""
        return str(self.description["sha256"])

    @property
    def dimension(self) -> int:
        """Length of an embedding."""
        return int(self.description["dimension"])

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Embeddings of `texts`: shape (len(texts), dimension), float32, each of length 1."""
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        # One at a time: in 8 bits the texts of a batch share their scales, so that each would depend on the others.
        if self._threads == 1 or len(texts) == 1:
            return np.concatenate([self._encode(text) for text in texts])
        with ThreadPoolExecutor(self._threads) as pool:
            return np.concatenate(list(pool.map(self._encode, texts)))

    def _encode(self, text: str) -> Vectors:
        tokens = self._tokenizer.encode(text)
        feed = {
            "input_ids": np.array([tokens.ids], dtype=np.int64),
            "attention_mask": np.array([tokens.attention_mask], dtype=np.int64),
        }
        vector: Vectors = self._session.run(["embedding"], feed)[0]
        return vector
