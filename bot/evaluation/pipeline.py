"""Trains a Rasa pipeline on labelled texts and has it name the intents of others.

The one place for it: the report measures the service's own pipeline here, `scripts/benchmark_intents.py` the same
pipeline on any other data set. Ours is config.yml as it stands, with the encoder adapted to the very texts that
Rasa is trained on and to no other.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.environment import MAIN_PYTHON, RASA_PYTHON
from bot.evaluation.job import run_job
from bot.evaluation.kept import files_digest, keep
from bot.evaluation.rasa_format import FALLBACK, Pairs, one_line, safe_names, write_nlu
from bot.settings import ROOT, Settings
from knowledge.encoder_models import model_folder

FEATURIZER = "bot.nlu.onnx_featurizer.OnnxSentenceFeaturizer"
LINEAR = "bot.nlu.linear_classifier.LinearIntentClassifier"
DIET_SEED = 1

Say = Callable[[str], None]


@dataclass(frozen=True)
class Pipeline:
    """What is trained.

    Attributes:
        name: of the folder that it is kept in.
        config: as in Rasa's config.yml.
        adapt: whether its encoder, if it has one, is adapted to the training texts.
    """

    name: str
    config: dict[str, Any]
    adapt: bool = True

    @property
    def has_encoder(self) -> bool:
        """Whether it uses the sentence encoder."""
        return any(part["name"] == FEATURIZER for part in self.config["pipeline"])


@dataclass(frozen=True)
class Prediction:
    """What a pipeline makes of a text.

    Attributes:
        intent: that it settles on, Rasa's fallback included.
        ranking: intents by their chance, the likeliest first, without the fallback.
    """

    intent: str
    ranking: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Outcome:
    """What a pipeline makes of texts.

    Attributes:
        predictions: one a text.
        adapting: seconds that adapting and exporting the encoder took, 0 where it has none.
        training: seconds that Rasa's training took.
        kept: whether nothing had to be trained, since it was trained on the same before.
    """

    predictions: list[Prediction]
    adapting: float
    training: float
    kept: bool


def own_pipeline(adapt: bool = True) -> Pipeline:
    """The service's own, as config.yml has it."""
    return Pipeline("common-ground", _own_config(), adapt)


def own_with_diet(epochs: int, adapt: bool = True) -> Pipeline:
    """The service's own, with DIET in the place of the linear classifier."""
    config = _own_config()
    diet = {"name": "DIETClassifier", "epochs": epochs, "entity_recognition": False, "random_seed": DIET_SEED}
    config["pipeline"] = [diet if part["name"] == LINEAR else part for part in config["pipeline"]]
    return Pipeline(f"own-features-diet-{epochs}", config, adapt)


def diet_pipeline(epochs: int) -> Pipeline:
    """What `rasa init` trains when nothing is configured (Rasa 3.6), as far as intents are concerned."""
    parts: list[dict[str, Any]] = [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True, "random_seed": DIET_SEED},
    ]
    config = {"recipe": "default.v1", "assistant_id": "rasa-init", "language": "en", "pipeline": parts}
    return Pipeline(f"rasa-init-diet-{epochs}", config)


def train_and_predict(
    pairs: Pairs, texts: Sequence[str], folder: Path, pipeline: Pipeline, settings: Settings, say: Say
) -> Outcome:
    """Trains `pipeline` on `pairs` of text and intent, and has it name the intents of `texts`.

    Args:
        pairs: the training texts.
        texts: others.
        folder: what is made is kept there and used again while its inputs are the same; pipelines that are
            trained on the same pairs share a folder, and an encoder.
        pipeline: what to train.
        settings: name the encoder.
        say: is given lines for people.

    Raises:
        JobError: if a step fails.
        EncoderError: if the encoder's weights are not there.
    """
    names = safe_names([intent for _, intent in pairs])
    clean = [(one_line(text), names[intent]) for text, intent in pairs]
    folder.mkdir(parents=True, exist_ok=True)
    data = folder / "training.yml"
    write_nlu(data, clean)
    code: list[str] = []
    encoder_kept, adapting = True, 0.0
    if pipeline.has_encoder:
        encoder = folder / ("adapted" if pipeline.adapt else "as-it-is")
        inputs = [settings.encoder, clean if pipeline.adapt else [], project_digest("knowledge/encoder_*.py")]
        examples = data if pipeline.adapt else None
        encoder_kept = keep(encoder, inputs, lambda place: make_encoder(place, settings, say, examples=examples))
        adapting = _seconds(encoder)
        description = (encoder / "encoder" / "encoder.json").read_text(encoding="utf-8")
        code = [description, project_digest("bot/nlu/*"), project_digest("knowledge/situations/*.yml")]
        pipeline = _with_encoder(pipeline, encoder / "encoder")
    model = folder / pipeline.name
    made_of = [clean, pipeline.config, project_digest("requirements/rasa.lock"), *code]
    model_kept = keep(model, made_of, lambda place: _train(place, data, pipeline, settings, say))
    asked = [one_line(text) for text in texts]
    predicted = model / "predictions"
    keep(predicted, asked, lambda place: _predict(place, model / "model.tar.gz", asked, settings, say))
    back = {safe: intent for intent, safe in names.items()}
    rows = json.loads((predicted / "intents.json").read_text(encoding="utf-8"))
    predictions = [
        Prediction(back.get(row["intent"], row["intent"]), [back.get(name, name) for name in row["ranking"]])
        for row in rows
    ]
    return Outcome(predictions, adapting, _seconds(model), encoder_kept and model_kept)


