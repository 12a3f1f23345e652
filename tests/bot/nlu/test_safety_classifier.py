"""The safety components inside Rasa: trained, kept, loaded, and put together on a message."""

import json
import subprocess
from typing import Any

import pytest
import yaml

from bot.build import build_service
from bot.environment import MODEL, RASA_PYTHON, child_environment
from bot.settings import ROOT, Settings
from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa
LEVELS = ("none", "concern", "urgent", "emergency")


def parsed_lines(given: str) -> Any:
    """What our own program finds in lines."""
    done = subprocess.run(
        [str(RASA_PYTHON), "-m", "bot.nlu.parse_lines", str(MODEL)],
        cwd=ROOT, env=child_environment(Settings()), capture_output=True, text=True, input=given,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


TRAINED = """
import json, tempfile
from pathlib import Path
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from bot.nlu.onnx_featurizer import ENCODER
from bot.nlu.safety import SafetyGuard
from bot.nlu.safety_classifier import SafetyClassifier

INTENTS = ["out_of_scope", "worried_about_someone", "danger_soon", "danger_now"]
random = np.random.default_rng(1)

class Encoder:
    def encode(self, texts):
        return np.stack([vector(3 if "river" in text else 0) for text in texts])

def vector(kind):
    found = random.normal(0, 0.1, 12) + np.eye(12)[kind]
    return found / np.linalg.norm(found)

def message(text, kind, **data):
    made = Message(data={TEXT: text, ENCODER: Encoder(), **data})
    made.add_features(Features(vector(kind)[np.newaxis, :], FEATURE_TYPE_SENTENCE, TEXT, "OnnxSentenceFeaturizer"))
    return made

def seen(component, text, kind):
    one = message(text, kind)
    guard.process(component.process([one]))
    return {key: one.as_dict(only_output_properties=True).get(key) for key in ("safety", "intent")}

guard = SafetyGuard(SafetyGuard.get_default_config())
with tempfile.TemporaryDirectory() as folder:
    storage, resource = LocalModelStorage.create(Path(folder)), Resource("safety")
    context = ExecutionContext(GraphSchema({}))
    config = SafetyClassifier.get_default_config()
    examples = [message(f"word{n % 9} thing", n % 4, **{INTENT: INTENTS[n % 4]}) for n in range(120)]
    SafetyClassifier.create(config, storage, resource, context).train(TrainingData(examples))
    loaded = SafetyClassifier.load(config, storage, resource, context)
    nothing = SafetyClassifier.load(config, storage, Resource("absent"), context)
    long = "The hall was full. The cakes were good. She sat by the river. We tidied up."
    print(json.dumps({
        "calm": seen(loaded, "a word about cake", 0),
        "grave": seen(loaded, "a word about nothing", 3),
        "buried": seen(loaded, long, 3),
        "rule": seen(loaded, "I have taken all my tablets", 0),
        "button": seen(loaded, "/danger_now", 3),
        "untrained": [seen(nothing, "a word about nothing", 3), seen(nothing, "I have taken all my tablets", 3)],
    }))
"""


@pytest.fixture(scope="module")
def found() -> Any:
    """What the components make of a few messages."""
    return in_rasa(TRAINED)


def test_what_is_trained_is_kept_and_raises_and_says_why(found: Any) -> None:
    assert found["calm"]["safety"] is None and found["calm"]["intent"] is None
    assert found["grave"]["intent"]["name"] == "danger_now"
    assert found["grave"]["safety"] == {
        "level": "emergency", "by": "classifier", "rule": None, "because": None, "start": 0, "end": 20,
    }  # fmt: skip
    assert (found["buried"]["safety"]["start"], found["buried"]["safety"]["end"]) == (40, 61)
    assert found["button"]["safety"] is None


def test_an_emergency_that_a_rule_finds_stands_though_the_classifier_sees_none(found: Any) -> None:
    assert (found["rule"]["safety"]["level"], found["rule"]["safety"]["by"]) == ("emergency", "rule")
    assert found["rule"]["safety"]["because"] == "Poison or too much medicine has been taken."


def test_without_a_trained_classifier_the_rules_still_look(found: Any) -> None:
    calm, grave = found["untrained"]
    assert calm["safety"] is None and grave["safety"]["level"] == "emergency"


def test_lines_that_nothing_was_made_from_are_raised_as_they_should_be() -> None:
    """Floors a little below what was measured: a fall here is a regression, and no figure for a report."""
    build_service(Settings(), print)
    held_out = yaml.safe_load((ROOT / "tests" / "bot" / "nlu" / "safety_held_out.yml").read_text(encoding="utf-8"))
    texts = [text for level in LEVELS for text in held_out[level]]
    parsed = parsed_lines(json.dumps(texts))
    given = [LEVELS.index((row.get("safety") or {"level": "none"})["level"]) for row in parsed]

    def share(level: str, at_least: str) -> float:
        places = [at for at, text in enumerate(texts) if text in held_out[level]]
        return sum(given[at] >= LEVELS.index(at_least) for at in places) / len(places)

    assert share("emergency", "urgent") >= 0.9
    assert share("emergency", "emergency") >= 0.88
    assert share("urgent", "urgent") >= 0.8
    assert share("concern", "concern") >= 0.8
    assert share("none", "concern") <= 0.17
