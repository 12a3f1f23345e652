"""Locks that Rasa servers share: one turn of a conversation at a time, whichever of them dies, Redis included."""

import pytest

from tests.rasa.in_rasa import in_rasa
from tests.redis_server import RedisServer
from tests.redis_server import redis_server as redis_server

pytestmark = pytest.mark.rasa

TURNS = """
import asyncio, io, json, logging, time
from rasa.utils.endpoints import EndpointConfig
from bot.nlu import lock_store
from bot.nlu.lock_store import SharedLockStore

lock_store.LEASE = 0.6
log = io.StringIO()
logging.getLogger().addHandler(logging.StreamHandler(log))
at_work, most = {}, {}

async def turn(store, talk, lasts=0.05):
    async with store.lock(talk):
        at_work[talk] = at_work.get(talk, 0) + 1
        most[talk] = max(most.get(talk, 0), at_work[talk])
        await asyncio.sleep(lasts)
        at_work[talk] -= 1

def server():
    return SharedLockStore(EndpointConfig(URL))

async def main():
    one, two = server(), server()
    await asyncio.gather(*(turn(store, "ours") for store in (one, two) * 4), turn(one, "another"), turn(two, "another"))

    # A turn that takes longer than a lease keeps its lock.
    long = asyncio.create_task(turn(one, "long", 1.5))
    await asyncio.sleep(0.1)
    await turn(two, "long")

    # A server that dies holds up the next one for the rest of its lease, and no longer.
    dead = await server()._lease("dead", 1)
    begun = time.monotonic()
    await turn(two, "dead")
    waited = time.monotonic() - begun

    nowhere = SharedLockStore(EndpointConfig("redis://127.0.0.1:1"))
    begun = time.monotonic()
    await asyncio.gather(*(turn(nowhere, "alone") for _ in range(2)))
    alone = time.monotonic() - begun
    await turn(SharedLockStore(None), "in memory")
    return [most, waited, alone, log.getvalue()]

print(json.dumps(asyncio.run(main())))
"""


def test_one_turn_of_a_conversation_is_at_work_at_a_time_on_all_servers(redis_server: RedisServer) -> None:
    most, waited, alone, log = in_rasa(TURNS.replace("URL", repr(redis_server.url)))
    assert set(most.values()) == {1} and {"ours", "another", "long", "dead", "alone", "in memory"} == set(most)
    assert 0.2 < waited < 5, "the lock of a server that died ends by itself"
    assert alone < 5 and log.count("Redis does not answer (ConnectionError)") == 1
    assert "lost" not in log
