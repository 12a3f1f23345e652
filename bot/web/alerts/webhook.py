"""Sends an alert to a web address, as JSON."""

import asyncio
import hashlib
import hmac
import json

import httpx

from bot.settings import Settings
from bot.web.alerts.message import AlertMessage, SendError

WITHIN = 10.0  # seconds, all in all
SIGNATURE = "X-Common-Ground-Signature"


async def send_webhook(settings: Settings, message: AlertMessage, within: float = WITHIN) -> str:
    """Posts `message` to the address of the settings. Any answer of 200 to 299 counts as received.

    The body has `event` ("emergency" or "test"), `subject`, `text` and, for an emergency, `case`, `urgency`,
    `waiting_since` and `url`. With a secret set, `signature` of the body goes with it in a header.

    Args:
        within: seconds that it may take.

    Returns:
        "", since there is nothing to remark.

    Raises:
        SendError: if it was not received.
    """
    event = "emergency" if message.fields else "test"
    body = json.dumps({"event": event, "subject": message.subject, "text": message.text, **message.fields}).encode()
    headers = {"Content-Type": "application/json"}
    if secret := settings.alert_secret.get_secret_value():
        headers[SIGNATURE] = signature(secret, body)
    try:
        async with (
            asyncio.timeout(within),
            httpx.AsyncClient(timeout=within, trust_env=False, follow_redirects=False) as http,
            # The answer's body is of no use, so it is not read.
            http.stream("POST", settings.alert_webhook, content=body, headers=headers) as response,
        ):
            status = response.status_code
    except (TimeoutError, httpx.TimeoutException):
        raise SendError("the web address did not answer in time") from None
    except (httpx.HTTPError, httpx.InvalidURL, OSError):
        raise SendError("the web address cannot be reached (see alert_webhook)") from None
    if 300 <= status < 400:
        raise SendError(f"the web address points elsewhere ({status}), which is not followed (see alert_webhook)")
    if not 200 <= status < 300:
        raise SendError(f"the web address answered with {status}")
    return ""


def signature(secret: str, body: bytes) -> str:
    """By which the receiver knows that a body comes from here: "sha256=" and the HMAC-SHA256 in hexadecimal."""
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
