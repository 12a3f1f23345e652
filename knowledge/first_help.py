"""What is said to somebody who tells of danger: the words of its level, and whom they can call in their country."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.library import Library
from knowledge.services import as_list, emergency, emergency_number, support
from knowledge.speech_schema import Reply

PURPOSES = {
    "emergency": ("emotional_support",),
    # The police's own number comes last: many would ring any other, and put the phone down at the word.
    "urgent": ("worry_about_someone", "emotional_support", "police"),
    "concern": ("worry_about_someone", "emotional_support"),
}


@dataclass(frozen=True)
class FirstHelp:
    """What is said first.

    Attributes:
        reply: one of its texts is said. That of an emergency has one more place, `desk`: who of a helpline sees it.
        places: what stands for the names in braces.
        services: ids of whom it names, in the order in which they are shown.
    """

    reply: Reply
    places: Mapping[str, str]
    services: Sequence[str]


def first_help(library: Library, urgency: str, country: str) -> FirstHelp:
    """What to say first.

    Args:
        library: whose words and services they are.
        urgency: "emergency", "urgent" or "concern".
        country: two-letter code.
    """
    listings = support(library, country, PURPOSES[urgency])
    reply: Reply = getattr(library.replies, f"safety_{urgency}{'' if listings else '_unlisted'}")
    shown = [listing.service.id for listing in listings]
    if urgency != "concern" or not listings:  # a worry is not sent to the police where there is somebody else
        shown.insert(0, emergency(library, country).id)
    places = {"number": emergency_number(library, country), "services": as_list(listings)}
    return FirstHelp(reply, places, shown)
