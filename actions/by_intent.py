"""What is replied to an intent where no form is active, as data/rules.yml has it: for messages that a form lets go."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).resolve().parent.parent / "data" / "rules.yml"
OTHERWISE = "action_guide"  # of what no rule is for


@cache
def actions_by_intent(path: Path = RULES) -> Mapping[str, str]:
    """The one action of each rule that needs no condition and begins no form, by intent."""
    found: dict[str, str] = {}
    for rule in yaml.safe_load(path.read_text(encoding="utf-8"))["rules"]:
        steps = rule["steps"]
        if "condition" in rule or len(steps) != 2:
            continue
        first, second = steps
        for step in first.get("or", [first]):
            if "intent" in step and "action" in second:
                found.setdefault(step["intent"], second["action"])
    return found


def action_for(message: Mapping[str, Any]) -> str:
    """The name of the action, or of the response, for a message that Rasa parsed."""
    intent = (message.get("intent") or {}).get("name") or ""
    return actions_by_intent().get(intent, OTHERWISE)
