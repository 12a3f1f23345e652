"""Where the two bots take messages in. Of the standard library only: Locust's environment holds little else."""

import math
import random
from dataclasses import dataclass

MIDDLE_SHARE = 1.645  # standard deviations on each side of the median that hold nine in ten


@dataclass(frozen=True)
class Door:
    """How one bot is sent a message: JSON, by POST.

    Attributes:
        label: for tables.
        path: on its server.
        conversation: name of the field for the id of the conversation.
        text: name of the field for what the person wrote.
    """

    label: str
    path: str
    conversation: str
    text: str

    def body(self, conversation: str, text: str) -> dict[str, str]:
        """What is sent for one message."""
        return {self.conversation: conversation, self.text: text}


DOORS = {
    "ours": Door("Common Ground", "/api/chat", "conversation", "text"),
    "bare": Door("rasa init", "/webhooks/rest/webhook", "sender", "message"),
}


def pause(median: float) -> float:
    """Seconds until a person writes again: nine in ten between half and twice the median; 0 for a median of 0.

    Lognormal, as the times in which people read and write are: most are near the middle, a few are long, none is
    negative. Even pauses would have everybody come at the same moments.
    """
    return random.lognormvariate(math.log(median), math.log(2) / MIDDLE_SHARE) if median else 0.0
