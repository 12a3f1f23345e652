"""Makes the encoder that the service runs: adapted, in one ONNX file, in 8 bits where quality holds.

Build time only: needs torch. The service needs ONNX Runtime and a tokenizer, and nothing else.
"""

import hashlib
import json
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge.encoder import Encoder, EncoderError
from knowledge.encoder_models import DEFAULT, MODELS, model_folder

OPSET = 17
# The second half of each feed-forward block stays in 32 bits: a few of its inputs are very large, and one scale for
# all of them loses the rest. With it all-mpnet-base-v2 falls to a mean cosine of 0.87, without it it keeps 0.99.
KEPT_WHOLE = "/output/dense/MatMul"
ATTENTION = "/attention/"
HOLDS = 0.98  # least mean cosine of the 8-bit encoder with the whole one
SAMPLE = 200  # texts that this is measured on

Say = Callable[[str], None]


@dataclass(frozen=True)
class Examples:
    """Labelled texts that an encoder is adapted to; one label a text."""

    texts: Sequence[str]
    labels: Sequence[str]


def load(name: str, cache: Path) -> Any:
    """The sentence-transformers model called `name`, on the CPU, from local files only.

    Args:
        name: of a packaged model, or a path.
        cache: folder for weights that come in parts.

    Raises:
        EncoderError: if it cannot be had.
    """
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    try:
        # Eager attention: the fused kinds do not export.
        return SentenceTransformer(
            model_folder(name, cache), device="cpu", model_kwargs={"attn_implementation": "eager"}
        )
    except OSError as error:
        raise EncoderError(
            f"The encoder '{name}' cannot be loaded ({error}). Give the path of a downloaded model."
        ) from error


def export(
    folder: Path,
    name: str = DEFAULT,
    examples: Examples | None = None,
    small: bool = True,
    say: Say = lambda _: None,
) -> None:
    """Writes `model.onnx`, `tokenizer.json` and `encoder.json` into `folder`.

    The ONNX graph takes `input_ids` and `attention_mask` (int64, shape (texts, tokens)) and gives
    `embedding` (float32, shape (texts, dimension)), pooled and normalised.

    Args:
        folder: where to write.
        name: of the model, see `load`.
        examples: what to adapt it to; None leaves it as it is.
        small: whether to store weights in 8 bits, if the embeddings stay the same by `HOLDS`.
        say: is given a line for people now and then.

    Raises:
        EncoderError: if the model cannot be had or adapted.
    """
    model = load(name, folder.parent / "weights")
    if examples is not None:
        from knowledge.encoder_training import adapt

        say(f"{name}, adapted to {len(examples.texts)} examples")
        adapt(model, examples.texts, examples.labels, say)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "encoder.json").unlink(missing_ok=True)  # without it, nothing loads
    _write_tokenizer(model, folder / "tokenizer.json")
    whole = folder / "whole.onnx"
    _write_graph(model.eval(), whole)
    described = {
        "model": name,
        "dimension": model.get_embedding_dimension(),
        "max_tokens": model.max_seq_length,
        "licence": MODELS[name].licence if name in MODELS else "see the model",
        "origin": MODELS[name].origin if name in MODELS else "set by the operator",
        "weights_sha256": MODELS[name].weights_sha256 if name in MODELS else "",
        "adapted_to": len(examples.texts) if examples else 0,
        "bits": 32,
        "cosine_with_whole": 1.0,
    }
    if small:
        sample = list(examples.texts[:: max(1, len(examples.texts) // SAMPLE)]) if examples else SENTENCES
        quantised = folder / "small.onnx"
        _quantise(whole, quantised)
        cosine = _mean_cosine(folder, whole, quantised, sample, described)
        if cosine >= HOLDS:
            quantised.replace(whole)
            described |= {"bits": 8, "cosine_with_whole": round(cosine, 4)}
        else:
            quantised.unlink()
        say(f"in 8 bits the mean cosine is {cosine:.3f}: {'taken' if cosine >= HOLDS else 'left in 32 bits'}")
    whole.replace(folder / "model.onnx")
    described["sha256"] = _sha256(folder / "model.onnx")
    _describe(folder, described)


SENTENCES = [
    "The mothers in our group fall silent when somebody mentions it.",
    "Nobody tells us what was decided about the youth club.",
    "how do we win back trust after the raid",
    "funding targets unrealistic",
]


def _write_graph(model: Any, path: Path) -> None:
    import torch

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model  # a part of the module, else its weights are taken for constants

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            embedding = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, p=2, dim=1)

    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "texts", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Whole(),
            (example, example),
            str(path),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )


def _write_tokenizer(model: Any, path: Path) -> None:
    tokenizer = model.tokenizer.backend_tokenizer
    # A packaged tokenizer may cut at 128 tokens and pad to a fixed length: say both ourselves.
    tokenizer.enable_truncation(max_length=model.max_seq_length)
    tokenizer.enable_padding(pad_id=model.tokenizer.pad_token_id, pad_token=model.tokenizer.pad_token)
    tokenizer.save(str(path))


def _quantise(whole: Path, small: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().setLevel(logging.ERROR)  # it tells of every node at the root logger
    names = [node.name for node in onnx.load(str(whole), load_external_data=False).graph.node]
    kept = [name for name in names if name.endswith(KEPT_WHOLE) and ATTENTION not in name]
    quantize_dynamic(
        str(whole), str(small), weight_type=QuantType.QInt8, per_channel=True,
        op_types_to_quantize=["MatMul"], nodes_to_exclude=kept,
    )  # fmt: skip


def _mean_cosine(folder: Path, whole: Path, small: Path, texts: Sequence[str], described: dict[str, Any]) -> float:
    found = []
    for path in (whole, small):
        path.replace(folder / "model.onnx")
        _describe(folder, {**described, "sha256": _sha256(folder / "model.onnx")})
        found.append(Encoder(folder, threads=os.cpu_count() or 1).encode(texts))
        (folder / "model.onnx").replace(path)
    (folder / "encoder.json").unlink()
    return float(np.mean((found[0] * found[1]).sum(axis=1)))


def _describe(folder: Path, described: dict[str, Any]) -> None:
    (folder / "encoder.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
