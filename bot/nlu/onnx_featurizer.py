"""Rasa featurizer: the sentence embedding of a message, from the exported encoder."""

from __future__ import annotations

import base64
import hashlib
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Dict, List, Optional, Text, Type

import numpy as np
import onnxruntime
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer as RasaTokenizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from tokenizers import Tokenizer

EMBEDDING = "embedding"  # key of the parse result
ENCODER = "encoder"  # key of the message: the encoder itself, for components that read parts of it; not of the result


class SentenceEncoder:
    """The exported encoder: texts in, unit-length embeddings out, shape (texts, dimension).

    Args:
        folder: of the model, as `python -m bot build` fills it.
        threads: of the work on one text.
        at_once: how many texts are encoded at the same time.
    """

    def __init__(self, folder: Path, threads: int, at_once: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.log_severity_level = 3
        # A thread that waits for work would otherwise take the processor from the other processes.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._at_once = at_once

    def encode(self, texts: List[Text]) -> np.ndarray:
        """Embeddings of at least one text, float32, each row of length 1."""
        # One at a time: in 8 bits the texts of a batch share their scales, so that each would depend on the others.
        if self._at_once == 1:
            return np.concatenate([self._encode(text) for text in texts])
        with ThreadPoolExecutor(self._at_once) as pool:
            return np.concatenate(list(pool.map(self._encode, texts)))

    def _encode(self, text: Text) -> np.ndarray:
        tokens = self._tokenizer.encode(text)
        feed = {
            "input_ids": np.array([tokens.ids], dtype=np.int64),
            "attention_mask": np.array([tokens.attention_mask], dtype=np.int64),
        }
        vector: np.ndarray = self._session.run(["embedding"], feed)[0]
        return vector


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class OnnxSentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Gives Rasa the sentence embedding as a dense sentence feature.

    The parse result carries it on, as text under `embedding`, so that the search need not compute it again.

    Config: `folder` (relative to the working directory, as `python -m bot build` fills it), `threads`,
    and `length`, the length that each embedding is given. Rasa's logistic regression has no setting for
    its regularisation; scaling its features by s is the same as dividing the penalty by s squared.
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        return [RasaTokenizer]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            **DenseFeaturizer.get_default_config(),
            "folder": "build/encoder",
            "threads": 1,
            "length": 1.0,
        }

    @staticmethod
    def required_packages() -> List[Text]:
        return ["onnxruntime", "tokenizers"]

    @classmethod
    def validate_config(cls, config: Dict[Text, Any]) -> None:
        """Nothing to check before the folder is opened."""

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        # Rasa caches features by configuration: another encoder in the same folder, or other code, must miss the cache.
        description = Path(config.get("folder", "build/encoder")) / "encoder.json"
        if not description.is_file():
            return None
        return hashlib.sha256(description.read_bytes() + Path(__file__).read_bytes()).hexdigest()

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OnnxSentenceFeaturizer:
        return cls(config, execution_context.node_name)

    def __init__(self, config: Dict[Text, Any], name: Text) -> None:
        super().__init__(name, config)
        folder = Path(config["folder"])
        if not (folder / "encoder.json").is_file():
            raise FileNotFoundError(f"There is no encoder in '{folder}'. Make it with 'python -m bot build'.")
        self.description = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self._encoder = SentenceEncoder(folder, config["threads"])
        self._length = float(config["length"])

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Sets the feature on every example that has text."""
        # Nobody waits for one text now: one thread for each of several texts is the quickest for all.
        encoder = SentenceEncoder(Path(self._config["folder"]), 1, at_once=os.cpu_count() or 1)
        self._set_features([m for m in training_data.training_examples if m.get(TEXT)], encoder)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets the feature on every message that has text."""
        found = [m for m in messages if m.get(TEXT)]
        for message, vector in zip(found, self._set_features(found, self._encoder), strict=True):
            message.set(EMBEDDING, packed(vector), add_to_output=True)
            message.set(ENCODER, self._encoder)
        return messages

    def _set_features(self, messages: List[Message], encoder: SentenceEncoder) -> np.ndarray:
        if not messages:
            return np.empty((0, 0), dtype=np.float32)
        vectors = encoder.encode([m.get(TEXT) for m in messages])
        for message, vector in zip(messages, vectors * self._length, strict=True):
            message.add_features(Features(vector[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
        return vectors


def packed(vector: np.ndarray) -> Text:
    """A vector as text: base64 of its numbers as little-endian 16-bit floats."""
    return base64.b64encode(vector.astype("<f2").tobytes()).decode("ascii")
