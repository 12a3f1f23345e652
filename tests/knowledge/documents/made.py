"""Small documents, made here, in each format that can be read."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, StreamObject

TITLE = "Neighbours who listen"
OPENING = "People on a street know each other. They seldom talk about what worries them."
LESSON = "Begin with the people who already meet. They know whom to ask."
SMALL = "A cup of tea is enough for a first evening. Nobody has to speak."
TOLD = "Three neighbours opened a kitchen in 2015. Within a year forty people came each week."
FIRST, SECOND = "Give every group a key to the hall.", "Pay those who keep the door open."


class Row(NamedTuple):
    """A line of a page: distances in points from the left and the top."""

    text: str
    top: float
    size: float = 11
    bold: bool = False
    left: float = 72


def pdf(path: Path, pages: Sequence[Sequence[Row]], box: tuple[float, float, float, float] | None = None) -> Path:
    """Writes a PDF file of A4 pages; `box` is drawn round a part of the first page: left, top, width, height."""
    writer = PdfWriter()
    fonts = DictionaryObject({NameObject(f"/{n}"): _font(f) for n, f in (("F", "Helvetica"), ("B", "Helvetica-Bold"))})
    for number, rows in enumerate(pages):
        page = writer.add_blank_page(595, 842)
        parts = [
            f"BT /{'B' if row.bold else 'F'} {row.size} Tf {row.left} {842 - row.top} Td ({_escaped(row.text)}) Tj ET"
            for row in rows
        ]
        if box and number == 0:
            left, top, width, height = box
            parts.insert(0, f"0.9 g {left} {842 - top - height} {width} {height} re f 0 g")
        stream = StreamObject()
        stream.set_data("\n".join(parts).encode("cp1252"))
        page[NameObject("/Contents")] = writer._add_object(stream)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/MediaBox")] = ArrayObject(FloatObject(n) for n in (0, 0, 595, 842))
    writer.write(str(path))
    return path


def _font(name: str) -> DictionaryObject:
    names = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": f"/{name}", "/Encoding": "/WinAnsiEncoding"}
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def guide_pdf(path: Path) -> Path:
    """The guide as a PDF file of two pages."""
    first = [
        Row(TITLE, 80, 22),
        Row("1. Why it matters", 130, 15),
        Row("People on a street know each other. They sel-", 160),
        Row("dom talk about what worries them.", 174),
        Row("Lesson 1.1", 204, 11, True),
        Row("Begin with the people who already meet. They", 220),
        Row("know whom to ask.", 234),
        Row("Lesson 1.2: Start small", 264, 11, True),
        Row(SMALL, 280),
        Row("The Tea Room — a kitchen on Harbour Street", 330, 11, True, 80),
        Row("Three neighbours opened a kitchen in 2015.", 346, left=80),
        Row("Within a year forty people came each week.", 360, left=80),
    ]
    second = [
        Row("2. Recommendations", 80, 15),
        Row(f"1. {FIRST}", 110),
        Row(f"2. {SECOND}", 126),
    ]
    return pdf(path, [first, second], (72, 310, 450, 70))


def guide_word(path: Path) -> Path:
    """The guide as a Word document."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    document.add_heading("1. Why it matters", 1)
    document.add_paragraph(OPENING)
    document.add_heading("Lesson 1.1", 2)
    document.add_paragraph(LESSON)
    document.add_heading("Lesson 1.2: Start small", 2)
    document.add_paragraph(SMALL)
    cell = document.add_table(1, 1).rows[0].cells[0]
    cell.paragraphs[0].add_run("The Tea Room — a kitchen on Harbour Street").bold = True
    cell.add_paragraph(TOLD)
    document.add_heading("2. Recommendations", 1)
    for text in (FIRST, SECOND):
        document.add_paragraph(text, style="List Number")
    document.save(str(path))
    return path


def bordered(paragraph: Paragraph) -> None:
    """Draws a box round a paragraph of a Word document."""
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        line = OxmlElement(f"w:{side}")
        line.set(qn("w:val"), "single")
        borders.append(line)
    paragraph._p.get_or_add_pPr().append(borders)


def guide_html(path: Path) -> Path:
    """The guide as a page on the web, with a menu and a script."""
    path.write_text(
        f"""<!doctype html><html><head><meta charset="utf-8"><title>{TITLE}</title><style>p {{}}</style></head><body>
        <nav><a href="/">Home</a></nav><h1>{TITLE}</h1><h2>1. Why it matters</h2><p>{OPENING}</p>
        <h3>Lesson 1.1</h3><p>{LESSON.replace("people", "<em>people</em>")}</p>
        <h3>Lesson 1.2: Start small</h3><p>{SMALL}</p>
        <div class="case-box"><p><strong>The Tea Room — a kitchen on Harbour Street</strong></p><p>{TOLD}</p></div>
        <h2>2. Recommendations</h2><ol><li>{FIRST}</li><li><p>{SECOND}</p></li></ol>
        <script>alert("no text")</script></body></html>""",
        encoding="utf-8",
    )
    return path


def guide_markdown(path: Path) -> Path:
    """The guide as Markdown."""
    path.write_text(
        f"""# {TITLE}\n\n## 1. Why it matters\n\n{OPENING}\n\n### Lesson 1.1\n\n{LESSON.replace("people", "*people*")}

### Lesson 1.2: Start small\n\n{SMALL}

> **The Tea Room — a kitchen on Harbour Street**
>
> {TOLD}

## 2. Recommendations\n\n1. {FIRST}\n2. {SECOND}\n""",
        encoding="utf-8",
    )
    return path


def guide_text(path: Path) -> Path:
    """The guide as plain text, its lines broken."""
    opening = OPENING.replace("seldom", "sel-\ndom")
    path.write_text(
        f"""{TITLE}\n\n1. Why it matters\n\n{opening}

Lesson 1.1\n\n{LESSON}\n\nLesson 1.2: Start small\n\n{SMALL}

Case study: The Tea Room — a kitchen on Harbour Street\n\n{TOLD}

2. Recommendations\n\n1. {FIRST}\n2. {SECOND}\n""",
        encoding="utf-8",
    )
    return path


GUIDES = {
    ".pdf": guide_pdf,
    ".docx": guide_word,
    ".html": guide_html,
    ".md": guide_markdown,
    ".txt": guide_text,
}
