"""What a password of the staff must be like."""

import unicodedata

LEAST, MOST = 12, 200  # characters
DIFFERENT = 5  # characters that differ, at least
_COMMON = """
    123456789012 1234567890123 12345678901234 123456123456 123123123123 qwertyuiop12 qwertyuiop123 qwertyuiop1234
    qwertyuiopasdf qwertyqwerty qwerty123456 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsxcde3 password1234 password12345
    password123456 passwordpassword password2024 password2025 password2026 mypassword123 passw0rd1234 p@ssw0rd1234
    letmeinletmein letmein12345 welcome12345 welcome123456 changeme1234 changeme12345 administrator administrator1
    admin1234567 adminadminadmin iloveyou1234 sunshine1234 princess1234 football1234 liverpool123 commonground
    commonground1 common-ground helpline1234 helplinehelpline abcdefghijkl abcdefgh1234 abcd12345678 abc123abc123
    correcthorsebatterystaple trustno1trustno1 monkey123456 dragon123456
"""


def plain(password: str) -> str:
    """A password in the one form of Unicode that is hashed: keyboards differ in how they write an accent."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()


def check_password(password: str, name: str) -> None:
    """Makes sure that a password of the account `name` is good enough.

    Raises:
        ValueError: saying what it must be like.
    """
    folded = plain(password).casefold()
    if len(plain(password)) < LEAST:
        raise ValueError(f"The password needs {LEAST} characters or more; a few words that do not belong together do.")
    if len(password) > MOST:
        raise ValueError(f"The password may have {MOST} characters at most.")
    if folded == name.casefold():
        raise ValueError("The password must not be the name.")
    if folded in _COMMON.split() or len(set(folded)) < DIFFERENT:
        raise ValueError("That password is one of the first that others would try; please choose another.")
