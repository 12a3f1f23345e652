"""Reads the text of documents, in parts that a person can find again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import docx
import pypdf
from docx.opc.exceptions import PackageNotFoundError
from pypdf.errors import PyPdfError


class DocumentError(Exception):
    """A document cannot be read; the message names it and says why."""


@dataclass(frozen=True)
class Part:
    """A part of a document.

    Attributes:
        place: for people, such as "line 3", "paragraph 3" or "page 3".
        text: of the part.
    """

    place: str
    text: str


def read(path: Path) -> list[Part]:
    """The parts of a document that hold text.

    Raises:
        DocumentError: if it is of no known kind, missing, encrypted or broken.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise DocumentError(f"{path}: this kind of file cannot be read; {', '.join(READERS)} can.")
    try:
        return [part for part in reader(path) if part.text.strip()]
    except FileNotFoundError:
        raise DocumentError(f"{path}: there is no such file.") from None
    except OSError as error:
        raise DocumentError(f"{path}: cannot be read ({error.strerror or error}).") from None
    except UnicodeDecodeError:
        raise DocumentError(f"{path}: this is not UTF-8 text.") from None
    except (PyPdfError, PackageNotFoundError, KeyError, ValueError) as error:
        raise DocumentError(f"{path}: the file is broken or encrypted ({error}).") from None


def _paragraphs(path: Path) -> Iterator[Part]:
    """Paragraphs of plain text: lines that no empty line parts belong together, since sentences run over their ends."""
    lines: list[str] = []
    start = 1
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        if line.strip():
            if not lines:
                start = number
            lines.append(line)
        elif lines:
            yield Part(f"line {start}", "\n".join(lines))
            lines = []


def _word(path: Path) -> Iterator[Part]:
    document = docx.Document(str(path))
    number = 0
    for paragraph in document.iter_inner_content():
        if isinstance(paragraph, docx.table.Table):
            for row, cells in enumerate(paragraph.rows, 1):
                for text in dict.fromkeys(cell.text for cell in cells.cells):
                    yield Part(f"table after paragraph {number}, row {row}", text)
        else:
            number += 1
            yield Part(f"paragraph {number}", paragraph.text)


def _pdf(path: Path) -> Iterator[Part]:
    with path.open("rb") as file:
        pages = pypdf.PdfReader(file).pages
        for number, page in enumerate(pages, 1):
            yield Part(f"page {number}", page.extract_text())


READERS: Mapping[str, Callable[[Path], Iterator[Part]]] = {
    ".txt": _paragraphs,
    ".md": _paragraphs,
    ".docx": _word,
    ".pdf": _pdf,
}
