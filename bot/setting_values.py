"""Kinds of values that a setting may have, each checked with a fault in words."""

import ipaddress
import json
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints
from pydantic_settings import NoDecode


def _split(value: Any) -> Any:
    """A list as people write it in an environment variable: with commas between, or as JSON."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except json.JSONDecodeError:
            raise ValueError("expected names with commas between them") from None
    return [part.strip() for part in value.split(",") if part.strip()]


# NoDecode: pydantic-settings would take nothing but JSON, and fail on the rest with a traceback.
Names = Annotated[list[str], NoDecode, BeforeValidator(_split)]


def _networks(names: list[str]) -> list[str]:
    for name in names:
        try:
            ipaddress.ip_network(name)
        except ValueError:
            raise ValueError(f"'{name}' is no address and no network such as 10.0.0.0/8") from None
    return names


Networks = Annotated[Names, AfterValidator(_networks)]


def _mailboxes(names: list[str]) -> list[str]:
    for name in names:
        if not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", name):
            raise ValueError("an e-mail address looks like name@example.org")
    return names


def _mailbox(name: str) -> str:
    return _mailboxes([name])[0] if name else name


Mailboxes = Annotated[Names, AfterValidator(_mailboxes)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]


def _url(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("a web address begins with https:// or http://")
    return value


Url = Annotated[str, AfterValidator(_url)]
Urls = Annotated[Names, AfterValidator(lambda values: [_url(value).rstrip("/") for value in values])]
RedisUrl = Annotated[str, StringConstraints(pattern=r"^(rediss?://\S+)?$")]
PostgresUrl = Annotated[str, StringConstraints(pattern=r"^(postgresql://\S+)?$")]


def own_url(host: str, port: int) -> str:
    """The web address by which this machine reaches a process of its own that listens on `host`."""
    # An address that means "all" cannot be asked everywhere; this machine's own always can.
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{host}:{port}"


def is_this_machine_only(host: str) -> bool:
    """Whether nobody else can reach what listens on `host`."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
