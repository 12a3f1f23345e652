"""A conversation with the real service over HTTP, as a client has it."""

import time
import uuid
from collections.abc import Iterator
from typing import Any

import httpx


def looks(url: str, seconds: float = 90) -> Iterator[httpx.Response]:
    """What `/readyz` says, again and again, up to the first time that it is ready.

    Raises:
        TimeoutError: if that takes too long.
    """
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        response = httpx.get(f"{url}/readyz", timeout=10, trust_env=False)
        yield response
        if response.status_code == 200:
            return
        time.sleep(0.2)
    raise TimeoutError(f"not ready after {seconds:.0f} s")


def wait_until_ready(url: str) -> None:
    """Returns when the service can answer."""
    for _ in looks(url):
        pass


class Talk:
    """One conversation."""

    def __init__(self, url: str, country: str | None = None) -> None:
        self._http = httpx.Client(base_url=url, timeout=30, trust_env=False)
        self._id = uuid.uuid4().hex
        self._country = country
        self.messages: list[dict[str, Any]] = []

    def say(self, text: str) -> dict[str, Any]:
        """Sends `text`; gives the one `custom` of the reply."""
        return self._send({"text": text})

    def press(self, start: str) -> dict[str, Any]:
        """Presses the first button whose payload begins with `start`."""
        payloads = [b["payload"] for m in self.messages for b in m.get("buttons") or []]
        return self._send({"payload": next(p for p in payloads if p.startswith(start))})

    @property
    def text(self) -> str:
        """All text of the last reply."""
        return "\n".join(m["text"] for m in self.messages if m.get("text"))

    def _send(self, body: dict[str, str]) -> dict[str, Any]:
        more = {"country": self._country} if self._country else {}
        response = self._http.post("/api/chat", json={"conversation": self._id, **body, **more})
        assert response.status_code == 200, response.text
        self.messages = response.json()["messages"]
        found = [m["custom"] for m in self.messages if m.get("custom")]
        assert len(found) == 1, "exactly one message carries custom"
        assert found[0]["type"]
        return dict(found[0])
