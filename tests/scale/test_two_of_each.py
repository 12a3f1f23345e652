"""500 conversations on two of each process, while one of each dies: no turn is lost or answered twice, and no case."""

import json
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

import httpx
import psycopg
import pytest
from sqlalchemy import func, select

from bot.doctor.elsewhere import process
from helpline.cases import Cases
from helpline.database import Database
from helpline.hashing import digest
from helpline.states import State
from helpline.tables import Case, Line
from helpline.urgency import Urgency
from tests.scale.cluster import TOKEN, Cluster, cluster
from tests.service.talk import looks
from tests.service.visitors import EMERGENCIES, Visitor

pytestmark = [pytest.mark.scale, pytest.mark.timeout(3600)]

PLAN = {
    "asks": 110,
    "chats": 75,
    "shouts": 65,
    "tells": 100,
    "skips": 40,
    "leaves": 35,
    "throws away": 25,
    "declines": 25,
    "breaks off": 25,
}
WITH_A_CASE = ("shouts", "tells", "skips", "leaves", "throws away", "breaks off")
AT_ONCE = 6
KILLED = {100: "rasa-1", 200: "actions-1", 300: "web-1"}  # after so many visits
BACK_AFTER = 50  # visits


@dataclass(frozen=True)
class Day:
    """What came of it.

    Attributes:
        visitors: all of them, their visits over.
        again: what was said to turns that were sent once more, by the visitor; the last of each of some.
    """

    cluster: Cluster
    visitors: list[Visitor]
    again: dict[str, object]
    database: Database

    def of_kind(self, *kinds: str) -> list[Visitor]:
        return [visitor for visitor in self.visitors if visitor.kind in kinds]


@pytest.fixture(scope="module")
def day(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Day]:
    assert sum(PLAN.values()) == 500
    kinds = [kind for kind, number in PLAN.items() for _ in range(number)]
    # Mixed, the same way each time: every kind is under way when a process dies.
    kinds = [kinds[n * 67 % len(kinds)] for n in range(len(kinds))]
    # The starter lasts as long as what it starts, which would end with its thread.
    with cluster(postgres_server, tmp_path_factory.mktemp("scale")) as made, ThreadPoolExecutor(1) as starter:
        for url in made.urls:
            for _ in looks(url):
                pass
        visitors = [Visitor(made.urls[seed % 2 :] + made.urls[: seed % 2], k, seed) for seed, k in enumerate(kinds)]
        over = Counter[str]()
        again: dict[str, object] = {}
        lock = threading.Lock()
        starts: list[Future[None]] = []

        def visit(visitor: Visitor) -> Visitor:
            visitor.visit()
            with lock:
                over["visits"] += 1
                count = over["visits"]
                if count % 100 == 0:
                    print(f"\n{count} of {len(kinds)} conversations are over", flush=True)
            if name := KILLED.get(count):
                made.kill(name)
            if name := KILLED.get(count - BACK_AFTER):
                starts.append(starter.submit(made.start, name))
            if count % 10 == 0:  # not knowing that the answer came, and by another way
                turn = list(visitor.said)[-1]
                visitor.urls = [*visitor.urls[1:], visitor.urls[0]]
                with visitor.connected(), suppress(httpx.TransportError):  # that one may be the one that was killed
                    response = visitor.send(turn, "the same turn")
                    if response.status_code == 200:
                        again[visitor.id] = response.json()["messages"]
            return visitor

        began = time.monotonic()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            visitors = list(pool.map(visit, visitors))
        seconds = time.monotonic() - began
        for start in starts:
            start.result()
        turns = sum(len(visitor.said) for visitor in visitors)
        longest = sorted(visitor.longest for visitor in visitors)
        print(
            f"\n{len(visitors)} conversations, {turns} turns in {seconds:.0f} s; messages sent again by their senders:"
            f" {sum(visitor.sent_again for visitor in visitors)}; longest wait for an answer: median of conversations"
            f" {longest[len(longest) // 2]:.1f} s, worst {longest[-1]:.1f} s"
        )
        database = Database(made.settings["web-1"].database_url)
        yield Day(made, visitors, again, database)
        database.close()


def turn_id(visitor: Visitor, turn: str) -> str:
    """The id under which Rasa and the case know a turn."""
    return digest(f"{visitor.id} {turn}")[:32]


