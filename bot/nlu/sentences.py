"""Where the sentences of a message stand."""

from __future__ import annotations

import re
from typing import List, Tuple

END = re.compile(r"(?<=[.!?])[\"”’')]*\s+|\n+")
FEW = 3  # words: what has fewer ("Sorry.") belongs to the sentence before it


def sentences(text: str) -> List[Tuple[int, int]]:
    """Offsets (start, end) of each sentence, in order; none overlaps another, and spaces around them are left out."""
    found: List[Tuple[int, int]] = []
    start = 0
    for stop, next_start in [*((m.start(), m.end()) for m in END.finditer(text)), (len(text), len(text))]:
        piece = text[start:stop]
        if piece.strip():
            first = start + len(piece) - len(piece.lstrip())
            last = start + len(piece.rstrip())
            if found and len(piece.split()) < FEW:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        start = next_start
    return found
