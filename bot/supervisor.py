"""Starts the three processes, waits until they answer, restarts what dies, and stops them all.

How each of them is stands in a small file, from which the web process tells people what is wrong.
"""

import contextlib
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

from bot.children import die_with_parent
from bot.process_state import ProcessState, write_states

FIRST_PAUSE = 1.0  # seconds before the first restart; doubled for each that follows soon
LONGEST_PAUSE = 30.0
HEALTHY_AFTER = 60.0  # a process that ran this long starts again from the first pause
STOP_WITHIN = 8.0  # seconds between asking and forcing
LOG_BYTES, LOG_FILES = 1_000_000, 3
LOOK_EVERY = 0.25  # seconds


class StartError(Exception):
    """The service cannot be started; the message says why and what to do."""


@dataclass(frozen=True)
class Command:
    """A process to run.

    Attributes:
        name: of its log file.
        arguments: what to run.
        ready: whether it answers; asked again and again while starting.
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
    state: ProcessState = field(default_factory=lambda: ProcessState("starting"))


class Supervisor:
    """Keeps a few processes running.

    Args:
        commands: what to run, all at once.
        environment: variables of the processes.
        folder: that they run in.
        logs: folder of their log files, one a process.
        say: is given a line for people when something happens.
        state_file: where it writes how the processes are.
    """

    def __init__(
        self,
        commands: Sequence[Command],
        environment: dict[str, str],
        folder: Path,
        logs: Path,
        say: Callable[[str], None],
        state_file: Path | None = None,
    ) -> None:
        self._commands = commands
        self._environment = environment
        self._folder = folder
        self._logs = logs
        self._say = say
        self._state_file = state_file
        self._written: dict[str, ProcessState] = {}
        self._running: list[_Running] = []
        # A plain flag, not a threading.Event: an Event set in a signal handler can wait for itself for ever.
        self._stopping = False

    def start(self, timeout: float = 120) -> bool:
        """Starts all processes and waits until each answers, `timeout` seconds at most.

        Returns:
            False if `request_stop` was called before all were ready.

        Raises:
            StartError: if one dies or does not answer in time; all are stopped then.
        """
        try:
            self._logs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StartError(f"The folder {self._logs} cannot be made ({error.strerror}); see log_folder.") from None
        deadline = time.monotonic() + timeout
        try:
            for command in self._commands:
                self._running.append(self._begin(command))
            self._note()
            waiting = list(self._running)
            while waiting and not self._stopping:
                for one in list(waiting):
                    if one.process.poll() is not None:
                        raise StartError(
                            f"The process '{one.command.name}' stopped while starting:\n{self._tail(one.command.name)}"
                        )
                    if one.command.ready():
                        waiting.remove(one)
                        one.state = ProcessState("running")
                        self._say(f"  {one.command.name} is ready after {time.monotonic() - one.started:.0f} s")
                if time.monotonic() > deadline:
                    names = " and ".join(one.command.name for one in waiting)
                    raise StartError(f"No answer from {names} after {timeout:.0f} s; see {self._logs}.")
                self._note()
                time.sleep(LOOK_EVERY)
        except BaseException:
            self.stop()
            raise
        self._note()
        return not self._stopping

    def pids(self) -> dict[str, int]:
        """Process ids by the names of the commands."""
        return {one.command.name: one.process.pid for one in self._running}

    def watch(self) -> None:
        """Restarts what dies, until `stop` is called."""
        while not self._stopping:
            self.check(time.monotonic())
            time.sleep(LOOK_EVERY)

    def check(self, now: float) -> None:
        """One look at all processes, at the time `now` (of the monotonic clock)."""
        for one in self._running:
            if one.due is None and one.process.poll() is not None:
                pause = self._wait(one, now, lived=now - one.started)
                self._say(f"The process '{one.command.name}' stopped; starting it again in {pause:.0f} s.")
            elif one.due is not None and now >= one.due:
                try:
                    one.process = self._begin(one.command).process
                except StartError as error:
                    self._say(str(error))
                    self._wait(one, now, lived=0)
                else:
                    one.started, one.due = now, None
                    one.state = ProcessState("starting", one.state.stops)
            elif one.due is None and one.state.state == "starting" and one.command.ready():
                one.state = ProcessState("running", one.state.stops)
                self._say(f"The process '{one.command.name}' is ready again.")
        self._note()

    def request_stop(self) -> None:
        """Ends `watch` or `start`; safe in a signal handler."""
        self._stopping = True

    def stop(self) -> None:
        """Stops all processes with all that they started: asks, waits, forces."""
        self._stopping = True
        for one in self._running:
            _signal(one.process, signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        for one in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.process.wait(max(0.1, deadline - time.monotonic()))
            _signal(one.process, signal.SIGKILL)  # it, if it did not listen, and what it left behind
            one.process.wait()
        if self._state_file:
            with contextlib.suppress(OSError):
                self._state_file.unlink()

    def _wait(self, one: _Running, now: float, lived: float) -> float:
        """Has a process that died after `lived` seconds wait for its next try; gives the seconds until then."""
        pause = one.backoff.after(lived)
        one.due = now + pause
        stops = 1 if lived >= HEALTHY_AFTER else one.state.stops + 1
        one.state = ProcessState("restarting", stops, time.time() + pause)
        return pause

    def _note(self) -> None:
        """Writes how the processes are, if that has changed. A full disk must not end the service."""
        states = {one.command.name: one.state for one in self._running}
        if self._state_file is None or states == self._written:
            return
        self._written = states
        try:
            write_states(self._state_file, states)
        except OSError as error:
            self._say(f"{self._state_file} cannot be written: {error.strerror}.")

    def _begin(self, command: Command) -> _Running:
        try:
            process = subprocess.Popen(
                list(command.arguments),
                cwd=self._folder,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # a group of its own: Ctrl-C reaches us only, and we stop it in order
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise StartError(f"The process '{command.name}' cannot be started: {error.strerror}.") from None
        assert process.stdout is not None
        threading.Thread(target=self._log, args=(command.name, process.stdout), daemon=True).start()
        return _Running(command, process, time.monotonic())

    def _log(self, name: str, stream: IO[bytes]) -> None:
        """Keeps what a process says. It is read in any case: a process that nobody listens to comes to a halt."""
        path = self._logs / f"{name}.log"

        def fault(error: BaseException | None) -> None:
            why = error.strerror if isinstance(error, OSError) else type(error).__name__
            self._say(f"{path} cannot be written ({why}); what '{name}' says is not kept.")

        handler: logging.Handler
        try:
            handler = _LogFile(path, fault)
        except OSError as error:
            fault(error)
            handler = logging.NullHandler()
        with (
            contextlib.suppress(OSError),
            contextlib.closing(handler),
            stream,
        ):  # a full disk is met once more at the end
            for line in stream:
                text = line.decode("utf-8", "replace").rstrip()
                handler.emit(logging.makeLogRecord({"msg": text, "levelno": logging.INFO}))

    def _tail(self, name: str) -> str:
        time.sleep(0.2)  # the last lines may still be on their way
        try:
            lines = (self._logs / f"{name}.log").read_text(encoding="utf-8").splitlines()
        except OSError:
            return ""
        # Indented lines are the middle of a traceback, which says nothing to most people; the log file has it.
        words = [line for line in lines if line.strip() and not line.startswith((" ", "Traceback"))]
        return "\n".join(f"  {line}" for line in words[-6:]) + f"\nMore is in {self._logs / name}.log."


class _LogFile(RotatingFileHandler):
    """The log of a process.

    Args:
        path: of the file; it and a few before it have `LOG_BYTES` at most.
        fault: is told, once, why it cannot be written.
    """

    def __init__(self, path: Path, fault: Callable[[BaseException | None], None]) -> None:
        super().__init__(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
        self._fault = fault
        self._failed = False

    def handleError(self, record: logging.LogRecord) -> None:
        """Says it once, where the standard library would print a traceback for each line."""
        if not self._failed:
            self._failed = True
            self._fault(sys.exc_info()[1])


def _signal(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, number)
