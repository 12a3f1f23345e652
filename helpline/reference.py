"""The public code of a case and the secret words that go with it."""

import re
import secrets
from functools import cache
from pathlib import Path

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O or U, which are misread
LENGTH = 8
_MISREAD = str.maketrans("ILO", "110")


def new_code() -> str:
    """A code such as "CG-7K3F-92QD": 40 bits by chance, so that none follows from another."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return f"CG-{letters[:4]}-{letters[4:]}"


def read_code(written: str) -> str | None:
    """The code as people may write it (small letters, other gaps, O for 0), in its own form; None if it is none."""
    plain = re.sub(r"[\s._–-]", "", written).upper()
    if len(plain) > LENGTH:  # else it may be the code's own beginning
        plain = plain.removeprefix("CG")
    plain = plain.translate(_MISREAD)
    if len(plain) != LENGTH or any(letter not in ALPHABET for letter in plain):
        return None
    return f"CG-{plain[:4]}-{plain[4:]}"


def new_words() -> str:
    """Two plain words such as "maple lantern": easy to keep in mind, and with few guesses allowed, hard to guess."""
    return " ".join(secrets.choice(words()) for _ in range(2))


def read_words(written: str) -> str:
    """The secret words as people may write them, in their own form."""
    return " ".join(re.findall(r"[a-z]+", written.lower()))


@cache
def words() -> tuple[str, ...]:
    """The words that secret words are taken from."""
    return tuple((Path(__file__).parent / "words.txt").read_text(encoding="utf-8").split())
