"""The ports that the service listens on."""

import socket

import httpx

from bot.settings import Settings

LOCAL = "127.0.0.1"


def addresses(settings: Settings) -> dict[str, tuple[str, int]]:
    """Address and port of each process, by the name of the port's setting."""
    return {
        "web_port": (settings.web_host, settings.web_port),
        "rasa_port": (LOCAL, settings.rasa_port),
        "actions_port": (LOCAL, settings.actions_port),
    }


def taken(host: str, port: int) -> str | None:
    """Why nothing can listen there now, in the system's words; None if something can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or type(error).__name__
    return None


def answers(host: str, port: int, path: str) -> bool:
    """Whether what listens there answers a request for `path` with 200."""
    try:
        return httpx.get(f"http://{reachable(host)}:{port}{path}", timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def reachable(host: str) -> str:
    """The host to ask for what listens on `host`, as it stands in a URL.

    An address that means "all" cannot be asked everywhere; this machine's own always can.
    """
    return {"0.0.0.0": LOCAL, "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
