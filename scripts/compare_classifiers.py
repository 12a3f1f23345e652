"""Compares the intent classifier of config.yml with Rasa's DIET, on examples held back from both.

    python -m scripts.compare_classifiers [--epochs 100]

Four fifths of data/nlu.yml train each pipeline, one fifth tests it; all but the classifier is the same. Prints
the share of intents that are right, the mean F1 of the intents, and the seconds of training. Takes about ten minutes.
"""

import argparse
import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from bot.build import build_service
from bot.environment import RASA_PYTHON, child_environment
from bot.settings import ROOT, Settings

LINEAR = "bot.nlu.linear_classifier.LinearIntentClassifier"


def main() -> None:
    """Trains both, tests both, prints a table."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--epochs", type=int, default=100, help="of DIET's training")
    epochs = options.parse_args().epochs
    build_service(Settings(), print)  # the featurizer needs the exported encoder
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    linear = next(part for part in config["pipeline"] if part["name"] == LINEAR)
    diet = {"name": "DIETClassifier", "epochs": epochs, "entity_recognition": False, "random_seed": 1}
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _rasa("data", "split", "nlu", "--random-seed", "1", "--training-fraction", "0.8", "--out", str(place))
        print("| classifier | right | mean F1 | training, s |\n|---|---|---|---|")
        for name, classifier in (("linear", linear), ("DIET", diet)):
            pipeline = [classifier if part is linear else part for part in config["pipeline"]]
            report, seconds = _try(place, name, {**config, "pipeline": pipeline})
            f1 = report["macro avg"]["f1-score"]
            print(f"| {name} | {report['accuracy']:.2f} | {f1:.2f} | {seconds:.0f} |")


def _try(place: Path, name: str, config: dict[str, Any]) -> tuple[dict[str, Any], float]:
    """Rasa's intent report for one pipeline, and the seconds that its training took."""
    written = place / f"{name}.yml"
    written.write_text(yaml.safe_dump(config), encoding="utf-8")
    started = time.perf_counter()
    _rasa(
        "train", "nlu", "--config", str(written), "--nlu", str(place / "training_data.yml"),
        "--out", str(place), "--fixed-model-name", name,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    _rasa(
        "test", "nlu", "--model", str(place / f"{name}.tar.gz"), "--nlu", str(place / "test_data.yml"),
        "--out", str(place / name), "--no-plot", "--no-errors",
    )  # fmt: skip
    report: dict[str, Any] = json.loads((place / name / "intent_report.json").read_text(encoding="utf-8"))
    return report, seconds


def _rasa(*arguments: str) -> None:
    environment = child_environment(Settings())
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "rasa", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"rasa {' '.join(arguments[:2])} failed:\n{done.stderr[-2000:]}")


if __name__ == "__main__":
    main()
