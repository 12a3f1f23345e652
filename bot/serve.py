"""The service as a whole: builds it, starts its three processes, and stays until it is stopped."""

import os
import signal
import sys
import webbrowser
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, Literal, get_args

from bot.build import build_service
from bot.environment import MAIN_PYTHON, MODEL, RASA_PYTHON, child_environment, relative
from bot.ports import answers, taken
from bot.setting_values import own_url
from bot.settings import ROOT, Settings
from bot.supervisor import Command, StartError, Supervisor
from helpline.database import Database
from knowledge.library import load
from knowledge.services import overdue
from training.database import Database as TrainingDatabase

Process = Literal["web", "actions", "rasa"]
PROCESSES: tuple[Process, ...] = get_args(Process)


def serve(settings: Settings, say: Callable[[str], None]) -> None:
    """Runs until Ctrl-C or SIGTERM.

    Raises:
        BuildError: if something cannot be built.
        DatabaseError: if the database cannot be used.
        StartError: if a port is taken or a process does not come up.
    """
    check_ports(settings)
    if not build_service(settings, say):
        say("Nothing changed since the last build.")
    if remark := overdue(load()):
        say(remark)
    prepare_database(settings)
    say("Starting the processes (about half a minute) ...")
    logs = ROOT / settings.log_folder
    supervisor = Supervisor(commands(settings), child_environment(settings), ROOT, logs, say, settings.state_file)

    def stop(_: int, __: FrameType | None) -> None:
        supervisor.request_stop()

    before: dict[int, Any] = {n: signal.signal(n, stop) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        if supervisor.start():
            address = f"http://localhost:{settings.web_port}"
            say(f"\nCommon Ground is ready: {address}   (Ctrl-C stops it)")
            if settings.open_page and has_display():
                webbrowser.open(address)
            supervisor.watch()
        say("Stopping ...")
    finally:
        supervisor.stop()
        for number, handler in before.items():
            signal.signal(number, handler)


def prepare_database(settings: Settings) -> None:
    """Brings the tables of the helpline and of the training to the newest form, before a process uses them.

    What the operator runs without gets none.

    Raises:
        DatabaseError: if it cannot be used.
    """
    wanted = ((Database, settings.helpline), (TrainingDatabase, settings.training))
    for kind in (kind for kind, is_on in wanted if is_on):
        database = kind(settings.database_url)
        database.upgrade()
        database.close()


def commands(settings: Settings) -> list[Command]:
    """The processes that this machine runs."""
    return [command(name, settings) for name in here(settings)]


def command(name: Process, settings: Settings) -> Command:
    """One of the three processes.

    Raises:
        StartError: if what it needs was not built.
    """
    return {"web": _web, "actions": _actions, "rasa": _rasa}[name](settings)


def here(settings: Settings) -> list[Process]:
    """All three, but for what the settings say runs elsewhere."""
    elsewhere = {"actions": settings.actions_url, "rasa": settings.rasa_urls}
    return [process for process in PROCESSES if not elsewhere.get(process)]


def _web(settings: Settings) -> Command:
    arguments = [
        str(MAIN_PYTHON), "-m", "uvicorn", "--factory", "bot.web.app:served_app", "--host", settings.web_host,
        "--port", str(settings.web_port), "--no-access-log", "--no-server-header", "--log-level", settings.log_level,
        "--timeout-graceful-shutdown", "3",  # pages that listen for news would hold it up
        *_behind(settings.trusted_proxies),
    ]  # fmt: skip
    return Command("web", arguments, _answers(own_url(settings.web_host, settings.web_port), "/healthz"))


def _actions(settings: Settings) -> Command:
    url = own_url(settings.actions_host, settings.actions_port)
    return Command("actions", [str(MAIN_PYTHON), "-m", "actions"], _answers(url, "/health"))


def _rasa(settings: Settings) -> Command:
    if not MODEL.exists():
        raise StartError(f"{relative(MODEL)} is missing; run 'make build'.")
    endpoints = "endpoints-shared.yml" if settings.tracker_url else "endpoints.yml"
    arguments = [
        # Never with --debug: Rasa then logs what people write.
        str(RASA_PYTHON), "-m", "rasa", "run", "--interface", settings.rasa_host, "--port", str(settings.rasa_port),
        "--model", str(MODEL), "--endpoints", endpoints, "--credentials", "credentials.yml", "--quiet",
    ]  # fmt: skip
    return Command("rasa", arguments, _answers(own_url(settings.rasa_host, settings.rasa_port), "/"))


def check_ports(settings: Settings) -> None:
    """Makes sure that the ports of the processes that this machine runs are free.

    Raises:
        StartError: naming the port and the setting that changes it.
    """
    for process in here(settings):
        host, port = getattr(settings, f"{process}_host"), getattr(settings, f"{process}_port")
        if fault := taken(host, port):
            raise StartError(
                f"Port {port} cannot be used ({fault}). Stop what uses it, or choose another with"
                f" COMMON_GROUND_{process.upper()}_PORT."
            )


def has_display() -> bool:
    """Whether there is a screen that a browser could open on."""
    return sys.platform == "darwin" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _behind(proxies: Sequence[str]) -> list[str]:
    """What uvicorn is told of the proxies whose word counts for the address of a visitor."""
    return ["--proxy-headers", "--forwarded-allow-ips", ",".join(proxies)] if proxies else ["--no-proxy-headers"]


def _answers(url: str, path: str) -> Callable[[], bool]:
    return lambda: answers(url, path)
