"""Adapts a sentence encoder to labelled examples: its last layers only, in minutes, without a GPU.

Each label gets a unit vector, and embeddings are drawn towards the vector of their own label and away from the
others: cross entropy over scaled cosines (Wang et al. 2017, NormFace). The layers below the trained ones do not
change, so what they give for each example is computed once and kept. Build time only: needs torch.
"""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from knowledge.encoder import EncoderError

BUCKET = 8  # batches drawn together and sorted by length: padding is what costs time


@dataclass(frozen=True)
class Recipe:
    """How to train.

    Attributes:
        layers: how many of the last layers change.
        epochs: passes over the examples.
        batch: examples a step.
        rate: learning rate of the layers, at its highest.
        label_rate: learning rate of the labels' vectors.
        scale: of cosines before the softmax.
        max_tokens: where examples are cut while training.
        seed: of the order of examples, and of dropout.
    """

    layers: int = 3
    epochs: int = 2
    batch: int = 32
    rate: float = 6e-5
    label_rate: float = 2e-3
    scale: float = 20.0
    max_tokens: int = 128
    seed: int = 1


def adapt(
    model: Any, texts: Sequence[str], labels: Sequence[str], say: Callable[[str], None], recipe: Recipe | None = None
) -> None:
    """Changes the last layers of the sentence-transformers `model`, in place.

    Args:
        model: a SentenceTransformer over a BERT-like transformer with mean pooling.
        texts: examples.
        labels: of the examples, one each.
        say: is given a line for people after each pass.
        recipe: how to train.

    Raises:
        EncoderError: if the model is built otherwise.
    """
    chosen = recipe or Recipe()
    random.seed(chosen.seed)
    torch.manual_seed(chosen.seed)
    top = _TopLayers(model, chosen)
    names = sorted(set(labels))
    wanted = torch.tensor([names.index(label) for label in labels])
    states = top.below([list(row) for row in model.tokenizer(list(texts), truncation=True,
                                                             max_length=chosen.max_tokens)["input_ids"]])  # fmt: skip
    say(f"{len(texts)} examples of {len(names)} labels read")
    vectors = torch.nn.Parameter(_means(top, states, wanted, len(names)))
    layers = list(top.parameters())
    optimiser = torch.optim.AdamW(
        [{"params": layers, "lr": chosen.rate}, {"params": [vectors], "lr": chosen.label_rate}], weight_decay=0.01
    )
    steps = chosen.epochs * math.ceil(len(texts) / chosen.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, [chosen.rate, chosen.label_rate], total_steps=steps + 1, pct_start=0.1, anneal_strategy="linear"
    )
    for epoch in range(chosen.epochs):
        top.train()
        losses = []
        for rows in _batches([len(row) for row in states], chosen.batch):
            cosines = top([states[row] for row in rows]) @ torch.nn.functional.normalize(vectors, dim=1).T
            loss = torch.nn.functional.cross_entropy(chosen.scale * cosines, wanted[rows])
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(layers, 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        say(f"pass {epoch + 1} of {chosen.epochs}: loss {sum(losses) / len(losses):.2f}")
    top.put_back()


class _TopLayers:
    """The last layers of a transformer, fed with what those below them gave.

    Args:
        model: whose transformer is taken apart until `put_back` is called.
        recipe: says how many layers.
    """

    def __init__(self, model: Any, recipe: Recipe) -> None:
        self._model = model
        self._core = model[0].auto_model
        try:
            self._embeddings: Any = self._core.embeddings
            self._layers: Any = self._core.encoder.layer
        except AttributeError:
            raise EncoderError(
                "This encoder is not built like BERT and cannot be adapted; set 'adapt_encoder = false'."
            ) from None
        self._cut = max(0, len(self._layers) - recipe.layers)
        self._pad = model.tokenizer.pad_token_id

    @torch.no_grad()
    def below(self, tokens: Sequence[Sequence[int]]) -> list[torch.Tensor]:
        """What the layers below give for each row of token ids: tensors of shape (tokens, dimension)."""
        self._core.eval()
        self._core.encoder.layer = self._layers[: self._cut]
        found: list[torch.Tensor] = [torch.empty(0)] * len(tokens)
        for rows in _sorted_batches([len(row) for row in tokens], 32):
            ids = [torch.tensor(tokens[row]) for row in rows]
            padded = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=self._pad)
            with _quick_products():
                given = self._core(input_ids=padded, attention_mask=_mask([len(row) for row in ids]))[0]
            for place, row in enumerate(rows):
                found[row] = given[place, : len(ids[place])].to(torch.float32, copy=True)
        self._core.encoder.layer = self._layers[self._cut :]
        self._core.embeddings = _Given()
        for weight in self._core.parameters():
            weight.requires_grad_(False)
        for weight in self.parameters():
            weight.requires_grad_(True)
        return found

    def parameters(self) -> Iterator[torch.nn.Parameter]:
        """The weights that are trained."""
        yield from self._layers[self._cut :].parameters()

    def train(self) -> None:
        """Turns dropout on."""
        self._core.train()

    def __call__(self, states: Sequence[torch.Tensor]) -> torch.Tensor:
        """Unit-length embeddings of examples, shape (examples, dimension), from what the layers below gave."""
        lengths = [len(row) for row in states]
        mask = _mask(lengths)
        self._core.embeddings.states = torch.nn.utils.rnn.pad_sequence(list(states), batch_first=True)
        placeholder = torch.full(mask.shape, self._pad)
        with _quick_products():
            given = self._core(input_ids=placeholder, attention_mask=mask)[0].float()
        weight = mask.unsqueeze(-1).to(given.dtype)
        return torch.nn.functional.normalize((given * weight).sum(1) / weight.sum(1), dim=1)

    def put_back(self) -> None:
        """Makes the transformer whole again."""
        self._core.embeddings = self._embeddings
        self._core.encoder.layer = self._layers
        self._core.eval()


