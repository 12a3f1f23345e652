"""How old a reader must be: what people read should be plain enough for somebody of about twelve.

The automated readability index (Smith and Senter 1967) counts letters and words, and gives the year of school in
the United States: 7 is a reader of twelve or thirteen. Names, and the terms of the field that no plainer word
stands for, are left out of the count: the shortest text about radicalisation has the word in it.
"""

import re
from collections.abc import Iterable
from statistics import mean

import textstat

TERMS = re.compile(
    r"\b(?:(?:de)?radicalis|communit|organis|authorit|polaris|resilien|extremis|ideolog|professional|prevent"
    r"|municipalit|government|intervention)\w*",
    re.IGNORECASE,
)
NAME = re.compile(r"(?<![.!?:] )(?<!^)(?<!“)\b[A-Z]\w+", re.MULTILINE)
FILLED_IN = re.compile(r"\{\w+\}")
TWELVE = 7.5  # year of school: the thirteenth birthday lies between 7 and 8
HARDEST = 11.5  # of one short text: the index of two or three sentences jumps about


def grade(text: str) -> float:
    """Year of school of `text`."""
    plain = NAME.sub("Anna", TERMS.sub("things", FILLED_IN.sub("it", text)))
    return float(textstat.automated_readability_index(plain))


def assert_easy(texts: Iterable[str]) -> None:
    """On the average, and none much harder."""
    grades = {text: grade(text) for text in texts}
    assert mean(grades.values()) <= TWELVE
    assert {text: found for text, found in grades.items() if found > HARDEST} == {}
