"""What the pages of the training say after something was done, and when something is not there."""

from collections.abc import Mapping

from bot.web.desk.errors import DeskError
from bot.web.training.visit import DESK, START

# Named in the address, so that no text comes from there.
SAID: Mapping[str, str] = {
    "new": "This page is yours. Please keep its address: it is the only way back.",
    "joined": "You are in the group now. You can leave it at any time, further down on this page.",
    "named": "Your name is changed.",
    "kept": "Your free answers are kept from now on.",
    "not-kept": "Your free answers are not kept. Those that were are erased.",
    "left": "You have left the group. Its trainer sees nothing of you any more.",
    "made": "The group is made.",
    "renewed": "There is a new link. The old one leads nowhere now.",
    "removed": "The group is gone. What its members did is theirs and stays.",
}


def said(name: str | None) -> str:
    """What to say after something was done; empty for a name that is not known."""
    return SAID.get(name or "", "")


def no_such_link() -> DeskError:
    """For a private link that leads nowhere."""
    words = (
        "Please look at the address: every letter counts. If it is right, what was kept here was erased, by you or"
        " because nobody had used it for a long time."
    )
    return DeskError(404, "This address leads nowhere", words, (START, "Start again"))


def no_such_page(base: str = START) -> DeskError:
    """For an address that never was one."""
    return DeskError(
        404, "There is nothing at this address", "The link may be old, or have a slip in it.", (base, "Go to training")
    )


def no_such_group(base: str = START) -> DeskError:
    """For a join link that leads nowhere, or a group that is not there or not theirs."""
    words = "The link may have a slip in it, or it was changed. Please ask whoever gave it to you for the new one."
    return DeskError(404, "This group is not there", words, (base, "Go to training"))


def not_my_group() -> DeskError:
    """For the group of somebody else, which is not told from one that is not there."""
    words = "It may have been removed, or somebody else made it. Only who made a group sees it."
    return DeskError(404, "You have no such group", words, (DESK, "Go to your training"))


def nothing_to_show(base: str) -> DeskError:
    """For a record of practice with nothing on it."""
    words = "Answer a question, or go through a practice conversation with its look back. Then there is something."
    return DeskError(404, "There is nothing to put on it yet", words, (base, "Go to your training"))
