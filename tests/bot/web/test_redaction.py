"""Contact details stop at the door; what merely looks like one passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.redaction import redact


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("write to sam.okoro@example.org please", "write to [email] please"),
        ("ring 07700 900123 after six", "ring [phone] after six"),
        ("the office is on 020 7946 0018.", "the office is on [phone]."),
        ("+44 7700 900456 is my sister", "[phone] is my sister"),
        ("we live at ZZ9 4QQ now", "we live at [postcode] now"),
        ("he posts as @night_owl_77 all day", "he posts as [account] all day"),
        ("07700900123, a@example.org", "[phone], [email]"),
    ],
)
def test_contact_details_are_replaced(text: str, wanted: str) -> None:
    assert redact(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "EPAREX ran from 2011 to 2013",
        "call 999 or 112",
        "the 116 123 line",
        "over 70 % of nearly 1 000 people",
        "lesson 2.5 and lesson 4.3",
        "we met at 18:30 on 24/11/2026",
        "aged 12 to 18",
        "180° Wende",
        "",
    ],
)
def test_years_numbers_and_emergency_lines_stay(text: str) -> None:
    assert redact(text) == text


@given(st.text(max_size=300))
def test_any_text_can_be_redacted_and_a_second_time_changes_nothing(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(st.integers(0, 999))
def test_every_fictional_mobile_number_is_found(last: int) -> None:
    number = f"07700 900{last:03d}"
    assert number not in redact(f"my number is {number}, thanks")
