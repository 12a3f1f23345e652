"""The channels that alerts go out by, as the operator has set them up."""

from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any

from bot.settings import Settings
from bot.web.alerts.email import send_email
from bot.web.alerts.message import AlertMessage
from bot.web.alerts.webhook import send_webhook

Send = Callable[[AlertMessage], Coroutine[Any, Any, str]]


def channels(settings: Settings) -> Mapping[str, Send]:
    """How to send, by the name of the channel; empty if none is set up.

    Each takes a message, gives a remark in words ("" as a rule), and raises SendError if the message did not go out.
    """
    found: dict[str, Send] = {}
    if settings.alert_email:
        found["email"] = partial(send_email, settings)
    if settings.alert_webhook:
        found["webhook"] = partial(send_webhook, settings)
    return found
