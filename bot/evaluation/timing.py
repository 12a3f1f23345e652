"""Times turns of two bots, in turns of one and the other."""

import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import httpx

from bot.evaluation.messages import MESSAGES

CLIENTS = (1, 8)
WARM_UP = 20
ROUNDS = 4  # the bots take turns, so that a slow moment of the machine hits all of them

Ask = Callable[[httpx.Client, str, str], None]


@dataclass(frozen=True)
class Bot:
    """A bot that answers over HTTP.

    Attributes:
        url: its address.
        ask: sends it one message of a conversation, and waits for the reply.
    """

    url: str
    ask: Ask


def ask_ours(http: httpx.Client, sender: str, text: str) -> None:
    """One turn with our web process."""
    http.post("/api/chat", json={"conversation": sender, "text": text}).raise_for_status()


def ask_bare(http: httpx.Client, sender: str, text: str) -> None:
    """One turn over Rasa's own REST channel."""
    http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}).raise_for_status()


def compare(bots: Mapping[str, Bot], turns: int) -> dict[tuple[str, int], list[float]]:
    """Milliseconds of `turns` turns by name of the bot and number of clients."""
    table: dict[tuple[str, int], list[float]] = {}
    for clients in CLIENTS:
        for bot in bots.values():
            times(bot, 1, WARM_UP)
        for _ in range(ROUNDS):
            for name, bot in bots.items():
                table.setdefault((name, clients), []).extend(times(bot, clients, turns // ROUNDS))
    return table


def times(bot: Bot, clients: int, turns: int) -> list[float]:
    """Milliseconds of `turns` turns, asked by `clients` at once, each in conversations of its own."""
    found: list[float] = []
    failed: list[httpx.HTTPError] = []

    def client(count: int) -> None:
        with httpx.Client(base_url=bot.url, timeout=60, trust_env=False) as http:
            sender = uuid.uuid4().hex
            for number in range(count):
                if number % len(MESSAGES) == 0:
                    sender = uuid.uuid4().hex
                started = time.perf_counter()
                try:
                    bot.ask(http, sender, MESSAGES[number % len(MESSAGES)])
                except httpx.HTTPError as error:
                    failed.append(error)
                    return
                found.append(1000 * (time.perf_counter() - started))

    threads = [threading.Thread(target=client, args=(max(1, turns // clients),)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]  # a client that stopped early would make the others look quick
    return found


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of `values` do not pass. At least one value."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
