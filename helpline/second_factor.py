"""The second factor: a code of six digits that an app shows for half a minute (TOTP, RFC 6238)."""

import re
from datetime import datetime

import pyotp
from pyotp.utils import strings_equal

WINDOW = 1  # steps before and after, for clocks that differ and people who type slowly
SECRET = re.compile(r"[A-Z2-7]{32}")  # 160 bits in base 32


def new_secret() -> str:
    """A secret for an app, in base 32."""
    return pyotp.random_base32(32)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """Number of the time step whose code it is, among those that count at the moment `at`; None if it is none."""
    given = re.sub(r"\s", "", code)
    if not re.fullmatch("[0-9]{6}", given):
        return None
    totp = pyotp.TOTP(secret)
    here = int(at.timestamp()) // totp.interval
    steps = range(here - WINDOW, here + WINDOW + 1)
    return next((step for step in reversed(steps) if strings_equal(totp.generate_otp(step), given)), None)
