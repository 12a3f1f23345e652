"""One encoder file in both environments: it agrees with sentence-transformers, and with itself inside Rasa."""

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from bot.build import build_service
from bot.environment import RASA_PYTHON, child_environment
from bot.settings import ROOT, Settings
from knowledge import encoder_export
from knowledge.encoder import Encoder, Vectors

pytestmark = pytest.mark.rasa

TEXTS = [
    "a",
    "The mothers in our sewing circle fall silent.",
    "nobody tells us anything since the fire, and rumours go round. " * 12,
    "hwo do we biuld trust agian???",
    "Überall reden sie schlecht über uns – was nun?",
]
AGREE = 0.999
SMALL = "all-MiniLM-L6-v2"


@pytest.fixture(scope="module")
def exported() -> Encoder:
    build_service(Settings(), print)
    return Encoder(ROOT / "build" / "encoder")


def cosines(a: Vectors, b: Vectors) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    product: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = (a * b).sum(axis=1)
    cosine: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = product / (
        np.linalg.norm(a, axis=1) * np.linalg.norm(b, axis=1)
    )
    return cosine


def test_the_exported_encoder_agrees_with_sentence_transformers(tmp_path: Path) -> None:
    """With the small model, whole and as it comes: adapting and 8 bits change embeddings on purpose."""
    encoder_export.export(tmp_path / "encoder", SMALL, small=False)
    original = encoder_export.load(SMALL, tmp_path / "weights").encode(TEXTS)
    assert cosines(Encoder(tmp_path / "encoder").encode(TEXTS), np.asarray(original, dtype=np.float32)).min() >= AGREE


def test_8_bits_are_taken_only_where_embeddings_hold(exported: Encoder) -> None:
    described = exported.description
    assert described["bits"] == 32 or described["cosine_with_whole"] >= encoder_export.HOLDS


def test_rasas_featurizer_agrees_with_the_search(exported: Encoder) -> None:
    code = (
        "import json, sys; from pathlib import Path; from bot.nlu.onnx_featurizer import SentenceEncoder;"
        "e = SentenceEncoder(Path('build/encoder'), 1); print(json.dumps(e.encode(json.load(sys.stdin)).tolist()))"
    )
    done = subprocess.run(
        [str(RASA_PYTHON), "-c", code], cwd=ROOT, env=child_environment(Settings()), input=json.dumps(TEXTS),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    there = np.array(json.loads(done.stdout.splitlines()[-1]), dtype=np.float32)
    assert cosines(exported.encode(TEXTS), there).min() >= AGREE


def test_embeddings_have_length_one_and_do_not_depend_on_their_neighbours(exported: Encoder) -> None:
    together = exported.encode(TEXTS)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    alone = np.concatenate([exported.encode([text]) for text in TEXTS])
    assert cosines(together, alone).min() >= AGREE


def test_no_texts_give_no_embeddings(exported: Encoder) -> None:
    assert exported.encode([]).shape == (0, exported.dimension)
