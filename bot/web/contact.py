"""How a person can be reached: what they fill in, checked, with what is wrong in words."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

HOWS: Mapping[str, str] = {
    "phone": "By phone",
    "text": "By text message",
    "email": "By e-mail",
    "other": "Another way",
}
LONGEST = 200  # characters of a field, as the database keeps it
DIGITS = 6  # of a phone number, at least
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True)
class ContactFields:
    """As they came.

    Attributes:
        how: one of HOWS.
        detail: number, address, or how else.
        when_safe: in the person's words; may be empty.
        consent: whether they agreed that it is kept.
    """

    how: str
    detail: str
    when_safe: str
    consent: bool

    def __post_init__(self) -> None:
        for name in ("detail", "when_safe"):
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))

    def faults(self) -> dict[str, str]:
        """What is wrong, by the field's name; empty if all is well."""
        found = {}
        if self.how not in HOWS:
            found["how"] = "Please choose how we may reach you."
        if not self.detail:
            found["detail"] = "Please fill in where we can reach you."
        elif self.how in ("phone", "text") and sum(map(str.isdigit, self.detail)) < DIGITS:
            found["detail"] = "That looks too short for a phone number. Please check it."
        elif self.how == "email" and not EMAIL.fullmatch(self.detail):
            found["detail"] = "That does not look like an e-mail address. Please check it."
        for name in ("detail", "when_safe"):
            if len(getattr(self, name)) > LONGEST:
                found[name] = f"Please use {LONGEST} characters at most."
        if not self.consent:
            found["consent"] = "Please tick the box if we may keep this. If you would rather not, leave it out."
        return found
