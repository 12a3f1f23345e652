"""Rasa component: looks at every message for danger, and can only raise it.

It stands last in the pipeline, and nothing else in it gives an intent of safety. What it raises becomes the intent
of the message, and a rule answers each of those intents before anything else, in every state of the dialogue.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

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

from bot.nlu.safety_rules import LEVELS, SafetyRules
from bot.nlu.text_to_check import TEXT_TO_CHECK

# The highest first: a chance that something is an emergency is also a chance that it is urgent.
INTENTS = {"emergency": "danger_now", "urgent": "danger_soon", "concern": "worried_about_someone"}
SORTING = "profiling_request"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyGuard(GraphComponent):
    """Sets the intent to the highest level that the rules or the classifier see.

    Config: `rules`, a data file relative to the working directory; `emergency`, `urgent` and `concern`, the
    chance (0 to 1) of that level or a higher one from which the classifier alone raises a message.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "rules": "bot/nlu/safety_rules.yml",
            # The more examples of situations there are, the less chance is left for these three: when their number
            # nearly doubled, these limits were lowered in the same proportion (of the odds).
            "emergency": 0.3,
            "urgent": 0.24,
            "concern": 0.28,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGuard:
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._rules = SafetyRules.load(Path(config["rules"]))
        self._limits = {level: float(config[level]) for level in INTENTS}

    def process(self, messages: List[Message]) -> List[Message]:
        """Raises messages; those without text, and pressed buttons, are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                self._raise(message, text)
        return messages

    def _raise(self, message: Message, text: Text) -> None:
        chances = {row[INTENT_NAME_KEY]: row[PREDICTED_CONFIDENCE_KEY] for row in message.get(INTENT_RANKING_KEY) or []}
        finding = self._rules.check(text)
        ruled = finding.level if finding else "none"
        if ruled == "concern" and chances.get(SORTING, 0.0) > 0.5:
            ruled = "none"  # a word such as "radical" is no worry about a person where people are to be sorted by it
        level = max(ruled, self._learned(chances), key=LEVELS.index)
        place = message.get(TEXT_TO_CHECK)
        if place:
            # A text brought to be checked speaks of danger without anybody being in it. Where the person asked for
            # the check in words, even an emergency must be plain to the rules: a leaflet on violence is like one.
            level = ruled if place[0] > 0 else level
            if level != "emergency":
                return
        if level == "none":
            return
        name = INTENTS[level]
        raised = {
            INTENT_NAME_KEY: name,
            PREDICTED_CONFIDENCE_KEY: max(chances.get(name, 0.0), 0.99),
        }
        message.set(INTENT, raised, add_to_output=True)

    def _learned(self, chances: Dict[Text, float]) -> Text:
        """The highest level whose chance, or that of a higher one, reaches its limit."""
        total = 0.0
        for level, name in INTENTS.items():
            total += chances.get(name, 0.0)
            if total >= self._limits[level]:
                return level
        return "none"
