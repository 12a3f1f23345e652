"""A new model takes the place of the one in use, in the running process: no conversation is lost.

Rasa's own way to do so lies behind its programming interface, which is off, and begins a new store of conversations.
"""

from __future__ import annotations

import asyncio
from functools import partial

from rasa.core.agent import Agent
from rasa.core.channels.channel import UserMessage
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor

_one_at_a_time = asyncio.Lock()


async def load_model_again(agent: Agent) -> None:
    """Loads the file that the model in use came from, which holds another by now, and has later turns use that.

    Turns that are at work end with the model that they began with.

    Raises:
        Exception: whatever Rasa raises if it cannot be loaded or read a message; the one in use stays.
    """
    async with _one_at_a_time:
        make = partial(
            MessageProcessor,
            model_path=agent.processor.model_path,
            tracker_store=agent.tracker_store,
            lock_store=agent.lock_store,
            action_endpoint=agent.action_endpoint,
            generator=agent.nlg,
            http_interpreter=agent.http_interpreter,
        )
        new = await asyncio.get_running_loop().run_in_executor(None, make)  # takes seconds, while turns go on
        await new.parse_message(UserMessage("hello"))
        agent.processor, agent.domain, agent.tracker_store.domain = new, new.domain, new.domain
        if isinstance(agent.nlg, TemplatedNaturalLanguageGenerator):
            agent.nlg.responses = new.domain.responses