def test_everybody_got_an_answer_to_every_turn(day: Day) -> None:
    assert len(day.visitors) == 500 and all(visitor.done for visitor in day.visitors)


def test_each_turn_is_in_its_conversation_once(day: Day) -> None:
    heard = Counter[tuple[str, str]]()
    query = "SELECT sender_id, data::json->'metadata'->>'turn' FROM events WHERE type_name = 'user'"
    with psycopg.connect(day.cluster.tracker_url) as connection:
        heard.update(connection.execute(query).fetchall())
    answered = {(visitor.id, turn_id(visitor, turn)) for visitor in day.visitors for turn in visitor.said}
    assert answered <= set(heard), "a turn was lost"
    assert [turn for turn in answered if heard[turn] > 1] == [], "a turn was handled twice"


def test_a_turn_that_was_sent_again_was_answered_as_before(day: Day) -> None:
    said = {visitor.id: list(visitor.said.values())[-1] for visitor in day.visitors}
    assert len(day.again) > 25
    for visitor, messages in day.again.items():
        assert messages == said[visitor]


def test_no_case_is_lost_and_none_is_there_twice(day: Day) -> None:
    for visitor in day.of_kind(*WITH_A_CASE):
        assert len(visitor.opened) == 1, (visitor.kind, visitor.opened)
    codes = [visitor.opened[0] for visitor in day.of_kind(*WITH_A_CASE)]
    with day.database.reading() as session:
        kept = session.scalars(select(Case.code)).all()
    assert sorted(kept) == sorted(codes) and len(set(codes)) == len(codes)


def test_no_line_stands_in_a_case_twice_and_the_last_of_each_stands_there(day: Day) -> None:
    with day.database.reading() as session:
        twice = select(Line.turn).where(Line.turn.is_not(None)).group_by(Line.turn).having(func.count() > 1)
        assert session.scalars(twice).all() == []
        kept = set(session.scalars(select(Line.turn)))
    for visitor in day.of_kind("shouts", "tells", "skips", "leaves", "breaks off"):
        assert turn_id(visitor, list(visitor.said)[-1]) in kept, visitor.kind


def test_what_was_told_is_whole_and_what_was_not_agreed_to_is_not_there(day: Day) -> None:
    cases = Cases(day.database)
    for visitor in day.of_kind("tells"):
        case = cases.find(visitor.id)
        assert case is not None and case.state == State.WAITING
        told = {answer.step: answer.text for answer in case.answers}
        assert all(told.get(step) for step in ("seen", "heard", "supposed", "about")), told
    for visitor in day.of_kind("asks", "chats", "declines", "throws away"):
        assert cases.find(visitor.id) is None
    for visitor in day.of_kind("shouts", "breaks off"):
        case = cases.find(visitor.id)
        assert case is not None and case.urgency == Urgency.EMERGENCY


def test_the_doctor_finds_every_process_well(day: Day) -> None:
    names = {"rasa": "Rasa", "actions": "the action server"}
    for name in day.cluster.settings:
        if kind := names.get(name.split("-")[0]):
            url = day.cluster.url(name)
            assert process(kind, url, TOKEN, "").state == "ok", name
            assert "another secret" in process(kind, url, "another", "").says, name


def test_no_message_is_in_a_log(day: Day) -> None:
    for name in day.cluster.settings:
        log = day.cluster.log(name)
        assert TOKEN not in log
        for text in EMERGENCIES:
            assert text not in log, name


def test_without_redis_danger_is_answered_and_a_button_refused_kindly(day: Day) -> None:
    one, two = day.cluster.urls

    def say(url: str, **body: str) -> httpx.Response:
        body = {"conversation": "without-redis", "country": "GB", **body}
        return httpx.post(f"{url}/api/chat", json=body, timeout=30, trust_env=False)

    asked = say(one, text="The mothers in my group go quiet when I bring it up").json()["messages"]
    payload = next(b["payload"] for m in asked for b in m.get("buttons") or [])
    day.cluster.redis.stop()
    try:
        refused = say(two, payload=payload)
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "not_offered")
        danger = say(two, text=EMERGENCIES[0])
        assert "999" in json.dumps(danger.json()["messages"])
        ready = httpx.get(f"{two}/readyz", timeout=10, trust_env=False)
        assert ready.status_code == 200 and "Redis does not answer" in ready.json()["remarks"][0]
    finally:
        day.cluster.redis.start()
    assert "Redis does not answer" in day.cluster.log("web-2")
