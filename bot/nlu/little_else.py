"""Whether a message says little beside the words that name a thing: "open lesson 3.1 please", "the second".

The same words inside a longer message tell a story ("the second mother left"), and choose nothing.
"""

from __future__ import annotations

import re
from typing import AbstractSet

from bot.nlu.wording import words

COURTESY = words(
    "a an the this that and but so then well now just ok okay yes yeah yep no hi hello hey sorry please pls thanks"
    " thank you actually oh it its it's i i'd i'll i'm mean meant"
)
REQUEST = COURTESY | words(
    "me us we let's lets my would like want wanna can could will show open see read tell give get take pick choose"
    " have look go at to with about more on of for number nr"
)
WORD = re.compile(r"(?<![\w'.])[\w'.]*\w")  # from the beginning of a run alone: many apostrophes take no time


def says_little_else(text: str, start: int, end: int, allowed: AbstractSet[str] = REQUEST) -> bool:
    """Whether all of `text` but the stretch from `start` to `end` is made of the words `allowed`."""
    rest = (text[:start] + " " + text[end:]).replace("’", "'").lower()
    return all(word in allowed for word in WORD.findall(rest))
