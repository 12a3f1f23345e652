"""Finds numbers that belong to one person: of insurance, health, cars, accounts, passports, cases."""

import re
from collections.abc import Iterator

from bot.redaction.found import Found, matches

INSURANCE = re.compile(r"\b[A-Z]{2}[ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[A-D]\b", re.I)
CAR = re.compile(r"\b[A-Z]{2}\d{2}[ -]?[A-Z]{3}\b(?<!\d{2} AND)(?<!\d{2} THE)(?<!\d{2} FOR)")
CAR_LOWER = re.compile(r"\b[a-z]{2}\d{2}[ -]?[a-z]{3}\b", re.I)
CAR_OLDER = re.compile(r"\b(?:[A-Z]\d{1,3}[ -]?[A-Z]{3}|[A-Z]{3}[ -]?\d{1,3}[A-Z])\b", re.I)
CAR_CUE = re.compile(r"\b(?:reg|registration|number ?plates?|plates?|car|van|vehicle|transit|motorbike|lorry)\b", re.I)
CAR_CUE_WITHIN = 60  # characters before the number
CARD = re.compile(r"(?<![\d-])(?:\d{4}[ -]?){3}\d{4}(?![\d-])|(?<![\d-])3\d{3}[ -]?\d{6}[ -]?\d{5}(?![\d-])")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b")
IBAN_LOWER = re.compile(
    r"\biban\W{1,3}(?:(?:is|number|no)\W{1,2})?(?P<number>[a-z]{2}\d{2}(?: ?[a-z0-9]{1,4}){2,8})\b", re.I
)
SORT_CODE = re.compile(r"\bsort(?: ?code)?\W{0,3}(?:is|of)?\W{0,3}(?P<number>\d{2}[ -]?\d{2}[ -]?\d{2})\b", re.I)
LONG = re.compile(r"(?<![\w.,/+-])(?!0|44)\d{9,20}(?![\w]|[.,/-]\d)")
MIXED = re.compile(
    r"\b(?:[A-Z]{1,5}[-/]?\d{5,}[A-Z]{0,2}|[A-Z]\d{4}[A-Z]{2}|[A-Z]{1,6}(?:[-/][A-Z]{1,6})?[-/]\d{2,}(?:[-/][A-Z0-9]+)+"
    r"|\d{2,6}/\d{3,}/\d{2,4})\b"
)
NHS = re.compile(r"\bNHS\b[^.!?\n\d]{0,20}(?P<number>\d{3}[ -]?\d{3}[ -]?\d{4})\b", re.I)
LICENCE = re.compile(
    r"\b[A-Z]{5}[ ]?\d{6}[ ]?[A-Z][A-Z0-9][A-Z0-9]{0,1}\w{2}\b|\b[A-Z]{2,5}9{0,3}[ ]?\d{6}["
    r" ]?[A-Z]{1,2}\d{1,2}[A-Z]{2}\b"
)
_CUE = (
    r"(?:case|crime|incident|reference|ref|passport|licen[cs]e|account|acct|acc|a/c|student|pupil|prison(?:er)?"
    r"|inmate|patient"
    r"|hospital|policy|visa|brp|file|log|badge|employee|staff|payroll|national insurance|ni|nino|nhs|card|membership"
    r"|member|sort code|iban|upn|claim|court|driving licence|driver'?s? licen[cs]e|tax|utr|universal credit|id|referral"
    r"|custody|urn|warrant|tenancy|rent|client|customer|order|mosaic|liquidlogic|dbs|biometric|residence permit)"
)
_TAIL = r"(?:number|numbers|num|no|nr|ref|reference|id|code|card)"
CUED = re.compile(
    rf"\b{_CUE}(?:\W{{1,2}}{_TAIL}){{0,2}}\b\.?\s*(?:(?:is|was|:|=|#|-|–|\()\s*)?(?:[#:(]\s*)?"
    r"(?P<number>(?:[A-Z0-9]+[-/.])*[A-Z0-9]*\d[A-Z0-9]*(?:[-/][A-Z0-9]+)*(?:[ ](?=\w*\d)[A-Z0-9/-]{2,})*)",
    re.I,
)
YEAR = re.compile(r"(?:19|20)\d\d")
SHORTEST_CUED = 4  # digits; "case 3", "staff 12" and "file 101" are none


def numbers(text: str) -> Iterator[Found]:
    """Numbers of one person."""
    for pattern in (INSURANCE, CAR, CARD, LONG, MIXED, LICENCE):
        yield from matches("number", pattern, text)
    for match in IBAN.finditer(text):
        if sum(c.isdigit() for c in match[0]) >= 8:
            yield Found(match.start(), match.end(), "number")
    for pattern in (IBAN_LOWER, SORT_CODE, NHS):
        yield from matches("number", pattern, text, "number")
    for pattern in (CAR_LOWER, CAR_OLDER):
        for match in pattern.finditer(text):
            if CAR_CUE.search(text, max(0, match.start() - CAR_CUE_WITHIN), match.start()):
                yield Found(match.start(), match.end(), "number")
    for match in CUED.finditer(text):
        number = match["number"]
        if sum(c.isdigit() for c in number) >= SHORTEST_CUED and not YEAR.fullmatch(number):
            yield Found(match.start("number"), match.end("number"), "number")
