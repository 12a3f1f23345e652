"""Alerts by webhook, against a real receiver."""

import hashlib
import hmac
import json
import time

import pytest

from bot.evaluation.service import free_ports
from bot.settings import Settings
from bot.web.alerts.message import AlertMessage, SendError
from bot.web.alerts.webhook import SIGNATURE, send_webhook
from tests.bot.web.alerts.servers import hook_server

pytestmark = pytest.mark.anyio
MESSAGE = AlertMessage("CG-7K3F-92QD", "Waiting", "Somebody waits – please look.\n", {"case": "CG-7K3F-92QD"})


async def test_it_is_json_with_text_and_fields() -> None:
    with hook_server() as hook:
        assert await send_webhook(Settings(alert_webhook=hook.url), MESSAGE) == ""
    ((path, headers, body),) = hook.requests
    assert path == "/hook" and headers["content-type"] == "application/json"
    assert json.loads(body) == {
        "event": "emergency", "subject": "Waiting", "text": MESSAGE.text, "case": "CG-7K3F-92QD",
    }  # fmt: skip
    assert SIGNATURE.lower() not in headers


async def test_a_secret_signs_the_body() -> None:
    with hook_server() as hook:
        await send_webhook(Settings(alert_webhook=hook.url, alert_secret="schlüssel"), MESSAGE)
    ((_, headers, body),) = hook.requests
    expected = hmac.new("schlüssel".encode(), body, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE.lower()] == f"sha256={expected}"


@pytest.mark.parametrize("status", [400, 404, 500, 503])
async def test_an_answer_that_refuses_is_a_fault(status: int) -> None:
    with hook_server(status) as hook, pytest.raises(SendError, match=f"answered with {status}"):
        await send_webhook(Settings(alert_webhook=hook.url), MESSAGE)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
async def test_a_redirect_is_not_followed(status: int) -> None:
    with hook_server(status) as hook, pytest.raises(SendError, match="not followed"):
        await send_webhook(Settings(alert_webhook=hook.url), MESSAGE)
    assert [path for path, _, _ in hook.requests] == ["/hook"]


@pytest.mark.parametrize("how", [0, -1], ids=["silent", "in crumbs"])
async def test_a_receiver_that_hangs_is_not_waited_for(how: int) -> None:
    began = time.monotonic()
    with hook_server(how) as hook, pytest.raises(SendError, match="in time"):
        await send_webhook(Settings(alert_webhook=hook.url), MESSAGE, within=0.3)
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("url", ["http://127.0.0.1:{}/hook/token", "http://[127.0.0.1:{}/token"])
async def test_a_fault_does_not_name_the_address(url: str) -> None:
    url = url.format(*free_ports(1))
    with pytest.raises(SendError, match="cannot be reached") as caught:
        await send_webhook(Settings(alert_webhook=url), MESSAGE)
    assert "127.0.0.1" not in str(caught.value) and "token" not in str(caught.value)
