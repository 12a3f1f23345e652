"""Recognises what documents of this field mark as their own: numbered lessons, recommendations and case studies.

Only the document's own marks and set phrases are looked at; what a text says is never acted on. What is recognised
wrongly is put right in the review.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.documents.block import Block
from knowledge.documents.marks import NUMBERED

Kind = Literal["passage", "lesson", "recommendation", "case"]
Listed = Literal["lesson", "recommendation"]

_NUMBER = r"(?P<number>\d{1,3}(?:\.\d{1,3})*)"
_AFTER = r"(?P<mark>\s*[.:)\u2013\u2014-]+(?=\s|$)|(?=\s|$))\s*(?P<rest>.*)$"
_LABEL = re.compile(
    rf"^(?:key\s+|policy\s+)?(?P<word>lessons?(?:\s+learn(?:ed|t))?|recommendation)\s*(?:(?:no\.?|number|#)\s*)?{_NUMBER}{_AFTER}",
    re.IGNORECASE,
)
_SHORT = re.compile(rf"^(?P<word>R|L)\s?{_NUMBER}{_AFTER}")
_CASE = re.compile(
    r"^(?:case(?:\s+stud(?:y|ies))?|(?:good|best|promising|inspiring)\s+practices?|practice\s+example|example|box|spotlight|"
    rf"project\s+profile)\b(?:\s*(?:(?:no\.?|#)\s*)?{_NUMBER})?\s*(?P<mark>[.:\u2013\u2014-](?!\d)|(?=$))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_LESSONS = re.compile(r"\b(?:lessons(?:\s+learn(?:ed|t))?|what (?:we|was|has been) learn(?:ed|t))\b", re.IGNORECASE)
_RECOMMENDATIONS = re.compile(r"\brecommendations\b", re.IGNORECASE)
_NO_CASE = re.compile(
    r"\b(?:key (?:messages?|points?|findings?|terms?|facts?)|summary|abstract|definitions?|glossary|contents|notes?|"
    r"disclaimer|acknowledge?ments?|introduction|conclusions?|references|bibliography|methodology|discussion|annex|"
    r"appendix|further reading|next steps|follow[- ]up|recommendations?|lessons?|background|"
    r"about the (?:author|paper)s?)\b",
    re.IGNORECASE,
)
_CLOSES = re.compile(
    r"^(?:more|further)\s+(?:information|details)\b.{0,200}?\b(?:available|found|at|see|on)\b", re.IGNORECASE
)
_LEADS_IN = re.compile(r"\bfollowing\s+(?:\w+\s+)?(?:lessons|recommendations)\b", re.IGNORECASE)
_ANNOUNCED = re.compile(
    r"\b(?:following|below)\b.{0,40}\bexamples?\b|\bexamples?\b.{0,80}\b(?:illustrat\w+|provided|below|presented|follow)\b",
    re.IGNORECASE,
)
_TAGLINE = re.compile(r"\S\s+[\u2013\u2014]\s+\S|\([A-Z]\w*[A-Z]\w*\)")
_TOLD = re.compile(
    r"^(?:experiences?\s+(?:from|of|in)|efforts?\s+(?:of|by|in)|the\s+(?:example|case|story|experience)\s+of)\b",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:project|programme|program|foundation|cent(?:er|re)|network|association|partnership|initiative|municipality|"
    r"borough|city of|council|school|platform|organisation|organization|charity)s?\b",
    re.IGNORECASE,
)
_GOOD_PRACTICE = re.compile(r"\b(?:example of (?:a )?(?:good|best|promising) practice|pilot project)\b", re.IGNORECASE)
_ORDINAL = re.compile(
    r"^(?:(?:first|second|third|fourth|fifth)\s+(?:step|phase|stage|level)|(?:step|phase|stage|level)\s+\w+)\b",
    re.IGNORECASE,
)
CASE_SIGNS = 2  # so many make a heading without a box that of a case study


@dataclass(frozen=True)
class Label:
    """What the beginning of a block says that it is.

    Attributes:
        number: as the document has it, or None.
        title: what follows the label; empty where nothing does.
    """

    kind: Kind
    number: str | None
    title: str


def label(text: str, among: Listed | None = None) -> Label | None:
    """The lesson or recommendation that `text` opens, if it says so.

    Args:
        text: of a heading or a paragraph.
        among: what the section holds; then "R1" or "L1" counts too.
    """
    found = _LABEL.match(text) or (_SHORT.match(text) if among else None)
    if found is None:
        return None
    if not found["mark"].strip() and found["rest"][:1].islower():
        return None  # "Lesson 3 was the hardest": a sentence about it
    word = found["word"].lower()
    kind: Kind = "lesson" if word.startswith("l") else "recommendation"
    return Label(kind, found["number"], found["rest"].strip())


def case_label(text: str) -> Label | None:
    """The case study that a heading names as such: "Case study 3: …", "Good practice: …"."""
    found = _CASE.match(text)
    if found is None or _NO_CASE.search(found["rest"]):  # "Box 1: Key terms"
        return None
    return Label("case", found["number"], found["rest"].strip() or text)


def holds(heading: str) -> Listed | None:
    """What a section with this heading lists: lessons, recommendations or neither."""
    if _RECOMMENDATIONS.search(heading):
        return "recommendation"
    return "lesson" if _LESSONS.search(heading) else None


def numbered(heading: str) -> tuple[str | None, str]:
    """The number that a heading begins with, and the rest of it."""
    found = NUMBERED.match(heading)
    rest = heading[len(found[1]) :].lstrip(".) ") if found else heading
    return found[1] if found else None, rest.strip("*_ ") or rest


def is_plain_list(heading: str) -> bool:
    """Whether a section is so plainly a list of lessons or recommendations that bullets in it are such."""
    return holds(heading) is not None and len(heading.split()) <= 6


def mark_number(mark: str) -> str | None:
    """The number of a list mark, "3" for "(3)", or None for bullets and letters."""
    number = mark.strip("().")
    return number if number.isdigit() else None


def boxed_case(blocks: Sequence[Block]) -> bool:
    """Whether the blocks of a box are a case study: they have a title, and are no summary, definition and such."""
    first = blocks[0].text
    if len(blocks) < 2 or not (blocks[0].level or case_label(first)):
        return False
    lessons = any(label(b.text) for b in blocks)
    return not lessons and (case_label(first) is not None or not _NO_CASE.search(first))


def reads_as_case(heading: str, after: Sequence[Block], before: str) -> bool:
    """Whether a heading without a box opens a case study, by what documents write round them.

    Args:
        heading: as it stands.
        after: the blocks up to the next heading.
        before: the text just before the heading.
    """
    if not after or _NO_CASE.search(heading) or numbered(heading)[0] or is_step(heading):
        return False
    opening = " ".join(block.text for block in after[:2])
    signs = (
        bool(_TAGLINE.search(heading))
        + bool(_TOLD.search(heading))
        + bool(_BODY.search(heading))
        + any(closes(block.text) for block in after)
        + 2 * bool(_GOOD_PRACTICE.search(opening))
        + bool(_ANNOUNCED.search(before))
    )
    return signs >= CASE_SIGNS


def closes(text: str) -> bool:
    """Whether a paragraph ends a case study: "More information on … is available at …"."""
    return _CLOSES.match(text) is not None


def leads_in(text: str) -> bool:
    """Whether a paragraph announces lessons: "The following lessons were drawn …"."""
    return _LEADS_IN.search(text) is not None


def is_step(heading: str) -> bool:
    """Whether a heading is one of a row within a text: "First level", "Step 2"."""
    return len(heading.split()) <= 6 and _ORDINAL.match(heading) is not None
