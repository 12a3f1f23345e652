"""Rasa component: sees that a message brings a text whose wording is to be checked, and where in it the text stands."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.pasted_text import pasted_text

CHECK_WORDING = "check_wording"
TEXT_TO_CHECK = "text_to_check"  # key of the parse result: [start, end], offsets in the message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class TextToCheck(GraphComponent):
    """Sets the intent of such a message to `check_wording`, and says where its text stands."""

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> TextToCheck:
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Marks messages that bring a text; those without text, and pressed buttons, are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            place = None if text.startswith("/") else pasted_text(text)
            if place:
                message.set(TEXT_TO_CHECK, list(place), add_to_output=True)
                intent = {INTENT_NAME_KEY: CHECK_WORDING, PREDICTED_CONFIDENCE_KEY: 1.0}
                message.set(INTENT, intent, add_to_output=True)
        return messages
