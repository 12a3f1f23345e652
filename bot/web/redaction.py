"""Takes contact details out of a message before it goes any further.

What has a clear form is found here: e-mail addresses, phone numbers, UK postcodes, names of accounts. Names
of people are not; the page asks people to leave them out.
"""

import re

import phonenumbers

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
HANDLE = re.compile(r"(?<![\w@])@[A-Za-z0-9_][\w.]{2,30}\b")
POSTCODE = re.compile(r"\b[A-Z]{1,2}[0-9][A-Z0-9]?\s?[0-9][A-Z]{2}\b", re.IGNORECASE)
REGIONS = (
    "GB",
    "DE",
    "FR",
    "NL",
    "ES",
    "AT",
    "IE",
    "SE",
    "BE",
)  # how numbers without a country code are read
SHORTEST = 7  # digits; 112, 999, 116 123 and years stay


def redact(text: str) -> str:
    """`text` with each contact detail replaced by a word in square brackets."""
    text = EMAIL.sub("[email]", text)
    text = HANDLE.sub("[account]", text)
    text = _phones(text)
    return POSTCODE.sub("[postcode]", text)


def _phones(text: str) -> str:
    spans: list[tuple[int, int]] = []
    for region in REGIONS:
        for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.POSSIBLE):
            digits = sum(c.isdigit() for c in match.raw_string)
            if digits >= SHORTEST:
                spans.append((match.start, match.end))
    for start, end in sorted(_merged(spans), reverse=True):
        text = f"{text[:start]}[phone]{text[end:]}"
    return text


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
