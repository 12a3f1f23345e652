"""What every process that we start has in common: it does not outlive us."""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1
# Loaded here, not in the child: between fork and exec as little as possible may happen.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """For `preexec_fn`: has Linux end the new process when the thread that started it is gone, even by a kill.

    Elsewhere it does nothing. Start such processes from a thread that lives as long as they should.
    """
    if _LIBC is not None:
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
