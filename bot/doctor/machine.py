"""The machine: free disk space, memory, and a folder that logs can be written to."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from bot.doctor.finding import Finding, broken, look, ok
from bot.environment import relative
from bot.settings import ROOT, load_settings

GIB = 2**30
BUILD_NEEDS, SERVICE_NEEDS = 2 * GIB, GIB // 4  # of disk: a new encoder, index and model; logs and database
SERVICE_MEMORY, BUILD_MEMORY = 3 * GIB, 5 * GIB  # of the three processes; and of adapting the encoder
CGROUP = Path("/sys/fs/cgroup/memory.max")  # what a container may have


def findings() -> Iterator[Finding]:
    """A line for each disk that is written to, for the log folder, and for memory."""
    settings = load_settings()
    logs = ROOT / settings.log_folder
    folders = [ROOT, logs]
    if settings.database_url.startswith("sqlite"):
        folders.append(Path(make_url(settings.database_url).database or ROOT).parent)
    seen = set()
    for folder in map(existing, folders):
        if (device := folder.stat().st_dev) not in seen:
            seen.add(device)
            yield disk(folder, shutil.disk_usage(folder).free)
    yield log_folder(logs)
    yield memory(total_memory())


def existing(folder: Path) -> Path:
    """`folder`, or the nearest one above it that is there."""
    while not folder.is_dir():
        folder = folder.parent
    return folder


def disk(folder: Path, free: int) -> Finding:
    """Whether `free` bytes will do."""
    says = f"{free / GIB:.1f} GB are free where {folder} is"
    if free < SERVICE_NEEDS:
        return broken("disk", says, "Make room: the database and the logs can soon not be written.")
    if free < BUILD_NEEDS:
        return look("disk", says, f"Make room before the next build, which may take {BUILD_NEEDS // GIB} GB.")
    return ok("disk", says)


def log_folder(folder: Path) -> Finding:
    """Whether the supervisor can write there."""
    there = existing(folder)
    if folder.exists() and there != folder:
        return broken("logs", f"{relative(folder)} is no folder", "Name another in log_folder.")
    if not os.access(there, os.W_OK | os.X_OK):
        return broken("logs", f"{relative(there)} cannot be written to", "Give it to the service's user.")
    return ok("logs", f"{relative(folder)} can be written to")


def total_memory() -> int:
    """Bytes of memory that this machine has, or this container may have."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    try:
        return min(total, int(CGROUP.read_text(encoding="utf-8")))
    except (OSError, ValueError):  # no container, or "max"
        return total


def memory(total: int) -> Finding:
    """Whether `total` bytes will do."""
    says = f"{total / GIB:.1f} GB"
    if total < SERVICE_MEMORY:
        return look("memory", says, f"The service wants {SERVICE_MEMORY // GIB} GB; a process may be killed.")
    if total < BUILD_MEMORY:
        way_out = f"To adapt the encoder takes {BUILD_MEMORY // GIB} GB: set adapt_encoder = false, or build elsewhere."
        return look("memory", says, way_out)
    return ok("memory", says)
