"""Starts the three processes, waits until they answer, restarts what dies, and stops them all."""

import contextlib
import ctypes
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import IO

FIRST_PAUSE = 1.0  # seconds before the first restart; doubled for each that follows soon
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0  # a process that ran this long starts again from the first pause
STOP_WITHIN = 8.0  # seconds between asking and forcing
LOG_BYTES, LOG_FILES = 1_000_000, 3
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """The service cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Command:
    """A process to run.

    Attributes:
        name: of its log file.
        arguments: what to run.
        ready: whether it answers; asked every quarter of a second.
    """

    name: str
    arguments: Sequence[str]
    ready: Callable[[], bool]


class Backoff:
    """How long to wait before a process is started again."""

    def __init__(self) -> None:
        self._pause = FIRST_PAUSE

    def after(self, lived: float) -> float:
        """Seconds to wait after a process that lived for `lived` seconds."""
        if lived >= HEALTHY_AFTER:
            self._pause = FIRST_PAUSE
        pause = self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        return pause


@dataclass
class _Running:
    command: Command
    process: "subprocess.Popen[bytes]"
    started: float
    backoff: Backoff = field(default_factory=Backoff)
    due: float | None = None  # when to start it again; None while it runs


class Supervisor:
    """Keeps a few processes running.

    Args:
        commands: what to run, all at once.
        environment: variables of the processes.
        folder: that they run in.
        logs: folder of their log files, one a process.
        say: is given a line for people when something happens.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        environment: dict[str, str],
        folder: Path,
        logs: Path,
        say: Callable[[str], None],
    ) -> None:
        self._commands = commands
        self._environment = environment
        self._folder = folder
        self._logs = logs
        self._say = say
        self._running: list[_Running] = []
        self._stopping = threading.Event()

    def start(self, timeout: float = 120) -> None:
        """Starts all processes and waits until each answers.

        Raises:
            StartError: if one dies or does not answer in time; all are stopped then.
        """
        self._logs.mkdir(parents=True, exist_ok=True)
        self._running = [self._begin(command) for command in self._commands]
        waiting = list(self._running)
        deadline = time.monotonic() + timeout
        try:
            while waiting and not self._stopping.is_set():
                for one in list(waiting):
                    if one.process.poll() is not None:
                        raise StartError(
                            f"The process '{one.command.name}' stopped while starting:\n{self._tail(one.command.name)}"
                        )
                    if one.command.ready():
                        waiting.remove(one)
                        self._say(f"  {one.command.name} is ready after {time.monotonic() - one.started:.0f} s")
                if time.monotonic() > deadline:
                    names = " and ".join(one.command.name for one in waiting)
                    raise StartError(f"No answer from {names} after {timeout:.0f} s; see {self._logs}.")
                self._stopping.wait(0.25)
        except StartError:
            self.stop()
            raise

    def watch(self) -> None:
        """Restarts what dies, until `stop` is called."""
        while not self._stopping.wait(0.5):
            self.check(time.monotonic())

    def check(self, now: float) -> None:
        """One look at all processes, at the time `now` (of the monotonic clock)."""
        for one in self._running:
            if one.due is None and one.process.poll() is not None:
                pause = one.backoff.after(now - one.started)
                one.due = now + pause
                self._say(f"The process '{one.command.name}' stopped; starting it again in {pause:.0f} s.")
            elif one.due is not None and now >= one.due:
                again = self._begin(one.command)
                one.process, one.started, one.due = again.process, now, None

    def request_stop(self) -> None:
        """Ends `watch` or `start`; safe in a signal handler."""
        self._stopping.set()

    def stop(self) -> None:
        """Stops all processes with all that they started: asks, waits, forces."""
        self._stopping.set()
        for one in self._running:
            _signal(one.process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        for one in self._running:
            try:
                one.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(one.process, signal.SIGKILL)
                one.process.wait()

    def _begin(self, command: Command) -> _Running:
        process = subprocess.Popen(
            list(command.arguments),
            cwd=self._folder,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a group of its own: Ctrl-C reaches us only, and we stop it in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )
        assert process.stdout is not None
        threading.Thread(target=self._log, args=(command.name, process.stdout), daemon=True).start()
        return _Running(command, process, time.monotonic())

    def _log(self, name: str, stream: IO[bytes]) -> None:
        handler = RotatingFileHandler(self._logs / f"{name}.log", maxBytes=LOG_BYTES, backupCount=LOG_FILES)
        with contextlib.closing(handler), stream:
            for line in stream:
                text = line.decode("utf-8", "replace").rstrip()
                handler.emit(logging.makeLogRecord({"msg": text, "levelno": logging.INFO}))

    def _tail(self, name: str) -> str:
        time.sleep(0.2)  # the last lines may still be on their way
        try:
            lines = (self._logs / f"{name}.log").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        return "\n".join(f"  {line}" for line in lines[-6:])


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)


def _die_with_parent() -> None:
    """Has the kernel stop this process when the supervisor is gone, even if it was killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
