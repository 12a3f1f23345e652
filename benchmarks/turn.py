"""Times a turn of the whole service beside a turn of a bare Rasa bot, in one run.

    python -m benchmarks.turn [--turns 200]

The bare bot is what `rasa init` makes, trained as it comes, asked over Rasa's own REST channel. Ours is asked
through the web process. Both get the same messages, in turns, from one client and from eight.
"""

import argparse
import shutil
import socket
import subprocess
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from bot.build import build_service
from bot.environment import RASA_PYTHON, child_environment
from bot.serve import commands
from bot.settings import ROOT, Settings
from bot.supervisor import Command, Supervisor

MESSAGES = (
    "hello there",
    "people in our street no longer talk to each other since the fire",
    "the young ones meet behind the shops and nobody asks them anything",
    "thank you",
    "our group has no money left and two other groups want the same fund",
)
WARM_UP = 20
ROUNDS = 4  # the two bots take turns, so that a slow moment of the machine hits both

Ask = Callable[[httpx.Client, str, str], None]


@dataclass(frozen=True)
class Figures:
    """Milliseconds of a turn."""

    p50: float
    p95: float


def main() -> None:
    """Builds both bots, times them, prints a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--turns", type=int, default=200, help="turns of each bot and number of clients")
    turns = options.parse_args().turns
    settings = Settings(web_port=_free(), rasa_port=_free(), actions_port=_free(), open_page=False)
    build_service(settings, print)
    bare_port = _free()
    with _running(commands(settings), settings), _running([_bare(bare_port, settings)], settings):
        ours, bare = f"http://127.0.0.1:{settings.web_port}", f"http://127.0.0.1:{bare_port}"
        table: dict[tuple[str, int], list[float]] = {}
        for clients in (1, 8):
            for url, ask in ((ours, _ask_ours), (bare, _ask_bare)):
                _times(url, ask, 1, WARM_UP)
            for _ in range(ROUNDS):
                for name, url, ask in (("Common Ground", ours, _ask_ours), ("rasa init", bare, _ask_bare)):
                    table.setdefault((name, clients), []).extend(_times(url, ask, clients, turns // ROUNDS))
    print("\n| bot | clients | p50 ms | p95 ms | p50 against rasa init |\n|---|---|---|---|---|")
    for (name, clients), times in table.items():
        found, base = _figures(times), _figures(table["rasa init", clients])
        print(f"| {name} | {clients} | {found.p50:.1f} | {found.p95:.1f} | {found.p50 / base.p50:.2f} |")


def _ask_ours(http: httpx.Client, sender: str, text: str) -> None:
    http.post("/api/chat", json={"conversation": sender, "text": text}).raise_for_status()


def _ask_bare(http: httpx.Client, sender: str, text: str) -> None:
    http.post("/webhooks/rest/webhook", json={"sender": sender, "message": text}).raise_for_status()


def _times(url: str, ask: Ask, clients: int, turns: int) -> list[float]:
    """Milliseconds of `turns` turns, asked by `clients` at once, each in conversations of its own."""
    found: list[float] = []

    def client(count: int) -> None:
        with httpx.Client(base_url=url, timeout=60, trust_env=False) as http:
            sender = uuid.uuid4().hex
            for number in range(count):
                if number % len(MESSAGES) == 0:
                    sender = uuid.uuid4().hex
                started = time.perf_counter()
                ask(http, sender, MESSAGES[number % len(MESSAGES)])
                found.append(1000 * (time.perf_counter() - started))

    threads = [threading.Thread(target=client, args=(turns // clients,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def _figures(times: Sequence[float]) -> Figures:
    ordered = sorted(times)
    return Figures(ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)])


def _bare(port: int, settings: Settings) -> Command:
    """The bot of `rasa init`, made and trained once."""
    folder = ROOT / "var" / "bare-bot"
    if not any(folder.glob("models/*.tar.gz")):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print("Making and training the bare bot of 'rasa init' (a few minutes) ...")
        subprocess.run(
            [str(RASA_PYTHON), "-m", "rasa", "init", "--no-prompt", "--init-dir", str(folder)],
            cwd=folder, env=child_environment(settings), check=True, capture_output=True,
        )  # fmt: skip
    model = max(folder.glob("models/*.tar.gz"), key=lambda path: path.stat().st_mtime)
    return Command(
        "bare",
        [
            str(RASA_PYTHON), "-m", "rasa", "run", "--interface", "127.0.0.1", "--port", str(port),
            "--model", str(model), "--endpoints", str(folder / "endpoints.yml"),
            "--credentials", str(folder / "credentials.yml"), "--quiet",
        ],
        lambda: _is_up(port),
    )  # fmt: skip


@contextmanager
def _running(wanted: Sequence[Command], settings: Settings) -> Iterator[None]:
    supervisor = Supervisor(wanted, child_environment(settings), ROOT, Path(ROOT / "var" / "bench-log"), print)
    supervisor.start()
    try:
        yield
    finally:
        supervisor.stop()


def _is_up(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/", timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
