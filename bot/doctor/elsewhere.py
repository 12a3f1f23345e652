"""What the settings say runs elsewhere: whether each answers, and takes our secret."""

import os
from collections.abc import Iterator
from contextlib import closing

import httpx
import psycopg
from redis import Redis
from redis.exceptions import RedisError

from bot.doctor.finding import Finding, broken, ok
from bot.settings import Settings, load_settings
from knowledge.store.interface import StoreError
from knowledge.store.opening import VARIABLE, open_store

WITHIN = 5  # seconds in which each must answer
# Addresses of which each process tells only whoever shows the secret.
CLOSED = {"Rasa": "/webhooks/rest/", "the action server": "/actions"}


def findings() -> Iterator[Finding]:
    """A line for each thing; none where everything runs here."""
    settings = load_settings()
    token = settings.shared_token.get_secret_value()
    without_one = "The others answer for it" if len(settings.rasa_urls) > 1 else "Nobody is answered without it"
    for url in settings.rasa_urls:
        yield process("Rasa", url.rstrip("/"), token, f"{without_one}; start it again.")
    if settings.actions_url:
        yield process("the action server", settings.action_server, token, "Nobody is advised without it; start it.")
    if settings.redis_url:
        yield redis(settings)
    if settings.tracker_url:
        yield conversations(settings)
    if os.environ.get(VARIABLE):
        yield own_documents()


def process(name: str, url: str, token: str, way_out: str) -> Finding:
    """Whether one of our processes answers at an address and takes the secret."""
    try:
        answer = httpx.get(
            f"{url}{CLOSED[name]}", headers={"Authorization": f"Bearer {token}"}, timeout=WITHIN, trust_env=False
        )
    except httpx.HTTPError as error:
        return broken(name, f"nothing answers at {url} ({type(error).__name__})", way_out)
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        return broken(name, f"{url} takes another secret than ours", "Set the same shared_token for all processes.")
    if answer.status_code != httpx.codes.OK:
        return broken(name, f"what answers at {url} is something else ({answer.status_code})", "Mend the address.")
    return ok(name, f"{url} answers and takes our secret" if token else f"{url} answers")


def redis(settings: Settings) -> Finding:
    """Whether Redis, which web processes and Rasa servers share, answers."""
    client = Redis.from_url(settings.redis_url, socket_timeout=WITHIN, socket_connect_timeout=WITHIN)
    try:
        client.ping()
    except RedisError as error:
        way_out = "Until it answers, each process counts for itself, and buttons of another one are refused."
        return broken("Redis", f"it does not answer as it should ({type(error).__name__})", way_out)
    finally:
        client.close()
    return ok("Redis", "it answers")


def conversations(settings: Settings) -> Finding:
    """Whether the database of the Rasa servers can be reached."""
    check = "database of conversations"
    try:
        with psycopg.connect(settings.tracker_url, connect_timeout=WITHIN) as connection:
            connection.execute("SELECT 1")
    except psycopg.Error as error:  # its words can hold a user's name and a host; the kind is enough
        way_out = "Mend tracker_url, or the server: until then every turn is the first of its conversation."
        return broken(check, f"it cannot be reached ({type(error).__name__})", way_out)
    return ok(check, "reachable")


def own_documents() -> Finding:
    """Whether the store that KNOWLEDGE_URL names can be asked."""
    check = "own documents"
    try:
        with closing(open_store(within=WITHIN)) as store:
            count = store.count()
    except StoreError as error:
        return broken(check, str(error).rstrip("."), "Until then the bot advises by the paper alone.")
    return ok(check, f"{count} passages")
