"""What passes to Rasa and back, without Rasa; and on a made-up data set, with it."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.evaluation import pipeline
from bot.evaluation.datasets import read
from bot.evaluation.pipeline import (
    FEATURIZER,
    LINEAR,
    Prediction,
    diet_pipeline,
    own_pipeline,
    own_with_diet,
    train_and_predict,
)
from bot.evaluation.rasa_format import FALLBACK
from bot.settings import ROOT, Settings
from knowledge.examples import rasa_examples

HALL = Path(__file__).parent / "village_hall"
PAIRS = [("when do you\nopen", "hours/today"), ("[park] (where)?", "parking?"), ("park here", "parking?")]


def test_our_pipeline_is_that_of_the_service() -> None:
    assert own_pipeline().config == yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    assert own_pipeline().has_encoder and not diet_pipeline(5).has_encoder


def test_diet_stands_in_the_place_of_the_linear_classifier_and_nothing_else_changes() -> None:
    ours, theirs = own_pipeline().config["pipeline"], own_with_diet(7).config["pipeline"]
    changed = [(a["name"], b["name"], b.get("epochs")) for a, b in zip(ours, theirs, strict=True) if a != b]
    assert changed == [(LINEAR, "DIETClassifier", 7)]


class FakeRasa:
    """Stands for the processes: writes what they would, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(
        self,
        title: str,
        command: Sequence[str],
        settings: Settings,
        log: Path,
        say: Callable[[str], None],
        **files: Any,
    ) -> float:
        self.asked.append(title.split()[0])
        if "encoder" in command:
            place = Path(command[command.index("--build") + 1]) / "encoder"
            place.mkdir()
            (place / "encoder.json").write_text("{}", encoding="utf-8")
        elif "train" in command:
            self.config = yaml.safe_load(Path(command[command.index("--config") + 1]).read_text(encoding="utf-8"))
            self.trained_on = list(rasa_examples([Path(command[command.index("--nlu") + 1])]))
        else:
            texts = json.loads(files["given"].read_text(encoding="utf-8"))
            ranking = [{"name": name} for name in (FALLBACK, "hours_today", "parking_")]
            rows = [{"intent": {"name": "hours_today"}, "intent_ranking": ranking} for _ in texts]
            files["output"].write_text("a warning of Rasa's\n" + json.dumps(rows), encoding="utf-8")
        return 2.0


@pytest.fixture
def rasa(monkeypatch: pytest.MonkeyPatch) -> FakeRasa:
    fake = FakeRasa()
    monkeypatch.setattr(pipeline, "run_job", fake)
    return fake


def run(folder: Path, texts: Sequence[str], pairs: Sequence[tuple[str, str]] = PAIRS) -> pipeline.Outcome:
    settings = Settings(encoder="all-MiniLM-L6-v2")
    return train_and_predict(pairs, texts, folder, own_pipeline(), settings, lambda _: None)


def test_intents_come_back_under_their_own_names(rasa: FakeRasa, tmp_path: Path) -> None:
    found = run(tmp_path, ["a", "b"])
    assert found.predictions == [Prediction("hours/today", ["hours/today", "parking?"])] * 2
    assert (found.adapting, found.training, found.kept) == (2, 2, False)
    assert rasa.trained_on == [("when do you open", "hours_today"), ("[park] (where)?", "parking_"),
                               ("park here", "parking_")]  # fmt: skip


def test_the_encoder_is_the_one_adapted_to_these_texts(rasa: FakeRasa, tmp_path: Path) -> None:
    run(tmp_path, ["a"])
    (featurizer,) = (part for part in rasa.config["pipeline"] if part["name"] == FEATURIZER)
    assert featurizer["folder"] == str(tmp_path / "adapted" / "encoder")


def test_nothing_is_trained_twice_on_the_same(rasa: FakeRasa, tmp_path: Path) -> None:
    run(tmp_path, ["a", "b"])
    assert rasa.asked == ["Adapting", "Training", "Reading"]
    assert run(tmp_path, ["a", "b"]).kept
    assert rasa.asked == ["Adapting", "Training", "Reading"]
    assert run(tmp_path, ["a", "c"]).kept  # other texts are read with what is trained
    assert rasa.asked[3:] == ["Reading"]
    assert not run(tmp_path, ["a", "c"], PAIRS[:2]).kept
    assert rasa.asked[4:] == ["Adapting", "Training", "Reading"]


def test_a_pipeline_without_an_encoder_adapts_none(rasa: FakeRasa, tmp_path: Path) -> None:
    found = train_and_predict(PAIRS, ["a"], tmp_path, diet_pipeline(3), Settings(), lambda _: None)
    assert rasa.asked == ["Training", "Reading"] and found.adapting == 0
    assert rasa.config["pipeline"][-1]["epochs"] == 3


@pytest.mark.rasa
def test_the_whole_pipeline_learns_three_intents_from_ten_examples_each(tmp_path: Path) -> None:
    """With the small encoder, adapted: it takes a minute, most of it imports."""
    train = [pair for pair in read(HALL / "all.csv") if pair[1] != "oos"]
    test = [pair for pair in read(HALL / "test.yml") if pair[1] != "oos"]
    settings = Settings(encoder="all-MiniLM-L6-v2")
    said: list[str] = []
    found = train_and_predict(train, [text for text, _ in test], tmp_path, own_pipeline(), settings, said.append)
    right = [p.intent == label for p, (_, label) in zip(found.predictions, test, strict=True)]
    assert sum(right) >= 5
    assert set(found.predictions[0].ranking) == {"opening_hours", "parking", "room_hire"}
    assert any("pass 1 of" in line for line in said)
