"""Rasa component: looks at every message for danger, and can only raise it.

It stands last in the pipeline, and nothing else in it gives an intent of safety. What it raises becomes the intent
of the message, and a rule answers each of those intents before anything else. Within a form the form is asked first,
and ours see danger before they look at anything (`actions/intake.py`, `actions/training_form.py`).
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

from bot.nlu.safety_classifier import LEARNED
from bot.nlu.safety_finding import INTENTS as INTENTS
from bot.nlu.safety_finding import together
from bot.nlu.safety_rules import SafetyRules
from bot.nlu.text_to_check import TEXT_TO_CHECK

SAFETY = "safety"  # key of the parse result
SORTING = "profiling_request"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyGuard(GraphComponent):
    """Sets the intent to the highest level that the rules or the classifier see, and says what they saw.

    The parse result of a message that is raised has `safety`: `level`; `by`, "rule", "classifier" or "both" for those
    that saw danger of any level; `rule` and `because`, the rule and its reason in words, or None; `start` and `end`,
    offsets of the words that caused it.

    Config: `rules`, a data file relative to the working directory; `doubt`, the chance of danger (0 to 1) below which
    the classifier is so sure that there is none that what a rule finds below an emergency is set aside. An emergency
    that a rule finds stands, whatever the classifier says.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"rules": "bot/nlu/safety_rules.yml", "doubt": 0.05}

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
        self._doubt = float(config["doubt"])

    def process(self, messages: List[Message]) -> List[Message]:
        """Raises messages; those without text, and pressed buttons, are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith("/"):
                self._raise(message, text)
        return messages

    def _raise(self, message: Message, text: Text) -> None:
        chances = {row[INTENT_NAME_KEY]: row[PREDICTED_CONFIDENCE_KEY] for row in message.get(INTENT_RANKING_KEY) or []}
        learned = message.get(LEARNED)
        found = self._rules.check(text)
        if found and found.level != "emergency" and learned and learned.danger < self._doubt:
            found = None
        if found and found.level == "concern" and chances.get(SORTING, 0.0) > 0.5:
            found = None  # a word such as "radical" is no worry about a person where people are to be sorted by it
        place = message.get(TEXT_TO_CHECK)
        if place and place[0] > 0:
            # Where the person asked in words for the check of a text, even an emergency must be plain to the rules: a
            # leaflet on violence is like one.
            learned = None
        seen = together(found, learned)
        # A text brought to be checked speaks of danger without anybody being in it.
        if seen is None or (place and seen["level"] != "emergency"):
            return
        message.set(SAFETY, seen, add_to_output=True)
        name = INTENTS[seen["level"]]
        raised = {
            INTENT_NAME_KEY: name,
            PREDICTED_CONFIDENCE_KEY: max(chances.get(name, 0.0), 0.99),
        }
        message.set(INTENT, raised, add_to_output=True)
