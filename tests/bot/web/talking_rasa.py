"""Stands for Rasa where a conversation may become a case."""

import json
from collections.abc import Callable
from typing import Any

import httpx

CALM = {"urgency": "none", "because": "", "start": 0, "end": 0}


class TalkingRasa:
    """Answers what it is told to, and notes what it was asked.

    Attributes:
        asked: messages that reached the dialogue.
        read: messages whose urgency was asked for.
        forgotten: digests of the conversations that it was told to forget.
        reply: what the dialogue says.
        urgency: what reading a message finds.
        meanwhile: happens while the dialogue is at work.
        is_down: nothing answers.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.read: list[str] = []
        self.forgotten: list[str] = []
        self.reply: list[dict[str, Any]] = [{"text": "You could start here.", "custom": {"type": "guidance"}}]
        self.urgency: dict[str, Any] = CALM
        self.meanwhile: Callable[[], object] = lambda: None
        self.is_down = False

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("down")
        if request.url.path == "/webhooks/rest/urgency":
            self.read.append(json.loads(request.content)["text"])
            return httpx.Response(200, json=self.urgency)
        if request.url.path == "/webhooks/rest/forget":
            self.forgotten.append(json.loads(request.content)["digest"])
            return httpx.Response(200, json={"forgotten": True})
        self.asked.append(json.loads(request.content)["message"])
        self.meanwhile()
        return httpx.Response(200, json=self.reply)