def _quick_products() -> Any:
    """Within this, products of matrices are made in 16 bits where the processor can do that, twice as fast."""
    can = getattr(torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False)
    return torch.autocast("cpu", dtype=torch.bfloat16, enabled=torch.backends.mkldnn.is_available() and can())


class _Given(torch.nn.Module):
    """Stands where the embeddings and the lower layers stood, and gives what they gave."""

    states: torch.Tensor

    def forward(self, *_: Any, **__: Any) -> torch.Tensor:
        return self.states


@torch.no_grad()
def _means(top: _TopLayers, states: Sequence[torch.Tensor], wanted: torch.Tensor, labels: int) -> torch.Tensor:
    """The mean embedding of each label's examples, of unit length: where its vector starts."""
    found = torch.zeros(len(states), states[0].shape[1])
    for rows in _sorted_batches([len(row) for row in states], 32):
        found[rows] = top([states[row] for row in rows])
    means = torch.stack([found[wanted == label].mean(0) for label in range(labels)])
    return torch.nn.functional.normalize(means, dim=1)


def _mask(lengths: Sequence[int]) -> torch.Tensor:
    places = torch.arange(max(lengths))
    return (places[None, :] < torch.tensor(lengths)[:, None]).long()


def _sorted_batches(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    order = sorted(range(len(lengths)), key=lambda row: lengths[row])
    yield from (order[start : start + size] for start in range(0, len(order), size))


def _batches(lengths: Sequence[int], size: int) -> Iterator[list[int]]:
    """All rows in a random order, those of like length together."""
    order = random.sample(range(len(lengths)), len(lengths))
    batches = []
    for start in range(0, len(order), size * BUCKET):
        drawn = sorted(order[start : start + size * BUCKET], key=lambda row: lengths[row])
        batches += [drawn[place : place + size] for place in range(0, len(drawn), size)]
    random.shuffle(batches)
    yield from batches
