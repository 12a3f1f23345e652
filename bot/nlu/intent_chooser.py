"""Rasa component: settles the intent of a message from the chances that the classifier gave."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import (
    INTENT,
    INTENT_NAME_KEY,
    INTENT_RANKING_KEY,
    PREDICTED_CONFIDENCE_KEY,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.intent_choice import choose


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class IntentChooser(GraphComponent):
    """Sets the intent as `bot/nlu/intent_choice.py` has it; the ranking stays as it is.

    Config: `situations`, a folder of data files relative to the working directory.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"situations": "knowledge/situations"}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentChooser:
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        files = sorted(Path(config["situations"]).glob("*.yml"))
        rows = [row for path in files for row in yaml.safe_load(path.read_text(encoding="utf-8"))]
        self._situations = frozenset(row["intent"] for row in rows)

    def process(self, messages: List[Message]) -> List[Message]:
        """Settles the intent of each message that the classifier ranked intents for."""
        for message in messages:
            ranking = message.get(INTENT_RANKING_KEY) or []
            chances = {row[INTENT_NAME_KEY]: row[PREDICTED_CONFIDENCE_KEY] for row in ranking}
            chosen = choose(chances, self._situations)
            if chosen is not None and message.get(TEXT):
                settled = {INTENT_NAME_KEY: chosen, PREDICTED_CONFIDENCE_KEY: chances[chosen]}
                message.set(INTENT, settled, add_to_output=True)
        return messages
