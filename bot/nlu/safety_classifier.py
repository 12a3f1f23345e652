"""Rasa component: how likely it is, for every message, that somebody is in danger. It has no say in the intent.

Trained on the examples of the three intents of danger, which give the levels; every other example is harmless. The
limits from which a message counts as raised are chosen while training, by cross-validation, so that nobody tunes
them by hand when examples are added. `safety.py` puts its finding together with that of the rules.
"""

from __future__ import annotations

import json
import logging
from typing import Any, Dict, List, Optional, Text, Tuple, Type

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.onnx_featurizer import ENCODER, SentenceEncoder
from bot.nlu.safety_finding import INTENTS, Learned
from bot.nlu.safety_model import Aims, Limits, SafetyModel, as_json, choose_limits, held_out_chances, measured, weigh
from bot.nlu.safety_rules import LEVELS
from bot.nlu.sentences import sentences

logger = logging.getLogger(__name__)

LEARNED = "safety_learned"  # key of the message: what the classifier found, a `Learned`; not of the parse result
DESCRIPTION = "safety.json"  # limits, and the shares at them


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SafetyClassifier(GraphComponent):
    """Sets `LEARNED` on every message with text.

    Config: `lookalikes`, the intents whose examples use the words of danger without any; `costs`, `lookalike_cost`,
    `lowered` and `folds`, as `Aims` has them, and `harmless_raised` and `lookalikes_raised`, its two shares; `long`,
    the number of sentences from which a message is read sentence by sentence as well, since danger in the middle of a
    long one hardly shows in the embedding of the whole (of such emergencies 92 in 100 are raised, else 79).
    """

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        return [Featurizer]

    @staticmethod
    def required_packages() -> List[Text]:
        return ["sklearn", "onnxruntime", "tokenizers"]

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "lookalikes": ["safety_procedure", "faith_alone", "grief", "helper_words"],
            "costs": {"none": 1.0, "concern": 1.5, "urgent": 4.0, "emergency": 7.0},
            "lookalike_cost": 3.0,
            "harmless_raised": 0.02,
            "lookalikes_raised": 0.05,
            "lowered": 0.05,
            "folds": 5,
            "long": 3,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyClassifier:
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        learned: Optional[Tuple[SafetyModel, Limits]] = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._learned = learned

    def train(self, training_data: TrainingData) -> Resource:
        """Learns, chooses limits and keeps both; where there are no examples of danger, nothing is raised."""
        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        of_intent = {intent: LEVELS.index(level) for level, intent in INTENTS.items()}
        levels = np.array([of_intent.get(m.get(INTENT), 0) for m in examples])
        if len(set(levels.tolist())) < len(LEVELS):
            return self._resource
        config = self._config
        aims = Aims(
            config["costs"],
            config["lookalike_cost"],
            config["harmless_raised"],
            config["lookalikes_raised"],
            config["lowered"],
            config["folds"],
        )
        lookalike = np.array([m.get(INTENT) in config["lookalikes"] for m in examples])
        texts = [m.get(TEXT) for m in examples]
        vectors = np.stack([_embedding(m) for m in examples])
        chances = held_out_chances(vectors, texts, levels, lookalike, aims)
        limits = choose_limits(chances, levels, lookalike, aims)
        description = as_json(limits, measured(chances, levels, lookalike, limits))
        logger.info("Safety classifier, on examples it was not trained on: %s", " ".join(description.split()))
        model = SafetyModel.fit(vectors, texts, levels, weigh(levels, lookalike, aims))
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
            (folder / DESCRIPTION).write_text(description, encoding="utf-8")
        self._learned = model, limits
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyClassifier:
        """Loads what was trained; a resource without it gives a component that raises nothing."""
        try:
            with model_storage.read_from(resource) as folder:
                described = json.loads((folder / DESCRIPTION).read_text(encoding="utf-8"))
                learned = SafetyModel.load(folder), Limits(**described["limits"])
        except ValueError:
            logger.warning("The model holds no safety classifier: the rules alone look for danger.")
            return cls(config, model_storage, resource)
        return cls(config, model_storage, resource, learned)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Training examples need no finding."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Sets what was found; messages without text, and pressed buttons, are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            if self._learned and text and not text.startswith("/"):
                message.set(LEARNED, self._find(*self._learned, message))
        return messages

    def _find(self, model: SafetyModel, limits: Limits, message: Message) -> Learned:
        text = message.get(TEXT)
        chances = model.chances(_embedding(message)[np.newaxis, :], [text])[0]
        places = sentences(text)
        long = len(places) >= self._config["long"]
        start, end = 0, len(text)
        # Of a message of two sentences only the place is asked for, and only where there is something to show.
        if long or (len(places) > 1 and limits.level(chances) != "none"):
            encoder: SentenceEncoder = message.get(ENCODER)
            parts = [text[first:last] for first, last in places]
            by_part = model.chances(encoder.encode(parts), parts)
            gravest = int(np.argmin(by_part[:, 0]))
            start, end = places[gravest]
            if long and by_part[gravest, 0] < chances[0]:
                both = np.sqrt(chances * by_part[gravest])
                chances = both / both.sum()
        return Learned(limits.level(chances), float(1 - chances[0]), start, end)


def _embedding(message: Message) -> np.ndarray:
    """The sentence embedding of a message, of unit length."""
    vector = message.get_dense_features(TEXT)[1].features[0]
    return np.asarray(vector / np.linalg.norm(vector))
