"""The baselines, without training any."""

from pathlib import Path

import pytest

from bot.evaluation import diet
from bot.evaluation.baselines import _best, bm25, text_passages
from bot.evaluation.own_examples import groups, own_folds
from bot.evaluation.pipeline import Outcome, Prediction
from bot.evaluation.run import Run
from bot.settings import Settings
from knowledge.library import load


def test_bm25_finds_an_item_by_its_own_words() -> None:
    library = load()
    rows = text_passages(library)
    item = library.items["lesson-1.3"]
    (scores,) = bm25(rows, [f"{item.title}. {item.says[0]}"])
    found = _best(rows, scores)
    assert found[0] == "lesson-1.3"
    assert len(found) == len(set(found)) == 5


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A run in which DIET says of every message the same: first nothing, then two situations."""
    lines = tmp_path / "lines.jsonl"
    lines.write_text('{"id": "1", "text": "hello", "label": "chitchat"}\n', encoding="utf-8")
    run = Run(Settings(), {"scope": lines}, lambda _: None, kept=tmp_path)
    first, second = list(run.library.situations)[:2]

    def predicts(pairs: object, texts: list[str], *_: object) -> Outcome:
        return Outcome([Prediction("greet", ["greet", first, second])] * len(texts), 0, 9, kept=False)

    monkeypatch.setattr(diet, "train_and_predict", predicts)
    return run


def test_diet_finds_the_items_of_its_likeliest_situations(run: Run) -> None:
    situations = list(run.library.situations.values())
    assert diet.items(run, "scope") == [[situations[0].items[0], situations[1].items[0]]]


def test_diet_reads_what_is_held_back_apart_from_the_messages(run: Run) -> None:
    of_part, of_messages = diet.outcome(run, 0)
    assert len(of_part.predictions) == len(own_folds()[0][1])
    assert list(of_messages) == ["hello"]
    assert diet.outcome(run, 1)[1] == {}


def test_diets_intents_stand_for_the_replies_that_belong_to_them(run: Run) -> None:
    situation, items = next((s.intent, s.items) for s in run.library.situations.values())
    replies = {
        intent: diet.reply(run, Prediction(intent))
        for intent in (situation, "danger_now", "harmful_request", "out_of_scope", "greet")
    }
    assert replies[situation] == {"type": "guidance", "sources": items[:5]}
    assert replies["danger_now"] == {"type": "safety", "urgency": "emergency"}
    assert replies["harmful_request"] == {"type": "refusal", "reason": "harmful"}
    assert replies["out_of_scope"] == {"type": "out_of_scope"}
    assert replies["greet"] == {"type": "chitchat"}


def test_a_short_training_of_diet_is_said_to_be_one(run: Run) -> None:
    assert "low bar" in diet.note(run) and f"{run.diet_epochs} epochs" in diet.note(run)
    run.diet_epochs = 100
    assert "low bar" not in diet.note(run)


def test_every_intent_has_a_group_and_every_safety_intent_a_level() -> None:
    intents = {intent for rest, _ in own_folds() for _, intent in rest}
    assert intents == set(groups())
    assert {*diet.URGENCY, *diet.REFUSED} < intents
    assert groups()["greet"] == "conversation"


def test_no_example_is_both_trained_on_and_held_back() -> None:
    for rest, held in own_folds():
        assert held and not {text.casefold() for text, _ in rest} & {text.casefold() for text, _ in held}
