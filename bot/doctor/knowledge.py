"""The list of support services: whether each was confirmed lately."""

from collections.abc import Iterator

from bot.doctor.finding import Finding, broken, look, ok
from knowledge.faults import KnowledgeError
from knowledge.library import load
from knowledge.services import overdue


def findings() -> Iterator[Finding]:
    """One line on the services; faults of the knowledge are named by a command of their own."""
    try:
        remark = overdue(load())
    except KnowledgeError as error:
        yield broken("knowledge", f"{len(error.faults)} faults", "'python -m knowledge validate' names each.")
        return
    if remark:
        found, _, way_out = remark.partition(". ")
        yield look("services", found, way_out)
    else:
        yield ok("services", "all confirmed lately")
