"""Lines of a page of a PDF file: their text, place, size and weight, and the drawn boxes that they stand in."""

import math
from collections import Counter
from collections.abc import Callable
from typing import Any, NamedTuple

MIN_BOX_WIDTH = 0.3  # of the page; what is narrower is a cell, a bar or a rule
MIN_BOX_HEIGHT = 28.0  # points: two lines of text
MAX_BOX_AREA = 0.85  # of the page; what is larger is its background
_FILLS = {b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"}
_STROKES = {b"S", b"s", b"B", b"B*", b"b", b"b*"}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})

Rectangle = tuple[float, float, float, float]  # left, bottom, right, top, in points


class Line(NamedTuple):
    """A line of text; places and sizes in points, from the lower left corner of the page."""

    text: str
    page: int
    x: float
    y: float
    size: float
    bold: bool
    box: int  # index of the rectangle of the page that it stands in, from 1; 0 for none


def page_lines(page: Any, number: int) -> list[Line]:
    """The lines of a pypdf page that hold text, in the order of the file."""
    gather = _Gather(number)
    boxes = _Boxes(float(page.mediabox.width), float(page.mediabox.height))
    page.extract_text(visitor_text=gather.text, visitor_operand_before=boxes.operand)
    gather.end()
    return [line._replace(box=boxes.around(line.x, line.y)) for line in gather.lines]


class _Gather:
    """Takes the pieces of text that pypdf gives, and makes lines of them."""

    def __init__(self, page: int) -> None:
        self.lines: list[Line] = []
        self._page = page
        self._pieces: list[tuple[str, float, float, float, bool]] = []

    def text(self, text: str, cm: Any, tm: Any, font: Any, size: float) -> None:
        matrix = _times(tm, cm)
        height = float(size) * math.hypot(matrix[2], matrix[3])
        bold = _is_bold(font)
        for position, piece in enumerate(text.split("\n")):
            if position:
                self.end()
            if piece:
                self._pieces.append((piece, matrix[4], matrix[5], height, bold))

    def end(self) -> None:
        """Ends the line."""
        pieces, self._pieces = self._pieces, []
        text = "".join(piece for piece, *_ in pieces).translate(_LIGATURES)
        told = [piece for piece in pieces if piece[0].strip()]
        if not told:
            return
        sizes: Counter[float] = Counter()
        for piece, _, _, height, _ in told:
            sizes[round(height * 2) / 2] += len(piece)
        bold = sum(len(piece[0]) * (1 if piece[4] else -1) for piece in told) > 0
        x = min(piece[1] for piece in told)
        self.lines.append(Line(text, self._page, x, told[0][2], sizes.most_common(1)[0][0], bold, 0))


class _Boxes:
    """Watches what a page draws, and keeps the rectangles that are large enough to be boxes round text."""

    def __init__(self, width: float, height: float) -> None:
        self._width, self._height = width, height
        self._path: list[tuple[float, float]] = []
        self._rectangles: list[Rectangle] = []  # of the path that is not painted yet
        self._white = False
        self._kept: list[Rectangle] = []
        self._do: dict[bytes, Callable[[list[float], Any], None]] = {
            b"re": self._rectangle, b"m": self._move, b"l": self._line,
        }  # fmt: skip

    def operand(self, operator: Any, operands: Any, cm: Any, _tm: Any) -> None:
        if operator in (b"g", b"rg", b"sc", b"scn", b"k"):
            numbers = _numbers(operands)
            self._white = bool(numbers) and all(n == (operator != b"k") for n in numbers)
        elif operator in self._do:
            self._do[operator](_numbers(operands), cm)
        elif operator in _FILLS or operator in _STROKES:
            self._close()
            if operator in _STROKES or not self._white:
                for found in self._rectangles:
                    self._keep(found)
            self._rectangles = []
        elif operator == b"n":
            self._path, self._rectangles = [], []

    def around(self, x: float, y: float) -> int:
        """The number of the smallest box around a point, 0 for none."""
        found = [
            ((right - left) * (top - bottom), number)
            for number, (left, bottom, right, top) in enumerate(self._kept, 1)
            if left - 2 <= x <= right and bottom - 2 <= y <= top
        ]
        return min(found)[1] if found else 0

    def _rectangle(self, numbers: list[float], cm: Any) -> None:
        if len(numbers) == 4:
            x, y, width, height = numbers
            self._rectangles.append(_hull([_moved(x, y, cm), _moved(x + width, y + height, cm)]))

    def _move(self, numbers: list[float], cm: Any) -> None:
        self._close()
        self._line(numbers, cm)

    def _line(self, numbers: list[float], cm: Any) -> None:
        if len(numbers) == 2:
            self._path.append(_moved(numbers[0], numbers[1], cm))

    def _close(self) -> None:
        corners = set(self._path)
        if len(corners) == 4 and len({x for x, _ in corners}) == len({y for _, y in corners}) == 2:
            self._rectangles.append(_hull(self._path))
        self._path = []

    def _keep(self, found: Rectangle) -> None:
        width, height = found[2] - found[0], found[3] - found[1]
        large = width >= MIN_BOX_WIDTH * self._width and height >= MIN_BOX_HEIGHT
        background = width * height > MAX_BOX_AREA * self._width * self._height
        # A box is often filled first and then lined: the same one, but for half the width of the line.
        again = any(all(abs(a - b) < 3 for a, b in zip(found, kept, strict=True)) for kept in self._kept)
        if large and not background and not again:
            self._kept.append(found)


def _numbers(operands: Any) -> list[float]:
    try:
        return [float(operand) for operand in operands]
    except (TypeError, ValueError):
        return []


def _hull(points: list[tuple[float, float]]) -> Rectangle:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _moved(x: float, y: float, m: Any) -> tuple[float, float]:
    return round(x * m[0] + y * m[2] + m[4], 1), round(x * m[1] + y * m[3] + m[5], 1)


def _times(a: Any, b: Any) -> list[float]:
    return [
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    ]


def _is_bold(font: Any) -> bool:
    name = str(font.get("/BaseFont", "")).lower() if font else ""
    return any(word in name for word in ("bold", "black", "heavy", "semibold", "demi"))
