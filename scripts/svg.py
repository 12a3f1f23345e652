"""The few shapes of which drawings of the architecture are made, as plain SVG text: same input, same bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

INK, MUTED, PAPER, LINE, ACCENT, TINT = "#20292b", "#55605d", "#fffdf9", "#b9b4a6", "#17605f", "#e4efec"
SANS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif"
MONO = "ui-monospace, 'DejaVu Sans Mono', monospace"
WIDTH_OF_LETTER = {"name": 7.4, "note": 6.3, "code": 6.8}  # pixels, of the widest font that may be taken
SPACE = 10  # between a box and its text
STEP = 17  # from line to line


@dataclass(frozen=True)
class Box:
    """A box with lines of text.

    Attributes:
        x, y, width: of its upper left corner, and how wide it is, in pixels.
        name: in bold, on the first line.
        notes: further lines.
        code: last line, as code.
        tinted: whether it is one of those that stand out.
    """

    x: float
    y: float
    width: float
    name: str
    notes: Sequence[str] = ()
    code: str = ""
    tinted: bool = False

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Its lines from above: kind and text."""
        return [
            ("name", self.name),
            *(("note", note) for note in self.notes),
            *([("code", self.code)] if self.code else []),
        ]

    @property
    def height(self) -> float:
        """In pixels."""
        return len(self.lines) * STEP + 14

    @property
    def top(self) -> tuple[float, float]:
        """The middle of its upper edge."""
        return self.x + self.width / 2, self.y

    @property
    def foot(self) -> tuple[float, float]:
        """The middle of its lower edge."""
        return self.x + self.width / 2, self.y + self.height

    def svg(self) -> str:
        """The box.

        Raises:
            ValueError: if a line is too long for it.
        """
        fill, edge = (TINT, ACCENT) if self.tinted else (PAPER, LINE)
        parts = [
            f'<rect x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}" rx="8"'
            f' fill="{fill}" stroke="{edge}" stroke-width="1.5"/>'
        ]
        for at, (kind, text) in enumerate(self.lines, 1):
            if len(text) * WIDTH_OF_LETTER[kind] > self.width - 2 * SPACE:
                raise ValueError(f"'{text}' is too long for a box of {self.width:g} pixels.")
            parts.append(words(self.x + SPACE, self.y + 3 + at * STEP, text, kind))
        return "\n".join(parts)


def words(x: float, y: float, text: str, kind: str = "note") -> str:
    """Text that begins at a point; `kind` is "name", "note" or "code"."""
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text, quote=False)}</text>'


def arrow(start: tuple[float, float], end: tuple[float, float], by: Sequence[tuple[float, float]] = ()) -> str:
    """A line with a head at its end, straight or by way of other points."""
    path = " L ".join(f"{x:g} {y:g}" for x, y in (start, *by, end))
    return f'<path d="M {path}" fill="none" stroke="{MUTED}" stroke-width="1.5" marker-end="url(#head)"/>'


def document(width: float, height: float, title: str, description: str, parts: Sequence[str]) -> str:
    """A whole file.

    Args:
        width, height: in pixels.
        title: what it shows, for who cannot see it.
        description: the same as it says, in sentences.
        parts: from back to front.
    """
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" width="{width:g}"'
        f' height="{height:g}" role="img" aria-labelledby="title about">',
        f'<title id="title">{escape(title, quote=False)}</title>',
        f'<desc id="about">{escape(description, quote=False)}</desc>',
        "<style>",
        f"text {{ font-family: {SANS}; fill: {INK}; }}",
        ".name { font-size: 13px; font-weight: 600; }",
        f".note {{ font-size: 12px; fill: {MUTED}; }}",
        f".code {{ font-size: 11px; font-family: {MONO}; fill: {ACCENT}; }}",
        "</style>",
        '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8"'
        f' orient="auto-start-reverse"><path d="M 0 1 L 9 5 L 0 9 z" fill="{MUTED}"/></marker></defs>',
        f'<rect width="{width:g}" height="{height:g}" rx="12" fill="{PAPER}"/>',
        *parts,
        "</svg>",
        "",
    ])  # fmt: skip
