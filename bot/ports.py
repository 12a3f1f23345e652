"""Ports of this machine: whether something can listen there, and whether something answers."""

import socket

import httpx


def taken(host: str, port: int) -> str | None:
    """Why nothing can listen there now, in the system's words; None if something can."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            return error.strerror or type(error).__name__
    return None


def answers(url: str, path: str) -> bool:
    """Whether what listens at a web address answers a request for `path` with 200."""
    try:
        return httpx.get(f"{url}{path}", timeout=1, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
