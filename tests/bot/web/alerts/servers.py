"""A real mail server and a real receiver of webhooks, on this machine."""

import asyncio
import contextlib
import ssl
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword

from bot.evaluation.service import free_ports

USER, PASSWORD = "alerts", "correct horse"
NOWHERE = "nobody@example.org"  # an address that the mail server refuses


class MailServer:
    """What a mail server was sent.

    Attributes:
        mails: in the order in which they came.
        answers: what it says to the next mails, in place of accepting them.
        goodbye: seconds that it takes to answer when the sender wants to go.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.goodbye = 0.0

    async def handle_RCPT(self, _: Any, __: Any, envelope: Any, address: str, ___: Any) -> str:
        if address == NOWHERE:
            return "550 There is no such address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: Any, __: Any, envelope: Any) -> str:
        if self.answers:
            return self.answers.pop(0)
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    async def handle_QUIT(self, _: Any, __: Any, ___: Any) -> str:
        await asyncio.sleep(self.goodbye)
        return "221 Bye"


@contextmanager
def mail_server(
    starttls: ssl.SSLContext | None = None, tls: ssl.SSLContext | None = None, sign_in: bool = False
) -> Iterator[MailServer]:
    """A mail server that runs while the block lasts."""
    server = MailServer(free_ports(1)[0])

    def authenticator(_: Any, __: Any, ___: Any, ____: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and (given.login, given.password) == (
            USER.encode(), PASSWORD.encode(),
        )  # fmt: skip
        return AuthResult(success=right, handled=False)

    controller = Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        server_hostname="mail.example.org",
        tls_context=starttls,
        ssl_context=tls,
        require_starttls=starttls is not None,
        auth_required=sign_in,
        auth_require_tls=False,
        authenticator=authenticator,
    )
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


class Hook:
    """What a receiver of webhooks was sent.

    Attributes:
        requests: path, headers in small letters, body.
        answers: statuses of the next answers; 200 once there are none. 0 is no answer at all, -1 one that comes in
            crumbs and has no end.
        answered: statuses that were answered so far.
    """

    def __init__(self, port: int, answers: Sequence[int]) -> None:
        self.url = f"http://127.0.0.1:{port}/hook"
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self.answers = list(answers)
        self.answered: list[int] = []
        self.over = threading.Event()


@contextmanager
def hook_server(*answers: int) -> Iterator[Hook]:
    """A receiver that runs while the block lasts."""
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            with lock:
                hook.requests.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                status = hook.answers.pop(0) if hook.answers else 200
                hook.answered.append(status)
            if status <= 0:
                while not hook.over.wait(0.1):
                    with contextlib.suppress(OSError):
                        self.wfile.write(b"H" if status == -1 else b"")
                return
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", hook.url + "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    hook = Hook(server.server_port, answers)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield hook
    finally:
        hook.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate that this machine made for itself: for a server, and for a client that trusts it."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"),
            *("-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(cert, key)
    return server, ssl.create_default_context(cafile=str(cert))


def until(true: Callable[[], bool], within: float = 10) -> None:
    """Waits for something; fails if it does not come true within so many seconds. Not for the event loop's thread."""
    deadline = time.monotonic() + within
    while not true():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)
