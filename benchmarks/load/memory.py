"""Memory of the bots' processes while they are asked. Linux only: nothing else tells a process's share of a page."""

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

Kind = Literal["Pss", "Pss_Anon"]

KIB_PER_MIB = 1024
SECONDS = 1.0  # between two looks

Sample = dict[str, float]


def mib(pid: int, kind: Kind) -> float:
    """MiB of a process and all that it started; a page that several processes use is counted in parts.

    Args:
        pid: of the process; 0 MiB if there is none.
        kind: `Pss` for all pages. `Pss_Anon` for those of no file: what a process took for itself, whatever others
            do; all pages are fewer MiB as soon as another process uses the same libraries.
    """
    total, waiting = 0, [pid]
    while waiting:
        process = Path("/proc", str(waiting.pop()))
        try:
            lines = (process / "smaps_rollup").read_text(encoding="ascii").splitlines()
            children = [path.read_text(encoding="ascii") for path in process.glob("task/*/children")]
        except OSError:  # it has ended
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:"))
        waiting += map(int, " ".join(children).split())
    return total / KIB_PER_MIB


class Sampler:
    """Looks at memory once a second, while it is entered.

    Args:
        pids: by name of the process.
        kind: of memory; see `mib`.

    Attributes:
        samples: MiB by process, one a look; the first at the very beginning, the last at the end.
        seconds: since the beginning, when each was taken.
    """

    def __init__(self, pids: Mapping[str, int], kind: Kind = "Pss") -> None:
        self._pids = pids
        self._kind = kind
        self._end = threading.Event()
        self._thread = threading.Thread(target=self._look_again, daemon=True)
        self._started = time.monotonic()
        self.samples: list[Sample] = []
        self.seconds: list[float] = []

    def __enter__(self) -> "Sampler":
        self._started = time.monotonic()
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self._thread.join()
        self._look()

    def lines(self) -> dict[str, list[float]]:
        """MiB by process, one a look."""
        return {name: [sample[name] for sample in self.samples] for name in self._pids}

    def summary(self) -> dict[str, Sample]:
        """MiB of each process at the `start`, at most (`peak`), and at the `end`."""
        return {name: {"start": line[0], "peak": max(line), "end": line[-1]} for name, line in self.lines().items()}

    def _look_again(self) -> None:
        while not self._end.wait(SECONDS):
            self._look()

    def _look(self) -> None:
        self.seconds.append(time.monotonic() - self._started)
        self.samples.append({name: mib(pid, self._kind) for name, pid in self._pids.items()})
