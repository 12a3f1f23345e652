"""Flags stand where the person wrote the words, whatever was taken out before them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.web.offsets import as_sent
from bot.web.redaction import redact


def part(*places: tuple[int, int], text: str) -> dict[str, Any]:
    return {"custom": {"type": "wording", "flags": [{"start": a, "end": b, "span": text[a:b]} for a, b in places]}}


@pytest.mark.parametrize("sent", ["check this: call 020 7946 0123, those lot", "  /check this: those lot", "those lot"])
def test_a_flag_moves_with_what_stands_before_it(sent: str) -> None:
    cleaned = redact(sent).lstrip("/ ")
    at = cleaned.index("those lot")
    (flag,) = as_sent(part((at, at + 9), text=cleaned), sent, cleaned)["custom"]["flags"]
    assert sent[flag["start"] : flag["end"]] == "those lot"


def test_the_same_words_twice_keep_their_order() -> None:
    sent = "a@example.org those lot and those lot"
    cleaned = redact(sent)
    first = cleaned.index("those lot")
    second = cleaned.rindex("those lot")
    reply = as_sent(part((first, first + 9), (second, second + 9), text=cleaned), sent, cleaned)
    assert [flag["start"] for flag in reply["custom"]["flags"]] == [14, 28]


def test_other_replies_are_left_as_they_are() -> None:
    reply = {"text": "Hello", "custom": {"type": "chitchat"}}
    assert as_sent(reply, "hi 07700 900123", "hi [phone]") is reply


@given(st.text(max_size=40), st.sampled_from(["", "07700 900123 ", "a@example.org "]), st.text(max_size=20))
def test_a_flag_never_points_outside_the_message(before: str, detail: str, after: str) -> None:
    sent = f"{before}{detail}those lot{after}"
    cleaned = redact(sent)
    at = cleaned.find("those lot")
    if at >= 0:
        (flag,) = as_sent(part((at, at + 9), text=cleaned), sent, cleaned)["custom"]["flags"]
        assert sent[flag["start"] : flag["end"]] == "those lot" or cleaned == sent
