"""Rasa's form goes where the intake says: it asks nothing by itself, and ends when the intake is over."""

from typing import Any

import pytest

from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

FORM = """
import asyncio, json
from rasa.core.actions import action, forms
from rasa.core.channels import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

domain = Domain.load("domain.yml")
asked = []

async def play(says):
    tracker = DialogueStateTracker.from_events("one", [ActionExecuted("action_listen")], domain.slots)
    seen = []

    async def run(self, output, nlg, tracker, domain, metadata=None):
        asked.append(self.name())
        return [SlotSet(name, value) for name, value in says.pop(0).items()]

    action.RemoteAction.run = run
    channel, nlg = CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({})
    form = forms.FormAction("intake_form", None)
    while says:
        tracker.update(UserUttered("words", {"name": "nlu_fallback"}))
        for event in await action.ActionExtractSlots(None).run(channel, nlg, tracker, domain):
            tracker.update(event)
        for event in [ActionExecuted("intake_form"), *await form.run(channel, nlg, tracker, domain)]:
            tracker.update(event)
        seen.append([tracker.active_loop_name, tracker.get_slot("requested_slot"), tracker.get_slot("intake_seen")])
        tracker.update(ActionExecuted("action_listen"))
    return [seen, len(channel.messages)]

print(json.dumps([asyncio.run(play(SAYS)), asked]))
"""


def played(*says: dict[str, Any]) -> Any:
    """Active form, requested slot and answer after each message, where the check of the form says `says` in turn."""
    (turns, messages), asked = in_rasa(f"SAYS = {list(says)!r}\n{FORM}")
    assert messages == 0 and set(asked) == {"validate_intake_form"}
    return turns


def test_the_form_asks_for_the_slot_that_the_intake_names_and_ends_with_it() -> None:
    assert played(
        {"intake_seen": None, "requested_slot": "intake_seen"},
        {"intake_seen": None, "requested_slot": "intake_seen"},  # unusable
        {"intake_seen": "he shouted", "requested_slot": "intake_heard"},
        {"intake_seen": "he shouted", "requested_slot": "intake_seen"},  # to be changed
        {"intake_seen": "", "requested_slot": None},
    ) == [
        ["intake_form", "intake_seen", None],
        ["intake_form", "intake_seen", None],
        ["intake_form", "intake_heard", "he shouted"],
        ["intake_form", "intake_seen", "he shouted"],
        [None, None, ""],
    ]


def test_a_failure_leaves_the_form_where_it_is() -> None:
    start = {"intake_seen": None, "requested_slot": "intake_seen"}
    failed = {"requested_slot": "intake_seen"}  # what actions/server.py gives then
    assert [turn[:2] for turn in played(start, failed)] == [["intake_form", "intake_seen"]] * 2


def test_without_a_team_it_does_not_begin() -> None:
    assert played({"intake_seen": None, "requested_slot": None}) == [[None, None, None]]
