"""The background work, over a real database, with a real mail server and a real receiver of webhooks."""

import asyncio
import json
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.settings import Settings
from bot.web import housekeeping
from bot.web.helpline import Helpline
from bot.web.housekeeping import Housekeeping
from bot.web.metrics import Metrics
from helpline import alerts
from helpline.accounts import Accounts
from helpline.alerts import Outbox
from helpline.cases import IDLE, Cases
from helpline.conversation import Said
from helpline.database import Database, now
from helpline.desk import Desk
from helpline.states import State
from helpline.tables import Alert
from helpline.urgency import Finding, Urgency
from tests.bot.web.alerts.servers import Hook, MailServer, hook_server, mail_server

pytestmark = pytest.mark.anyio
MARKER = "heron-by-the-river"
EMERGENCY = Finding(Urgency.EMERGENCY, f"because {MARKER}", f"quote {MARKER}")


@pytest.fixture(autouse=True)
def in_quick_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become hundredths."""
    for name in ("ALERTS_EVERY", "COUNT_EVERY", "SETTLE_EVERY", "SWEEP_EVERY"):
        monkeypatch.setattr(housekeeping, name, 0.02)
    monkeypatch.setattr(alerts, "FIRST_PAUSES", (timedelta(seconds=0.02),) * 4)


@pytest.fixture
def url(tmp_path: Path) -> str:
    found = f"sqlite:///{tmp_path / 'helpline.db'}"
    database = Database(found)
    database.upgrade()
    database.close()
    return found


@contextmanager
def opened(url: str) -> Iterator[Helpline]:
    """The helpline as a web process opens it."""
    database = Database(url)
    yield Helpline(database, Cases(database), Desk(database), Accounts(database))
    database.close()


@pytest.fixture
def helpline(url: str) -> Iterator[Helpline]:
    with opened(url) as found:
        yield found


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def hook() -> Iterator[Hook]:
    with hook_server() as server:
        yield server


def settings(mail: MailServer | None = None, hook: Hook | None = None) -> Settings:
    chosen: dict[str, Any] = {"public_url": "https://help.example.org"}
    if mail:
        chosen |= {"alert_email": ["desk@example.org"], "smtp_host": "127.0.0.1", "smtp_port": mail.port}
        chosen |= {"smtp_sender": "alerts@example.org", "smtp_tls": "none"}
    if hook:
        chosen |= {"alert_webhook": hook.url, "alert_secret": "secret"}
    return Settings(**chosen)


def emergency(helpline: Helpline, conversation: str = "one") -> str:
    said = [Said("person", f"said {MARKER}"), Said("bot", f"answered {MARKER}")]
    case = helpline.cases.open(conversation, "GB", True, EMERGENCY, said)
    helpline.cases.answer(case.id, "worry", f"answer {MARKER}")
    helpline.cases.keep_contact(case.id, "phone", f"07700 900123 {MARKER}", f"evenings {MARKER}")
    return case.code


def rows(helpline: Helpline) -> dict[str, Alert]:
    with helpline.database.reading() as session:
        return {row.channel: row for row in session.scalars(select(Alert))}


def are_sent(helpline: Helpline, *channels: str) -> bool:
    return {name for name, row in rows(helpline).items() if row.sent_at} == set(channels)


async def until(true: Callable[[], bool]) -> None:
    """Waits for something while the background goes on."""
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.01)


async def a_while() -> None:
    """Long enough for the background to have done all that it is going to do."""
    await asyncio.sleep(0.4)


async def test_an_emergency_is_told_of_once_by_each_channel_and_nothing_private_leaves(
    helpline: Helpline, mail: MailServer, hook: Hook, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    hook.answers = [503]
    metrics = Metrics()
    async with Housekeeping(helpline, settings(mail, hook), metrics):
        code = emergency(helpline)
        await until(lambda: are_sent(helpline, "email", "webhook"))
        await a_while()
    (one,) = mail.mails
    body = json.loads(hook.requests[-1][2])
    assert code in one["Subject"] and f"https://help.example.org/desk/cases/{code}" in one.get_content()
    assert (body["case"], body["urgency"]) == (code, "emergency")
    sent = one.as_string() + one.get_content() + repr(hook.requests)
    for private in (MARKER, "07700", "phone", "evenings"):
        assert private not in sent
    logged = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("bot."))
    assert "An alert by webhook did not go out at try 1: the web address answered with 503." in logged
    assert MARKER not in caplog.text and "@example.org" not in logged and "127.0.0.1" not in logged
    text = metrics.text().decode()
    assert 'common_ground_alerts_total{channel="email",result="sent"} 1.0' in text
    assert 'common_ground_alerts_total{channel="email",result="failed"} 0.0' in text
    assert 'common_ground_alerts_total{channel="webhook",result="failed"} 1.0' in text
    assert MARKER not in text


async def test_a_receiver_that_fails_at_first_is_tried_until_it_takes_it(helpline: Helpline, hook: Hook) -> None:
    hook.answers = [500, 302, 500]
    emergency(helpline)
    async with Housekeeping(helpline, settings(hook=hook), Metrics()):
        await until(lambda: are_sent(helpline, "webhook"))
        await a_while()
    assert [path for path, _, _ in hook.requests] == ["/hook"] * 4
    assert rows(helpline)["webhook"].tries == 4


async def test_a_mail_server_that_is_down_holds_up_no_webhook(helpline: Helpline, mail: MailServer, hook: Hook) -> None:
    mail.answers = ["451 Not now"] * 3
    emergency(helpline)
    async with Housekeeping(helpline, settings(mail, hook), Metrics()):
        await until(lambda: are_sent(helpline, "email", "webhook"))
    assert len(hook.requests) == 1 and len(mail.mails) == 1


async def test_what_could_not_be_sent_outlives_a_restart_and_then_goes_out_once(
    url: str, mail: MailServer, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "SENDING", timedelta(seconds=0.3))  # the process may stop between taking and sending
    hook.answers = [500] * 1000
    with opened(url) as before:
        emergency(before)
        async with Housekeeping(before, settings(mail, hook), Metrics()):
            await until(lambda: are_sent(before, "email") and len(hook.answered) > 0)
    hook.answers = [500]
    for _ in range(2):
        with opened(url) as after:
            async with Housekeeping(after, settings(mail, hook), Metrics()):
                await until(lambda: are_sent(after, "email", "webhook"))
                await a_while()
    assert len(mail.mails) == 1
    assert hook.answered.count(200) == 1 and hook.answered.count(500) > 1


async def test_what_a_process_took_and_did_not_send_is_sent_by_the_next(
    helpline: Helpline, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "SENDING", timedelta(seconds=0.3))
    emergency(helpline)
    assert len(Outbox(helpline.database).take_due("webhook")) == 1  # and dies
    async with Housekeeping(helpline, settings(hook=hook), Metrics()):
        await until(lambda: are_sent(helpline, "webhook"))
        await a_while()
    assert len(hook.requests) == 1


async def test_two_processes_tell_of_each_case_once(url: str, mail: MailServer, hook: Hook) -> None:
    with opened(url) as one, opened(url) as other:
        async with (
            Housekeeping(one, settings(mail, hook), Metrics()),
            Housekeeping(other, settings(mail, hook), Metrics()),
        ):
            told = [emergency(one, f"conversation {number}") for number in range(8)]
            await until(lambda: len(mail.mails) >= 8 and len(hook.requests) >= 8)
            await a_while()
    assert sorted(json.loads(body)["case"] for _, _, body in hook.requests) == sorted(told)
    assert len({mail["Message-ID"] for mail in mail.mails}) == len(mail.mails) == 8


async def test_an_emergency_that_somebody_took_is_not_told_of(helpline: Helpline, mail: MailServer) -> None:
    emergency(helpline)
    account = helpline.accounts.add("sam", "Sam", "staff", "a long enough password")
    assert helpline.desk.take_next(account)
    async with Housekeeping(helpline, settings(mail), Metrics()):
        await a_while()
    assert mail.mails == []


async def test_a_database_that_fails_ends_nothing_and_is_logged_without_content(
    helpline: Helpline, mail: MailServer, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real, failures = Outbox.take_due, [OperationalError(MARKER, {}, Exception(MARKER)) for _ in range(5)]

    def take_due(self: Outbox, channel: str) -> Any:
        if failures:
            raise failures.pop()
        return real(self, channel)

    monkeypatch.setattr(Outbox, "take_due", take_due)
    emergency(helpline)
    async with Housekeeping(helpline, settings(mail), Metrics()):
        await until(lambda: are_sent(helpline, "email"))
    (logged,) = [record.getMessage() for record in caplog.records if "job" in record.getMessage()]
    assert "OperationalError in " in logged and "test_housekeeping.py, line" in logged
    assert MARKER not in caplog.text


async def test_what_was_sent_but_cannot_be_noted_is_not_sent_again(
    helpline: Helpline, mail: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerts, "SENDING", timedelta(seconds=0))
    real, failures = Outbox.sent, [OperationalError("", {}, Exception()) for _ in range(5)]

    def sent(self: Outbox, *arguments: Any) -> None:
        if failures:
            raise failures.pop()
        real(self, *arguments)

    monkeypatch.setattr(Outbox, "sent", sent)
    emergency(helpline)
    async with Housekeeping(helpline, settings(mail), Metrics()):
        await until(lambda: are_sent(helpline, "email"))
    assert failures == [] and len(mail.mails) == 1


async def test_it_stops_at_once_even_while_a_receiver_hangs(helpline: Helpline, hook: Hook) -> None:
    hook.answers = [0]
    emergency(helpline)
    async with Housekeeping(helpline, settings(hook=hook), Metrics()):
        await until(lambda: len(hook.requests) == 1)
        began = time.monotonic()
    assert time.monotonic() - began < 1
    assert not are_sent(helpline, "webhook") and rows(helpline)["webhook"].next_try_at is not None


async def test_it_sweeps_by_the_settings_hands_in_what_was_left_and_counts(
    helpline: Helpline, monkeypatch: pytest.MonkeyPatch
) -> None:
    swept: list[tuple[Any, ...]] = []
    monkeypatch.setattr(housekeeping, "sweep", lambda *arguments: swept.append(arguments))
    Cases(helpline.database, lambda: now() - 2 * IDLE).open("left", "GB", True)
    helpline.cases.open("still writing", "GB", True)
    metrics = Metrics()
    async with Housekeeping(helpline, Settings(case_days=7, conversation_days=3, sign_in_hours=5), metrics):
        expected = ('state="new"} 1.0', 'state="waiting"} 1.0', 'state="taken"} 0.0')
        await until(lambda: all(f"common_ground_open_cases{{{one}" in metrics.text().decode() for one in expected))
        await until(lambda: bool(swept))
        await until(lambda: 'longest_wait_seconds{urgency="none"}' in metrics.text().decode())
    database, at, *kept = swept[0]
    assert database is helpline.database and isinstance(at, datetime) and abs(now() - at) < timedelta(minutes=1)
    assert kept == [7, 3, 5]
    assert [rank.case.state for rank in helpline.desk.queue()] == [State.WAITING]


async def test_without_a_helpline_there_is_nothing_to_do(mail: MailServer) -> None:
    async with Housekeeping(None, settings(mail), Metrics()):
        await a_while()
    assert mail.mails == []
