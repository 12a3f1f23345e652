"""Rasa entity extractor: the role and country that people state, and which thing they mean, offered or named."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.named_items import NamedItems
from bot.nlu.ordinals import ordinal
from bot.nlu.self_description import SelfDescription


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PersonExtractor(GraphComponent, EntityExtractorMixin):
    """Adds the entities `role`, `role_hint`, `country`, `item` and `ordinal`.

    Config: `roles`, `services` and `items`, data files (a folder of them) relative to the working directory.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"roles": "knowledge/roles.yml", "services": "knowledge/services.yml", "items": "knowledge/items"}

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PersonExtractor:
        return cls(config)

    def __init__(self, config: Dict[Text, Any]) -> None:
        self._person = SelfDescription(Path(config["roles"]), Path(config["services"])).find
        self._item = NamedItems(Path(config["items"])).find

    def process(self, messages: List[Message]) -> List[Message]:
        """Adds what each message states; pressed buttons, and messages without a statement, are left as they are."""
        for message in messages:
            text = message.get(TEXT) or ""
            rows = [] if text.startswith("/") else self._rows(text)
            if rows:
                named = self.add_extractor_name(rows)
                message.set(ENTITIES, message.get(ENTITIES, []) + named, add_to_output=True)
        return messages

    def _rows(self, text: Text) -> List[Dict[Text, Any]]:
        item = self._item(text)
        found = [*self._person(text), *([item] if item else [])]
        rows = [{"entity": f.entity, "value": f.value, "start": f.start, "end": f.end} for f in found]
        number = ordinal(text) if item is None else None
        if number is not None:
            rows.append({"entity": "ordinal", "value": str(number), "start": 0, "end": len(text)})
        return rows
