"""Adapting an encoder: on a tiny transformer, so that it takes a second."""

from typing import Any

import pytest

from knowledge.encoder import EncoderError

torch = pytest.importorskip("torch")

from knowledge.encoder_training import Recipe, adapt  # noqa: E402

TEXTS = ["red red one", "one red", "red two", "blue one", "blue blue", "two blue one"]
LABELS = ["warm", "warm", "warm", "cold", "cold", "cold"]
WORDS = ["[PAD]", "red", "blue", "one", "two"]


class _Tokenizer:
    pad_token_id = 0

    def __call__(self, texts: list[str], truncation: bool, max_length: int) -> dict[str, list[list[int]]]:
        return {"input_ids": [[WORDS.index(w) for w in text.split()][:max_length] for text in texts]}


class _Model:
    """Looks like a SentenceTransformer, as far as adapting goes."""

    def __init__(self, layers: int = 3) -> None:
        from transformers import BertConfig, BertModel

        torch.manual_seed(0)
        sizes: dict[str, Any] = {
            "hidden_size": 16,
            "num_attention_heads": 2,
            "intermediate_size": 32,
            "vocab_size": len(WORDS),
        }
        core = BertModel(BertConfig(num_hidden_layers=layers, **sizes))
        core.train(False)
        self.tokenizer = _Tokenizer()
        self._parts = [type("Transformer", (), {"auto_model": core})()]

    def __getitem__(self, place: int) -> Any:
        return self._parts[place]

    def embed(self, text: str) -> Any:
        ids = torch.tensor(self.tokenizer([text], True, 9)["input_ids"])
        with torch.no_grad():
            state = self[0].auto_model(input_ids=ids)[0].mean(1)
        return torch.nn.functional.normalize(state, dim=1)[0]


RECIPE = Recipe(layers=1, epochs=30, batch=3, rate=5e-3, label_rate=1e-2)


def _nothing(_: str) -> None:
    pass


def test_texts_of_one_label_come_nearer_to_each_other_than_to_those_of_another() -> None:
    model = _Model()
    adapt(model, TEXTS, LABELS, _nothing, RECIPE)
    same = float(model.embed("red red one") @ model.embed("red two"))
    other = float(model.embed("red red one") @ model.embed("blue blue"))
    assert same > other + 0.2


def test_the_layers_below_the_last_stay_as_they_were() -> None:
    model = _Model()
    before = {name: weight.clone() for name, weight in model[0].auto_model.named_parameters()}
    adapt(model, TEXTS, LABELS, _nothing, RECIPE)
    after = dict(model[0].auto_model.named_parameters())
    changed = {name for name in before if not torch.equal(before[name], after[name])}
    assert changed
    assert all(name.startswith("encoder.layer.2") for name in changed)


def test_the_model_is_whole_again_and_the_same_seed_gives_the_same_weights() -> None:
    found = []
    for _ in range(2):
        model = _Model()
        adapt(model, TEXTS, LABELS, _nothing, RECIPE)
        assert len(model[0].auto_model.encoder.layer) == 3
        found.append(model.embed("two blue one"))
    assert torch.allclose(found[0], found[1], atol=1e-6)


def test_progress_is_told_after_each_pass() -> None:
    said: list[str] = []
    adapt(_Model(), TEXTS, LABELS, said.append, Recipe(layers=1, epochs=2, batch=3))
    assert [line for line in said if "pass 2 of 2" in line]


def test_a_transformer_built_otherwise_is_refused_with_the_way_out() -> None:
    model = _Model()
    del model[0].auto_model.encoder
    with pytest.raises(EncoderError, match="adapt_encoder"):
        adapt(model, TEXTS, LABELS, _nothing, RECIPE)
