"""Sends an alert by e-mail."""

import asyncio
import ssl
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.settings import Settings
from bot.web.alerts.message import AlertMessage, SendError

WITHIN = 20.0  # seconds, all in all


async def send_email(
    settings: Settings, message: AlertMessage, tls: ssl.SSLContext | None = None, within: float = WITHIN
) -> str:
    """Sends `message` to all addresses of the settings.

    Args:
        tls: whom to trust; by default the certificates that this machine trusts.
        within: seconds that it may take.

    Returns:
        A remark in words if some of the addresses were refused, else "".

    Raises:
        SendError: if nobody was sent it.
    """
    client = SMTP(
        hostname=settings.smtp_host,
        port=settings.smtp_port,
        username=settings.smtp_user or None,
        password=settings.smtp_password.get_secret_value() or None,
        use_tls=settings.smtp_tls == "tls",
        start_tls=settings.smtp_tls == "starttls",
        tls_context=tls,
        timeout=within,
    )
    refused: int | None = None
    try:
        async with asyncio.timeout(within), client:
            refused = len((await client.send_message(_mail(settings, message)))[0])
    except Exception as error:
        if refused is None:  # else it was accepted, and only the goodbye failed
            raise SendError(_in_words(error)) from None
    return f"the mail server refused {refused} of {len(settings.alert_email)} addresses" if refused else ""


def _mail(settings: Settings, message: AlertMessage) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = settings.smtp_sender
    mail["To"] = ", ".join(settings.alert_email)
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    domain = settings.smtp_sender.rpartition("@")[2]
    # Always the same for an alert, so that mail programs can tell if it came twice.
    mail["Message-ID"] = make_msgid(domain=domain) if message.key == "test" else f"<alert.{message.key}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # no automatic replies, please
    mail["Importance"] = "high"
    mail.set_content(message.text)
    return mail


def _in_words(error: BaseException) -> str:
    """What went wrong. The error's own text may hold addresses."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "the mail server's certificate is not trusted (see smtp_host)"
        if isinstance(cause, ssl.SSLError):
            return "the mail server does not encrypt as expected (see smtp_tls and smtp_port)"
        cause = cause.__cause__ or cause.__context__
    match error:
        case SMTPAuthenticationError():
            return "the mail server did not accept the sign-in (see smtp_user and smtp_password)"
        case SMTPRecipientsRefused():
            return "the mail server refused every address (see alert_email)"
        case SMTPSenderRefused():
            return "the mail server refused the sender (see smtp_sender)"
        case TimeoutError():
            return "the mail server did not answer in time"
        case SMTPResponseException():
            return f"the mail server answered with {error.code}"
        case SMTPConnectError() | OSError():
            return "the mail server cannot be reached, or hung up (see smtp_host and smtp_port)"
        case SMTPException():
            return "the mail server does not offer what is asked of it (see smtp_tls and smtp_user)"
    return f"a fault of the program ({type(error).__name__})"
