"""Asks for an action once more where the connection to the action server broke.

Several action servers may stand behind one name. One that cannot be reached is passed over while connecting; one that
dies with an action at work leaves it undone, and another has to do it.
"""

from __future__ import annotations

from typing import Any

import aiohttp
from rasa.utils.endpoints import EndpointConfig


def ask_again_where_a_connection_breaks() -> None:
    """Makes Rasa's calls of other servers, of which the action server is the only one, try twice."""
    request = EndpointConfig.request

    async def twice(self: EndpointConfig, *arguments: Any, **options: Any) -> Any:
        try:
            return await request(self, *arguments, **options)
        except aiohttp.ClientConnectionError:
            return await request(self, *arguments, **options)

    EndpointConfig.request = twice
