"""Checks what the action server answers, as Rasa does, but the schema of that check only once.

Rasa checks the schema itself before each use, which took a third of its time in a turn.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Text

from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_schema_once() -> None:
    """Makes Rasa's remote actions validate replies with a validator that is kept."""
    RemoteAction._validate_action_result = _validate


def _validate(_: RemoteAction, result: Dict[Text, Any]) -> bool:
    _validator().validate(result)  # raises jsonschema's ValidationError, as Rasa's own check does
    return True


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    kind = validator_for(schema)
    kind.check_schema(schema)
    return kind(schema)
