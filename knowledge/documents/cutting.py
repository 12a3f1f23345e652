"""Cuts the blocks of a document into passages, by its own headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from knowledge.documents import found
from knowledge.documents.block import Block, Reading
from knowledge.documents.found import Kind, Label
from knowledge.documents.passage import Passage, first_words, laid_out, parts

NOTES = "Notes"
JOIN = " › "  # between the headings that lead to a passage
# What programs put for a title: the name of a file, or nothing of their own.
_NO_TITLE = re.compile(
    r"^(?:microsoft \w+ - .*|untitled.*|(?:new )?document ?\d*|title|\S{1,3})$|\.\w{2,4}$", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass
class _Piece:
    kind: Kind
    number: str | None
    title: str
    section: str
    heading: Block | None = None
    level: int = 0
    boxed: bool = False
    closed: bool = False
    leads: bool = False  # whether its heading is the section of what comes next
    blocks: list[Block] = field(default_factory=list)


def title_of(reading: Reading) -> str:
    """The title of a document: its own, or the first heading; of several on the cover, the longest."""
    cover = _cover(reading)
    if reading.title and not _NO_TITLE.search(reading.title):
        return reading.title
    if cover:
        return max((block.text for block in cover), key=len)
    first = next((block.text for block in reading.blocks if block.level), "")
    return "" if found.numbered(first)[0] else first  # "1. Introduction" names no document


def cut(reading: Reading, title: str = "") -> list[Passage]:
    """The passages of a document, in its order; every block stands in one of them.

    A heading is the title or the section of a passage, or stands in its text. Notes follow the section they stand in.

    Args:
        reading: the document.
        title: of the document, where it has none itself.
    """
    return list(_Cutter(reading, title_of(reading) or title).passages())


def _cover(reading: Reading) -> list[Block]:
    """Headings one after the other before any text, but the last, where levels are only guessed."""
    first = next((i for i, block in enumerate(reading.blocks) if not block.level), len(reading.blocks))
    return [] if reading.levels_known or first < 2 else reading.blocks[: first - 1]


class _Cutter:
    def __init__(self, reading: Reading, title: str) -> None:
        self._title = title
        self._known = reading.levels_known
        self._cover = _cover(reading)
        blocks = reading.blocks[len(self._cover) :]
        self._blocks: list[Block] = []
        self._notes: dict[int, list[Block]] = {}  # by how many blocks of the text stand before them
        for block in blocks:
            if block.note:
                self._notes.setdefault(len(self._blocks), []).append(block)
            elif self._blocks and self._goes_on(self._blocks[-1], block):
                last = self._blocks[-1]
                self._blocks[-1] = replace(last, text=f"{last.text} {block.text}")
            else:
                self._blocks.append(block)
        self._labels = {named.kind for block in self._blocks if (named := found.label(block.text))}
        self._runs = self._box_runs()
        self._guess = not any(found.boxed_case(self._blocks[a:b]) for a, b in self._runs.items())
        self._stack: list[Block] = []
        self._piece = _Piece("passage", None, self._title, "")
        self._waiting: list[Block] = []  # notes of the section
        self._ended_notes: list[_Piece] = []  # of sections that have ended

    def passages(self) -> Iterator[Passage]:
        if any(block.text != self._title for block in self._cover):
            yield Passage("passage", None, self._title, self._cover[0].page, self._title, laid_out(self._cover))
        for piece in self._pieces():
            yield from self._finished(piece)

    def _goes_on(self, last: Block, block: Block) -> bool:
        """Whether a paragraph is the rest of the last, from which the end of a page or a note parted it."""
        parted = not self._known or last.page != block.page
        text = not (last.level or block.level or block.mark) and last.box == block.box
        return parted and text and block.text[0].islower() and not _SENTENCE_END.search(last.text)

    def _pieces(self) -> Iterator[_Piece]:
        at = 0
        while at < len(self._blocks):
            self._waiting += self._notes.get(at, [])
            end = self._runs.get(at)
            box = self._blocks[at:end] if end else []
            if end and found.boxed_case(box):
                yield from self._open(self._case(box[0], boxed=True))
                self._piece.blocks += box[1:] if box[0].level else box
                for inside in range(at + 1, end):
                    self._waiting += self._notes.get(inside, [])
                at = end
                continue
            yield from self._step(at)
            at += 1
        self._waiting += self._notes.get(at, [])
        self._end_notes()
        self._stack = []  # a heading that nothing follows leads to nothing
        yield from self._open(_Piece("passage", None, "", ""))

    def _step(self, at: int) -> Iterator[_Piece]:
        block, piece = self._blocks[at], self._piece
        among = self._listing()
        if named := found.label(block.text, among):
            yield from self._open(self._labelled(block, named))
        elif block.level:
            yield from self._heading(at)
        elif among and self._is_listed(block, among):
            number = found.mark_number(block.mark)
            yield from self._open(self._labelled(block, Label(among, number, "")))
        else:
            left = (self._from_list() and not block.depth) or piece.boxed or piece.closed
            if left or (piece.kind != "passage" and self._announces(at)):
                yield from self._open(self._plain())
            self._piece.blocks.append(block)
            if self._piece.kind == "case" and not self._known and found.closes(block.text):
                self._piece.closed = True

    def _heading(self, at: int) -> Iterator[_Piece]:
        block, piece = self._blocks[at], self._piece
        if self._is_case(at):
            yield from self._open(self._case(block))
        elif self._listing() and found.numbered(block.text)[0] and self._stack and block.level > self._stack[-1].level:
            number, title = found.numbered(block.text)
            yield from self._open(self._labelled(block, Label(self._listing() or "lesson", number, title)))
        elif piece.kind != "passage" and not piece.closed and not piece.boxed and self._belongs(block, piece):
            piece.blocks.append(block)
        else:
            self._leave(block.level)
            number, title = found.numbered(block.text)
            yield from self._open(_Piece("passage", number, title, self._path() or block.text, block, block.level))
            self._stack.append(block)

    def _belongs(self, block: Block, piece: _Piece) -> bool:
        """Whether a heading stands within a lesson or case study."""
        if self._known:
            return piece.heading is not None and piece.level > 0 and block.level > piece.level
        return piece.kind == "case" and found.is_step(block.text)

    def _is_case(self, at: int) -> bool:
        block = self._blocks[at]
        if found.case_label(block.text):
            return True
        if not self._guess or (self._known and block.level == 1):
            return False
        after = []
        for following in self._blocks[at + 1 : at + 30]:
            if following.level:
                break
            after.append(following)
        before = self._blocks[at - 1].text if at else ""
        return found.reads_as_case(block.text, after, before)

    def _announces(self, at: int) -> bool:
        """Whether a paragraph leads in to lessons that come next."""
        following = self._blocks[at + 1] if at + 1 < len(self._blocks) else None
        return following is not None and found.leads_in(self._blocks[at].text) and bool(found.label(following.text))

    def _is_listed(self, block: Block, kind: found.Listed) -> bool:
        """Whether an item of a list is a lesson or recommendation of its own, in a section that lists them."""
        if not block.mark or block.depth != 1 or kind in self._labels:
            return False
        numbered = found.mark_number(block.mark) is not None
        if self._from_list():  # the next item of the same list
            return numbered == (found.mark_number(self._piece.blocks[0].mark) is not None)
        return self._piece.kind == "passage" and (numbered or any(found.is_plain_list(b.text) for b in self._stack))

    def _from_list(self) -> bool:
        """Whether the lesson or recommendation at hand is an item of a list."""
        piece = self._piece
        return piece.kind != "passage" and piece.heading is None and bool(piece.blocks and piece.blocks[0].mark)

    def _listing(self) -> found.Listed | None:
        """What the sections around list, the innermost first."""
        kinds = (found.holds(block.text) for block in reversed(self._stack) if block.text != self._title)
        return next((kind for kind in kinds if kind), None)

    def _path(self) -> str:
        return JOIN.join(block.text for block in self._stack if block.text != self._title)

    def _open(self, piece: _Piece) -> Iterator[_Piece]:
        ended, self._piece = self._piece, piece
        ended.leads = any(block is ended.heading for block in self._stack)
        yield ended
        yield from self._ended_notes
        self._ended_notes = []

    def _leave(self, level: int) -> None:
        """Ends the sections that a heading of this level does not stand in, and with them their notes."""
        if self._stack and self._stack[-1].level >= level:
            self._end_notes()
        while self._stack and self._stack[-1].level >= level:
            self._stack.pop()

    def _plain(self) -> _Piece:
        """The section that a lesson or case study stood in, which goes on after it."""
        if not self._stack:
            return _Piece("passage", None, self._title, self._title)
        number, title = found.numbered(self._stack[-1].text)
        return _Piece("passage", number, title, self._path() or self._stack[-1].text)

    def _labelled(self, block: Block, named: Label) -> _Piece:
        if block.level and self._known:
            self._leave(block.level)
        title = named.title if block.level and named.title else ""
        piece = _Piece(named.kind, named.number, title, self._path(), level=block.level)
        if block.level:
            piece.heading = block
        else:
            piece.blocks.append(block)
        word = f"{named.kind} {named.number or ''}".strip()
        piece.title = title or word[:1].upper() + word[1:]
        return piece

    def _case(self, block: Block, boxed: bool = False) -> _Piece:
        if self._known and not boxed:
            self._leave(block.level)
        named = found.case_label(block.text)
        title = named.title if named else block.text
        title = title if block.level else first_words(title)
        number = named.number if named else None
        return _Piece("case", number, title, self._path(), block, block.level, boxed)

    def _end_notes(self) -> None:
        if self._waiting:
            section = self._path() or self._title
            self._ended_notes.append(_Piece("passage", None, NOTES, section, blocks=self._waiting))
            self._waiting = []

    def _finished(self, piece: _Piece) -> Iterator[Passage]:
        heading = piece.heading
        blocks = piece.blocks
        if not blocks:
            if heading is None or piece.leads or heading.text == self._title:
                return
            blocks = [heading]  # a title with no text, such as a recommendation of one line
        for part in parts(blocks) if piece.kind == "passage" else [blocks]:
            page = (heading or part[0]).page if part[0] is blocks[0] else part[0].page
            title = piece.title or self._title or first_words(part[0].text)
            yield Passage(piece.kind, piece.number, title, page, piece.section or self._title or title, laid_out(part))

    def _box_runs(self) -> dict[int, int]:
        """Where each box begins and ends."""
        runs: dict[int, int] = {}
        start = 0
        for at, block in enumerate(self._blocks):
            if at and block.box != self._blocks[at - 1].box:
                start = at
            if block.box:
                runs[start] = at + 1
        return runs