def parse(model: Path, texts: Sequence[str], folder: Path, settings: Settings, say: Say) -> list[dict[str, Any]]:
    """Rasa's parse result of each of `texts`; `folder` is for what passes between the processes."""
    folder.mkdir(parents=True, exist_ok=True)
    given, output = folder / "texts.json", folder / "parsed.json"
    given.write_text(json.dumps(list(texts)), encoding="utf-8")
    run_job(
        f"Reading {len(texts)} messages with the trained model", [str(RASA_PYTHON), "-m", "bot.nlu.parse_lines",
        str(model)], settings, folder / "log", say, tell=r"^\d+ of \d+ read$", given=given, output=output,
    )  # fmt: skip
    rows: list[dict[str, Any]] = json.loads(output.read_text(encoding="utf-8").splitlines()[-1])  # Rasa may write above
    given.unlink()
    output.unlink()
    return rows


def make_encoder(
    folder: Path, settings: Settings, say: Say, *, examples: Path | None = None, small: bool = True
) -> None:
    """Exports the encoder into `folder`/encoder, adapted to a file of `examples` if there is one.

    Raises:
        JobError: if it cannot be exported.
        EncoderError: if its weights are not there.
    """
    # By its path: named, its weights would be put together from their packages once more for this folder.
    model = model_folder(settings.encoder, ROOT / "build" / "weights")
    how = ["--adapt", "--examples", str(examples)] if examples else ["--no-adapt"]
    seconds = run_job(
        "Adapting the encoder to the training texts" if examples else "Exporting the encoder as it is published",
        [
            str(MAIN_PYTHON), "-m", "knowledge", "encoder", "--model", model, *how,
            "--small" if small else "--no-small", "--build", str(folder),
        ],
        settings, folder / "log", say, tell=r"^\.\.\. ",
    )  # fmt: skip
    _note_seconds(folder, seconds)


def _own_config() -> dict[str, Any]:
    config: dict[str, Any] = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    return config


def _with_encoder(pipeline: Pipeline, folder: Path) -> Pipeline:
    parts = [
        {**part, "folder": str(folder)} if part["name"] == FEATURIZER else part for part in pipeline.config["pipeline"]
    ]
    return Pipeline(pipeline.name, {**pipeline.config, "pipeline": parts}, pipeline.adapt)


def _train(folder: Path, data: Path, pipeline: Pipeline, settings: Settings, say: Say) -> None:
    config = folder / "config.yml"
    config.write_text(yaml.safe_dump(pipeline.config, sort_keys=False), encoding="utf-8")
    seconds = run_job(
        f"Training the pipeline '{pipeline.name}'",
        [
            str(RASA_PYTHON), "-m", "rasa", "train", "nlu", "--config", str(config), "--nlu", str(data),
            "--out", str(folder), "--fixed-model-name", "model",
        ],
        settings, folder / "log", say,
    )  # fmt: skip
    _note_seconds(folder, seconds)


def _predict(folder: Path, model: Path, texts: Sequence[str], settings: Settings, say: Say) -> None:
    rows = [
        {
            "intent": row["intent"]["name"] or FALLBACK,
            "ranking": [r["name"] for r in row["intent_ranking"] if r["name"] != FALLBACK],
        }
        for row in parse(model, texts, folder, settings, say)
    ]
    (folder / "intents.json").write_text(json.dumps(rows), encoding="utf-8")


def _note_seconds(folder: Path, seconds: float) -> None:
    (folder / "seconds").write_text(str(seconds), encoding="utf-8")


def _seconds(folder: Path) -> float:
    return float((folder / "seconds").read_text(encoding="utf-8"))


def project_digest(pattern: str) -> str:
    """Hash of the project's files that match `pattern`."""
    return files_digest(path for path in ROOT.glob(pattern) if path.is_file())
