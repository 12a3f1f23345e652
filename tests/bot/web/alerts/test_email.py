"""Alerts by e-mail, against real mail servers: plain, with a sign-in, encrypted, and those that refuse."""

import shutil
import socket
import ssl
import time
from pathlib import Path
from typing import Any

import pytest

from bot.evaluation.service import free_ports
from bot.settings import Settings
from bot.web.alerts.email import send_email
from bot.web.alerts.message import AlertMessage, SendError
from tests.bot.web.alerts.servers import NOWHERE, PASSWORD, USER, certificate, mail_server

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),  # of the server, on this machine
]
MESSAGE = AlertMessage("CG-7K3F-92QD", "Case CG-7K3F-92QD is waiting", "Somebody waits – please look.\n")


def settings(port: int, **others: Any) -> Settings:
    chosen = {"alert_email": ["desk@example.org", "lead@example.org"], "smtp_tls": "none", **others}
    return Settings(smtp_host="127.0.0.1", smtp_port=port, smtp_sender="alerts@example.org", **chosen)


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    if not shutil.which("openssl"):
        pytest.skip("needs the openssl command")
    folder: Path = tmp_path_factory.mktemp("certificate")
    return certificate(folder)


async def test_a_mail_reaches_all_addresses_as_it_was_written() -> None:
    with mail_server() as server:
        assert await send_email(settings(server.port), MESSAGE) == ""
    (mail,) = server.mails
    assert mail["To"] == "desk@example.org, lead@example.org"
    assert mail["From"] == "alerts@example.org"
    assert mail["Subject"] == MESSAGE.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().strip() == MESSAGE.text.strip()


async def test_a_mail_that_comes_twice_can_be_told_by_its_id() -> None:
    other = AlertMessage("CG-0000-0000", "Another", "Another.\n")
    with mail_server() as server:
        for message in (MESSAGE, MESSAGE, other):
            await send_email(settings(server.port), message)
    ids = [mail["Message-ID"] for mail in server.mails]
    assert ids[0] == ids[1] != ids[2]


async def test_it_signs_in() -> None:
    with mail_server(sign_in=True) as server:
        await send_email(settings(server.port, smtp_user=USER, smtp_password=PASSWORD), MESSAGE)
    assert len(server.mails) == 1


async def test_a_wrong_password_is_said_in_words() -> None:
    with mail_server(sign_in=True) as server:
        with pytest.raises(SendError, match="did not accept the sign-in"):
            await send_email(settings(server.port, smtp_user=USER, smtp_password="wrong"), MESSAGE)
        with pytest.raises(SendError):
            await send_email(settings(server.port), MESSAGE)
    assert server.mails == []


@pytest.mark.parametrize("kind", ["starttls", "tls"])
async def test_the_way_is_encrypted(kind: str, contexts: tuple[ssl.SSLContext, ssl.SSLContext]) -> None:
    own, trusting = contexts
    with mail_server(**{kind: own}, sign_in=True) as server:
        chosen = settings(server.port, smtp_tls=kind, smtp_user=USER, smtp_password=PASSWORD)
        await send_email(chosen, MESSAGE, tls=trusting)
    assert len(server.mails) == 1


@pytest.mark.parametrize("kind", ["starttls", "tls"])
async def test_a_certificate_that_nobody_vouches_for_is_refused(
    kind: str, contexts: tuple[ssl.SSLContext, ssl.SSLContext]
) -> None:
    with mail_server(**{kind: contexts[0]}) as server, pytest.raises(SendError, match="certificate is not trusted"):  # type: ignore[arg-type]
        await send_email(settings(server.port, smtp_tls=kind), MESSAGE)
    assert server.mails == []


async def test_nothing_goes_out_in_the_clear_where_encryption_is_asked_for() -> None:
    with mail_server() as server:
        with pytest.raises(SendError, match="does not offer what is asked of it"):
            await send_email(settings(server.port, smtp_tls="starttls"), MESSAGE)
        with pytest.raises(SendError, match="does not encrypt as expected"):
            await send_email(settings(server.port, smtp_tls="tls"), MESSAGE)
    assert server.mails == []


async def test_one_bad_address_keeps_nobody_else_from_hearing() -> None:
    with mail_server() as server:
        remark = await send_email(settings(server.port, alert_email=["desk@example.org", NOWHERE]), MESSAGE)
    assert remark == "the mail server refused 1 of 2 addresses"
    assert len(server.mails) == 1


async def test_faults_name_no_address() -> None:
    with mail_server() as server:
        with pytest.raises(SendError, match="refused every address") as refused:
            await send_email(settings(server.port, alert_email=[NOWHERE]), MESSAGE)
        server.answers.append("451 desk@example.org is busy")
        with pytest.raises(SendError, match="answered with 451") as busy:
            await send_email(settings(server.port), MESSAGE)
    with pytest.raises(SendError, match="cannot be reached") as away:
        await send_email(settings(free_ports(1)[0]), MESSAGE)
    for caught in (refused, busy, away):
        assert "@" not in str(caught.value) and "127.0.0.1" not in str(caught.value)


async def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    began = time.monotonic()
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(SendError, match="in time"):
        await send_email(settings(silent.getsockname()[1]), MESSAGE, within=0.3)
    assert time.monotonic() - began < 3


async def test_a_mail_that_was_accepted_counts_as_sent_however_the_server_says_goodbye() -> None:
    with mail_server() as server:
        server.goodbye = 1.0
        assert await send_email(settings(server.port), MESSAGE, within=0.5) == ""
    assert len(server.mails) == 1
