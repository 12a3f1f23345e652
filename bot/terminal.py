"""A chat in the terminal: numbers press buttons, an empty line ends it."""

import uuid
from typing import Any

import httpx
from rich.console import Console
from rich.padding import Padding


def talk(url: str, console: Console) -> None:
    """Talks to the service at `url` until an empty line, Ctrl-D or Ctrl-C."""
    conversation = uuid.uuid4().hex
    buttons: list[dict[str, str]] = []
    console.print("Describe a situation. A number presses a button; an empty line ends the chat.\n")
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http:
        while True:
            try:
                text = console.input("[bold]you:[/bold] ").strip()
            except (EOFError, KeyboardInterrupt):
                return
            if not text:
                return
            body = {"conversation": conversation, "text": text}
            if text.isdigit() and 1 <= int(text) <= len(buttons):
                body = {"conversation": conversation, "payload": buttons[int(text) - 1]["payload"]}
            try:
                response = http.post("/api/chat", json=body)
                data: dict[str, Any] = response.json()
            except (httpx.HTTPError, ValueError):
                console.print(
                    f"The service at {url} does not answer. Start it with 'make chat'.",
                    markup=False,
                )
                continue
            if "error" in data:
                console.print(data["error"]["message"], markup=False)
                continue
            buttons = _show(data["messages"], console)


def _show(messages: list[dict[str, Any]], console: Console) -> list[dict[str, str]]:
    """Prints a reply; gives its buttons."""
    buttons = [button for message in messages for button in message.get("buttons") or []]
    for message in messages:
        if message.get("text"):
            console.print(Padding(message["text"], (1, 0, 0, 2)), markup=False)
    for number, button in enumerate(buttons, 1):
        console.print(f"  [{number}] {button['title']}", markup=False)
    console.print()
    return buttons
