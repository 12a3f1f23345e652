"""What the safety component of the pipeline (`bot/nlu/safety.py`) found in a message, and in a conversation."""

from collections.abc import Iterable, Mapping
from typing import Any

from helpline.urgency import CALM, Finding, Urgency, finding_in

URGENCY = {
    "danger_now": Urgency.EMERGENCY,
    "danger_soon": Urgency.URGENT,
    "worried_about_someone": Urgency.CONCERN,
}

BEFORE_ADVICE = ("emergency", "urgent")  # people are named again, whatever advice is asked for


def finding_of(message: Mapping[str, Any]) -> Finding:
    """What was found in one message, parsed by Rasa; a message without any danger is calm."""
    intent = (message.get("intent") or {}).get("name") or ""
    found = message.get("safety") or {}
    urgency = Urgency(found["level"]) if found.get("level") else URGENCY.get(intent, Urgency.NONE)
    text = message.get("text") or ""
    return finding_in(text, urgency, found.get("because"), found.get("start") or 0, found.get("end") or 0)


def gravest(events: Iterable[Mapping[str, Any]]) -> Finding:
    """The first of the highest findings in a conversation, by the events of Rasa's tracker."""
    messages = (event.get("parse_data") or {} for event in events if event.get("event") == "user")
    return max((finding_of(message) for message in messages), key=lambda finding: finding.urgency.rank, default=CALM)
