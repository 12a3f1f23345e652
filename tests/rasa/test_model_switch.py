"""A new model is loaded in the running Rasa: conversations stay, and one that cannot be loaded changes nothing."""

import pytest

from tests.rasa.in_rasa import in_rasa

pytestmark = pytest.mark.rasa

SWITCHED = """
import asyncio, json
from types import SimpleNamespace
from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from bot.nlu import model_switch
from bot.nlu.tracker_store import ForgettingTrackerStore

FIRST = Domain.from_yaml("intents: [greet]")
SECOND = Domain.from_yaml("intents: [greet, goodbye]")
fault = ""

class Processor:
    "A model: reads messages, unless something is wrong with it."

    def __init__(self, model_path, domain=SECOND, **parts):
        if fault == "loading":
            raise ValueError("cannot be loaded")
        self.model_path, self.domain, self.parts = model_path, domain, parts

    async def parse_message(self, message):
        if fault == "reading":
            raise ValueError("cannot be read")

model_switch.MessageProcessor = Processor

async def switched():
    global fault
    agent = Agent(FIRST, tracker_store=ForgettingTrackerStore(FIRST))
    first = agent.processor = Processor("model.tar.gz", FIRST)
    await agent.tracker_store.save(DialogueStateTracker.from_events("talk", [UserUttered("Hello")]))
    kept = []
    for fault in ("loading", "reading"):
        try:
            await model_switch.load_model_again(agent)
        except ValueError as error:
            kept.append([str(error), agent.processor is first, agent.tracker_store.domain.intents])
    fault = ""
    store = agent.tracker_store
    await model_switch.load_model_again(agent)
    tracker = await agent.tracker_store.retrieve("talk")
    same = agent.processor.parts["tracker_store"] is agent.tracker_store is store
    return [kept, agent.processor is first, same, agent.domain.intents, agent.tracker_store.domain.intents,
            agent.processor.model_path, tracker.latest_message.text]

print(json.dumps(asyncio.run(switched())))
"""


def test_a_model_takes_the_place_of_another_only_if_it_reads_a_message() -> None:
    kept, still_first, same_store, intents, of_store, path, text = in_rasa(SWITCHED)
    assert [row[:2] for row in kept] == [["cannot be loaded", True], ["cannot be read", True]]
    assert all("goodbye" not in row[2] for row in kept)
    assert not still_first and same_store
    assert "goodbye" in intents and "goodbye" in of_store
    assert (path, text) == ("model.tar.gz", "Hello")
