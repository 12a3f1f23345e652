"""What Rasa itself does with slots between replies, by the mappings of domain.yml."""

import json
from typing import Any

import pytest

from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

SLOTS = """
import asyncio, json
from rasa.core.actions.action import ActionExtractSlots
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

domain = Domain.load("domain.yml")

def after(turns, **slots):
    tracker = DialogueStateTracker.from_events("one", [SlotSet(n, v) for n, v in slots.items()], domain.slots)
    for intent, entities in turns:
        found = [{"entity": n, "value": v} for n, v in entities.items()]
        tracker.update(UserUttered("words", {"name": intent}, found))
        for event in asyncio.run(ActionExtractSlots(None).run(None, None, tracker, domain)):
            tracker.update(event)
    return {name: tracker.get_slot(name) for name in ("clarified", "misses", "role", "role_hint", "options")}

print(json.dumps([after(turns, **slots) for turns, slots in json.loads(TALKS)]))
"""


Message = tuple[str, dict[str, str]]  # its intent and entities
Talk = tuple[list[Message], dict[str, Any]]  # messages, and the slots before them


def after(*talks: Talk) -> Any:
    """Slots after each of `talks`."""
    return in_rasa(f"TALKS = {json.dumps(json.dumps(talks))}\n{SLOTS}")


ASKED = {"clarified": True, "misses": 1, "options": ["lesson-1.1", "lesson-1.2"]}


def reply(intent: str) -> Talk:
    """One message after a question back."""
    return [(intent, {})], ASKED


def test_yes_and_no_find_the_question_back_and_other_replies_end_it() -> None:
    intents = ["affirm", "deny", "thank", "about_privacy", "harmful_request", "choose_option", "nlu_fallback"]
    found = after(*map(reply, intents))
    assert [slots["clarified"] for slots in found] == [True, True, False, False, False, False, False]
    assert all(slots["options"] == ASKED["options"] for slots in found)  # a number still means one of them


def test_replies_that_run_no_code_end_a_row_of_misses() -> None:
    ends = ["thank", "about_privacy", "profiling_request", "danger_now", "ask_for_person"]
    goes_on = ["affirm", "deny", "nlu_fallback", "out_of_scope", "none_of_these", "mothers_afraid_to_talk"]
    found = after(*map(reply, [*ends, *goes_on]))
    assert [slots["misses"] for slots in found] == [0] * len(ends) + [1] * len(goes_on)


def test_a_hint_leaves_a_stated_role_and_a_new_statement_replaces_it() -> None:
    stated: Message = ("state_role", {"role": "teacher"})
    hint, kept = after(
        ([stated, ("mothers_afraid_to_talk", {"role_hint": "parent"})], {}),
        ([stated, ("state_role", {"role": "trainer"})], {}),
    )
    assert (hint["role"], hint["role_hint"]) == ("teacher", "parent")
    assert kept["role"] == "trainer"
