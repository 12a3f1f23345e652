"""The service, if it runs: whether it lives, is ready, and answers a message through all three processes."""

import time
import uuid
from collections.abc import Iterator

import httpx

from bot.doctor.finding import Finding, broken, look, ok
from bot.process_state import read_states
from bot.setting_values import own_url
from bot.settings import Settings, load_settings

SLOW = 3.0  # seconds of a turn, of which a tenth is usual
LOGS = "The end of the logs says why (log_folder)."


def findings() -> Iterator[Finding]:
    """Lines on what answers at the web port."""
    settings = load_settings()
    url = own_url(settings.web_host, settings.web_port)
    with httpx.Client(base_url=url, timeout=settings.turn_timeout + 5, trust_env=False) as http:
        yield from _of(http, settings)


def _of(http: httpx.Client, settings: Settings) -> Iterator[Finding]:
    check = "service"
    states = read_states(settings.state_file)
    try:
        lives = http.get("/healthz").status_code == 200
    except httpx.HTTPError:
        lives = False
    if not lives:
        if states:
            yield broken(check, "it was started and does not answer", LOGS)
        else:
            yield ok(check, "it does not run; 'make chat' starts it")
        return
    for name, state in states.items():
        if state.stops:
            yield look(f"process '{name}'", f"{state.state}; it stopped {state.stops} times lately", LOGS)
    try:
        ready = http.get("/readyz")
        if ready.status_code != 200:
            yield broken(check, str(ready.json()["message"]).rstrip("."), LOGS)
            return
        yield ok(check, "it runs and is ready")
        yield _turn(http)
    except (httpx.HTTPError, ValueError, KeyError) as error:
        yield broken(check, f"it does not answer as it should ({type(error).__name__})", LOGS)


def _turn(http: httpx.Client) -> Finding:
    check = "a turn"
    began = time.monotonic()
    body = {"conversation": f"doctor-{uuid.uuid4().hex}", "text": "hello"}
    reply = http.post("/api/chat", json=body)
    took = time.monotonic() - began
    if reply.status_code != 200:
        return broken(check, f"a greeting got the answer {reply.status_code}", LOGS)
    customs = [message["custom"] for message in reply.json()["messages"] if "custom" in message]
    if len(customs) != 1 or customs[0].get("failed"):
        return broken(check, "a greeting got no whole answer from the action server", LOGS)
    if took > SLOW:
        return look(check, f"a greeting took {took:.1f} s", "Look what else keeps the processors busy.")
    return ok(check, f"through all three processes in {took * 1000:.0f} ms")
