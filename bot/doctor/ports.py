"""The ports of the processes that this machine runs: free, or already used by this very service."""

from collections.abc import Iterator

import httpx

from bot.doctor.finding import Finding, broken, ok
from bot.ports import taken
from bot.serve import Process, here
from bot.setting_values import own_url
from bot.settings import load_settings

# Where each process can be asked, and what is in the answer of ours.
SIGNS = {"web": ("/healthz", "alive"), "rasa": ("/", "Rasa"), "actions": ("/health", "ok")}


def findings() -> Iterator[Finding]:
    """A line for each port."""
    settings = load_settings()
    for process in here(settings):
        yield _of(process, getattr(settings, f"{process}_host"), getattr(settings, f"{process}_port"))


def _of(process: Process, host: str, port: int) -> Finding:
    check = f"port {port}"
    fault = taken(host, port)
    if fault is None:
        return ok(check, "free")
    path, sign = SIGNS[process]
    try:
        answer = httpx.get(f"{own_url(host, port)}{path}", timeout=3, trust_env=False)
        is_ours = answer.status_code == 200 and sign in answer.text
    except httpx.HTTPError:
        is_ours = False
    if is_ours:
        return ok(check, "used by this service, or by one like it")
    return broken(check, f"cannot be used: {fault}", f"Stop what uses it, or choose another with {process}_port.")
