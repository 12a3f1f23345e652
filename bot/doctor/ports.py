"""The three ports: free, or already used by this very service."""

from collections.abc import Iterator

import httpx

from bot.doctor.finding import Finding, broken, ok
from bot.ports import addresses, reachable, taken
from bot.settings import load_settings

# Where each process can be asked, and what is in the answer of ours.
SIGNS = {"web_port": ("/healthz", "alive"), "rasa_port": ("/", "Rasa"), "actions_port": ("/health", "ok")}


def findings() -> Iterator[Finding]:
    """A line for each port."""
    for name, (host, port) in addresses(load_settings()).items():
        yield _of(name, host, port)


def _of(name: str, host: str, port: int) -> Finding:
    check = f"port {port}"
    fault = taken(host, port)
    if fault is None:
        return ok(check, "free")
    path, sign = SIGNS[name]
    try:
        answer = httpx.get(f"http://{reachable(host)}:{port}{path}", timeout=3, trust_env=False)
        is_ours = answer.status_code == 200 and sign in answer.text
    except httpx.HTTPError:
        is_ours = False
    if is_ours:
        return ok(check, "used by this service, or by one like it")
    return broken(check, f"cannot be used: {fault}", f"Stop what uses it, or choose another with {name}.")
