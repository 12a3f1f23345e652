"""Starts the service if none is named, and asks it, each message in a conversation of its own."""

import socket
import uuid
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx

from bot.build import build_service
from bot.environment import child_environment
from bot.serve import commands, prepare_database
from bot.settings import ROOT, Settings
from bot.supervisor import Command, Supervisor

TELL_EVERY = 100  # messages
CLIENTS = 3  # at once: one would leave a processor idle

Custom = dict[str, Any]
Say = Callable[[str], None]


class ServiceError(Exception):
    """The service gave no answer that can be measured."""


def ask(url: str, texts: Sequence[str], say: Say = lambda _: None) -> list[Custom]:
    """What `custom` the reply to each of `texts` carries, in order.

    Raises:
        ServiceError: if the service is not there or breaks the contract of a reply.
    """
    replies = []
    with httpx.Client(base_url=url, timeout=30, trust_env=False) as http, ThreadPoolExecutor(CLIENTS) as clients:
        for number, reply in enumerate(clients.map(lambda text: _ask_one(http, text), texts), 1):
            replies.append(reply)
            if number % TELL_EVERY == 0 and number < len(texts):
                say(f"  {number} of {len(texts)} asked")
    return replies


def _ask_one(http: httpx.Client, text: str) -> Custom:
    try:
        response = http.post("/api/chat", json={"conversation": uuid.uuid4().hex, "text": text})
        response.raise_for_status()
    except httpx.HTTPError as error:
        raise ServiceError(f"The service at {http.base_url} does not answer: {error}.") from None
    found: list[Custom] = [m["custom"] for m in response.json()["messages"] if "custom" in m]
    if len(found) != 1:
        raise ServiceError(f"A reply carries {len(found)} 'custom' messages; one is the contract.")
    return found[0]


@dataclass(frozen=True)
class Service:
    """A service that runs.

    Attributes:
        url: of its web process.
        pids: of its processes, by name.
    """

    url: str
    pids: dict[str, int]


@contextmanager
def own_service(settings: Settings, say: Say) -> Iterator[str]:
    """The address of a service of its own; see `own_processes`.

    Raises:
        BuildError: if something cannot be built.
        StartError: if a process does not come up.
    """
    with own_processes(settings, say) as service:
        yield service.url


@contextmanager
def own_processes(settings: Settings, say: Say) -> Iterator[Service]:
    """A service on free ports, built as far as something changed, stopped at the end.

    Raises:
        BuildError: if something cannot be built.
        StartError: if a process does not come up.
    """
    ports = dict(zip(("web_port", "rasa_port", "actions_port"), free_ports(3), strict=True))
    own: dict[str, Any] = {"web_host": "127.0.0.1", "unlimited_addresses": ["127.0.0.1"], "open_page": False}
    own |= {"rasa_urls": [], "actions_url": "", "redis_url": "", "tracker_url": ""}  # nothing of it elsewhere
    with TemporaryDirectory() as folder:  # the emergencies among the messages open cases, which nobody is to see
        own["database"] = f"sqlite:///{Path(folder) / 'helpline.db'}"
        settings = settings.model_copy(update={**ports, **own})
        build_service(settings, say)
        say("Starting the service (about half a minute) ...")
        prepare_database(settings)
        with running(commands(settings), settings, say) as pids:
            yield Service(f"http://127.0.0.1:{settings.web_port}", pids)


@contextmanager
def running(wanted: Sequence[Command], settings: Settings, say: Say) -> Iterator[dict[str, int]]:
    """Has the processes run, from when they answer to the end; gives their ids by name.

    Raises:
        StartError: if one does not come up.
    """
    logs = ROOT / "var" / "evaluation" / "log"
    supervisor = Supervisor(wanted, child_environment(settings), ROOT, logs, say)
    supervisor.start()
    try:
        yield supervisor.pids()
    finally:
        supervisor.stop()


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nothing listens on."""
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]
    finally:
        for probe in probes:
            probe.close()
