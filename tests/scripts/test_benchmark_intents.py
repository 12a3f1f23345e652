"""The intent benchmark on a made-up data set, without training."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.datasets import DataError, Pair
from bot.evaluation.pipeline import Outcome, Pipeline, Prediction
from bot.evaluation.rasa_format import FALLBACK
from bot.evaluation.section import Share
from scripts import benchmark_intents
from scripts.benchmark_intents import figures, main, split_of

HALL = Path(__file__).parents[1] / "bot" / "evaluation" / "village_hall"


def test_without_a_test_set_a_fifth_is_held_back() -> None:
    split = split_of(HALL / "all.csv", None, 0, seed=1)
    assert (len(split.train), len(split.test)) == (32, 8)
    assert not set(split.train) & set(split.test)


def test_with_a_test_set_all_is_trained_on_or_so_many_of_each_intent() -> None:
    assert len(split_of(HALL / "all.csv", HALL / "test.yml", 0, seed=1).train) == 40
    few = split_of(HALL / "all.csv", HALL / "test.yml", 3, seed=1)
    assert set(Counter(label for _, label in few.train).values()) == {3}
    assert len(few.test) == 8


def test_too_few_texts_to_hold_some_back_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "few.csv").write_text("text,label\na,x\nb,y\n", encoding="utf-8")
    with pytest.raises(DataError, match="--test"):
        split_of(tmp_path / "few.csv", None, 0, seed=1)


def test_accuracy_is_of_texts_in_scope_and_recall_of_those_out_of_scope() -> None:
    test = [("a", "park"), ("b", "park"), ("c", "open"), ("d", "open"), ("e", "none"), ("f", "none"), ("g", "none")]
    given = [
        Prediction("park", ["park"]),
        Prediction(FALLBACK, ["park", "open"]),
        Prediction("park", ["park"]),
        Prediction("none", ["none"]),
        Prediction("none", ["none"]),
        Prediction(FALLBACK, ["park"]),
        Prediction("open", ["open"]),
    ]
    inside, right, first, outside, away = figures(test, given, "none")
    assert (inside, outside) == (4, 3)
    assert isinstance(right, Share) and isinstance(first, Share) and isinstance(away, Share)
    assert (right.value, first.value) == (0.25, 0.5)
    assert away.value == pytest.approx(2 / 3)
    assert figures(test[:4], given[:4], "none")[3:] == [0, "–"]


def test_it_prints_a_row_for_each_pipeline(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    trained: list[tuple[str, bool, int]] = []

    def train(pairs: Sequence[Pair], texts: Sequence[str], folder: Path, pipeline: Pipeline, *_: Any) -> Outcome:
        trained.append((pipeline.name, pipeline.adapt, len(pairs)))
        return Outcome([Prediction("parking", ["parking"])] * len(texts), 3, 4, kept=False)

    monkeypatch.setattr(benchmark_intents, "train_and_predict", train)
    main(["--train", str(HALL / "all.csv"), "--test", str(HALL / "test.yml"), "--no-adapt", "--diet", "2"])
    assert trained == [("common-ground", False, 40), ("own-features-diet-2", False, 40)]
    rows = capsys.readouterr().out.splitlines()
    assert rows[2].startswith("| common-ground | 40 | 4 | 6 | 0.33")


def test_a_file_that_cannot_be_read_is_one_sentence_and_no_traceback() -> None:
    with pytest.raises(SystemExit, match=r"none\.csv cannot be read"):
        main(["--train", "none.csv"])
