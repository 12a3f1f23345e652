"""Whether memory stays flat while visitors come and go for a while."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

VISITORS = 8
PAUSE = 2.0  # median seconds between a reply and a message: a hundred conversations in some three minutes
# What Rasa keeps must be full well before the second half, or memory grows as it should.
KEPT = 100  # conversations
# MiB by which the line may rise over the second half: Python takes memory by arenas of 1 MiB, and one that comes in the
# middle lifts the line by half as much again. The longer the soak, the slower the growth that this finds: 18 MiB an
# hour in 10 minutes, 3 in an hour.
TOLERANCE = 1.5
# KiB of a conversation that a process keeps by design for longer than a soak, on top of that: the web process remembers
# for an hour which buttons were offered.
KEPT_BY_DESIGN = {"web": 2.0}
KIB_PER_MIB = 1024


@dataclass(frozen=True)
class Growth:
    """Memory of one process over the second half of a soak.

    Attributes:
        rise: MiB between the ends of a straight line fitted to it.
        allowed: MiB that it may rise.
        per_hour: MiB an hour at that pace.
        per_conversation: KiB for each conversation of that half.
        flat: whether it rises no more than is allowed, and the process still runs.
    """

    rise: float
    allowed: float
    per_hour: float
    per_conversation: float
    flat: bool


def growth(seconds: Sequence[float], memory: Mapping[str, Sequence[float]], rate: float) -> dict[str, Growth]:
    """The verdict on each process.

    Args:
        seconds: since the beginning, when memory was looked at, in order.
        memory: MiB of each process at these times.
        rate: conversations that were held a second.

    Raises:
        ValueError: if there are fewer than three looks in the second half.
    """
    times = np.asarray(seconds, dtype=float)
    late = times >= times[-1] / 2
    if late.sum() < 3:
        raise ValueError("The soak is too short for a line through its second half.")
    lasted = float(np.ptp(times[late]))
    held = rate * lasted
    found = {}
    for name, line in memory.items():
        mib = np.asarray(line, dtype=float)
        slope = float(np.polyfit(times[late], mib[late], 1)[0])
        rise = slope * lasted
        allowed = TOLERANCE + KEPT_BY_DESIGN.get(name, 0.0) * held / KIB_PER_MIB
        each = rise * KIB_PER_MIB / held if held else 0.0
        found[name] = Growth(rise, allowed, slope * 3600, each, bool(rise <= allowed and mib[-1] > 0))
    return found
