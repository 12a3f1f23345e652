"""Hashes: slow ones of what people must remember, quick ones of what is random enough already."""

import hashlib

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

# OWASP's least for Argon2id (19 MiB, two passes): some 20 ms.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def hash_secret(secret: str) -> str:
    """Argon2id hash of a password or a secret word, salt and parameters included."""
    return _HASHER.hash(secret)


def is_secret(secret: str, hashed: str) -> bool:
    """Whether `hashed` is of `secret`. Takes as long either way."""
    try:
        return _HASHER.verify(hashed, secret)
    except (Argon2Error, InvalidHashError):
        return False


def digest(value: str) -> str:
    """SHA-256 in hexadecimal, of a token or an id that nobody could guess."""
    return hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
