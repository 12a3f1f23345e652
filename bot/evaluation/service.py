"""Asks the running service, each message in a conversation of its own."""

import uuid
from collections.abc import Iterator, Sequence
from typing import Any

import httpx

Custom = dict[str, Any]


class ServiceError(Exception):
    """The service gave no answer that can be measured."""


def ask(url: str, texts: Sequence[str]) -> Iterator[Custom]:
    """What `custom` the reply to each of `texts` carries, in order.

    Raises:
        ServiceError: if the service is not there or breaks the contract of a reply.
    """
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        for text in texts:
            body = {"conversation": uuid.uuid4().hex, "text": text}
            try:
                response = http.post("/api/chat", json=body)
                response.raise_for_status()
            except httpx.HTTPError as error:
                raise ServiceError(f"The service at {url} does not answer: {error}.") from None
            found = [m["custom"] for m in response.json()["messages"] if "custom" in m]
            if len(found) != 1:
                raise ServiceError(f"A reply carries {len(found)} 'custom' messages; one is the contract.")
            yield found[0]
