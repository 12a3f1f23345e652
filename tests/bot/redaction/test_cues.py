"""What leads to a name is found in a time that grows with the length of a text, not with its square."""

import re
import time

import pytest

from bot.redaction.cues import FAREWELL, GREETING


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("I worry.\n\nBest wishes, Sam Lee", "Sam Lee"),
        ("  thanks Sam", "Sam"),
        ("done.   \n  cheers, Jo", "Jo"),
        ("kind regards\nSam", "Sam"),
        ("I sent my regards to nobody", None),
    ],
)
def test_who_signs_is_found_after_a_farewell(text: str, who: str | None) -> None:
    found = FAREWELL.search(text)
    assert (found["who"] if found else None) == who


@pytest.mark.parametrize("part", ["\n ", ". ", "x, ", "thanks - ", "thanks \n", "hi  ", "\t\n"])
@pytest.mark.parametrize("pattern", [FAREWELL, GREETING], ids=["farewell", "greeting"])
def test_no_text_holds_up_everybody_else(pattern: re.Pattern[str], part: str) -> None:
    """It once took 19 seconds of the longest message, and one reader serves all."""
    text = (part * 20_000)[:20_000]
    began = time.process_time()
    list(pattern.finditer(text))
    assert time.process_time() - began < 5
