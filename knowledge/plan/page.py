"""What a plan or a handout looks like to those who write it as a file: headings and lines, nothing else."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

Shape = Literal["numbered", "bullets", "text", "sources"]
# Right-to-left marks that run on could turn round what follows them.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LEFT_OUT = {"Cc", "Cs", "Cn", "Co"}  # control signs, halves of signs, and what no font can show


@dataclass(frozen=True)
class Line:
    """One statement.

    Attributes:
        id: of the sentence that it is: of an item (`lesson-2.5.steps.0`), a situation, a phrase or the paper.
        text: it, as plain text.
        sources: numbers of its sources in the list of the page.
    """

    id: str
    text: str
    sources: tuple[int, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its lines.

    Attributes:
        heading: of the part.
        shape: how the lines stand.
        lines: at least one.
        lead: what stands before the list.
        closing: what stands after it.
        narrow: whether two such parts may stand side by side.
    """

    heading: str
    shape: Shape
    lines: tuple[Line, ...]
    lead: Line | None = None
    closing: Line | None = None
    narrow: bool = False


@dataclass(frozen=True)
class Page:
    """A whole sheet.

    Attributes:
        kind: what it is, such as "A plan to take away".
        title: what it is about.
        intro: what stands before the first heading.
        sections: in order.
        mark: puts the number of a source after a sentence; holds `{number}`.
    """

    kind: str
    title: str
    intro: tuple[Line, ...]
    sections: tuple[Section, ...]
    mark: str

    @classmethod
    def of(cls, kind: str, title: str, intro: tuple[Line, ...], sections: Iterable[Section], mark: str) -> "Page":
        """A sheet without the sections that have no lines."""
        return cls(kind, title, intro, tuple(section for section in sections if section.lines), mark)

    @property
    def name(self) -> str:
        """The title as a file shows it outside the page."""
        return f"{self.kind}: {self.title}"

    def lines(self) -> list[Line]:
        """Every line, in the order of reading."""
        found = list(self.intro)
        for section in self.sections:
            found += [line for line in (section.lead, *section.lines, section.closing) if line is not None]
        return found

    def marks(self, line: Line) -> str:
        """The numbers of a line's sources, as they stand after it."""
        return " ".join(self.mark.format(number=number) for number in line.sources)

    def as_json(self) -> dict[str, Any]:
        """All that a reader sees, as plain data: each line with its text and its marks."""

        def shown(line: Line | None) -> dict[str, str] | None:
            return None if line is None else {"text": line.text, "marks": self.marks(line)}

        return {
            "kind": self.kind,
            "title": self.title,
            "intro": [shown(line) for line in self.intro],
            "sections": [
                {
                    "heading": section.heading,
                    "shape": section.shape,
                    "lead": shown(section.lead),
                    "lines": [shown(line) for line in section.lines],
                    "closing": shown(section.closing),
                    "narrow": section.narrow,
                }
                for section in self.sections
            ],
        }

    def tidied(self) -> "Page":
        """The same with every text on one line and without signs that no file may hold."""
        return replace(
            self,
            kind=tidy(self.kind),
            title=tidy(self.title),
            mark=tidy(self.mark),
            intro=tuple(map(_tidied, self.intro)),
            sections=tuple(
                replace(
                    section,
                    heading=tidy(section.heading),
                    lines=tuple(map(_tidied, section.lines)),
                    lead=_tidied(section.lead) if section.lead else None,
                    closing=_tidied(section.closing) if section.closing else None,
                )
                for section in self.sections
            ),
        )


def tidy(text: str) -> str:
    """`text` on one line, without control signs and the like."""
    spaced = _TURNING.sub("", re.sub(r"\s+", " ", text))
    return "".join(sign for sign in spaced if unicodedata.category(sign) not in _LEFT_OUT).strip()


def _tidied(line: Line) -> Line:
    return replace(line, text=tidy(line.text))
