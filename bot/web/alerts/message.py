"""What an alert says: that a case waits, and where. Nothing of what the person said, and no way to reach them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.settings import Settings
from helpline.alerts import Due
from helpline.desk import in_words

NOTHING_PRIVATE = "For the person's safety, this message holds nothing of what they wrote."


@dataclass(frozen=True)
class AlertMessage:
    """A message to the staff.

    Attributes:
        key: the same for each message about the same thing, by which whoever gets one twice can tell.
        fields: the same for programs, beside the text.
    """

    key: str
    subject: str
    text: str
    fields: Mapping[str, str] = field(default_factory=dict)


class SendError(Exception):
    """A message did not go out; the text says why in words, without addresses or content."""


def of_emergency(due: Due, settings: Settings, at: datetime) -> AlertMessage:
    """The message about one case, as it stands at the moment `at`."""
    link = desk_link(settings, due.code)
    since = f"{due.since.day} {due.since:%B %Y, %H:%M} UTC"
    waited = in_words(max(0.0, (at - due.since).total_seconds()))
    key = f"{due.code}.{due.made_at:%Y%m%d%H%M%S%f}"
    return AlertMessage(
        key,
        f"Case {due.code} is waiting: {due.urgency}",
        f"A case needs somebody now, and nobody has taken it yet.\n\nCase: {due.code}\nLevel: {due.urgency}\n"
        f"Waiting since: {since} ({waited})\n\nOpen it here: {link}\n\n{NOTHING_PRIVATE}\n",
        {
            "alert": key, "case": due.code, "urgency": str(due.urgency), "waiting_since": due.since.isoformat(),
            "url": link,
        },
    )  # fmt: skip


def of_test(settings: Settings) -> AlertMessage:
    """A message by which the operator sees that alerts arrive."""
    return AlertMessage(
        "test",
        "Test of the alerts",
        f"This is a test. Nobody is waiting.\n\nAlerts about an emergency come the same way.\n"
        f"The desk is here: {desk_link(settings)}\n",
    )


def desk_link(settings: Settings, code: str = "") -> str:
    """Address of the desk, or of one case there."""
    site = settings.public_url.rstrip("/") or f"http://localhost:{settings.web_port}"
    return f"{site}/desk/cases/{code}" if code else f"{site}/desk"
