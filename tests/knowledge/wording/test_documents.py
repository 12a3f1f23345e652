"""Documents are read in parts with a place, and a broken one is one clear sentence."""

from pathlib import Path

import docx
import pypdf
import pytest

from knowledge.wording.documents import DocumentError, read


def test_plain_text_by_paragraph_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Title\n\nOne line\nand its end.\n\n\nLast.\n", encoding="utf-8")
    assert [(p.place, p.text) for p in read(path)] == [
        ("line 1", "Title"),
        ("line 3", "One line and its end."),
        ("line 7", "Last."),
    ]


def test_markdown_as_it_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# Title\n\n- One *line*\n  and its end.\n", encoding="utf-8")
    assert [(p.place, p.text) for p in read(path)] == [("line 1", "Title"), ("line 3", "One line and its end.")]


def test_html_by_paragraph(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<h1>Title</h1><p>One line.</p>", encoding="utf-8")
    assert [(p.place, p.text) for p in read(path)] == [("paragraph 1", "Title"), ("paragraph 2", "One line.")]


def test_word_by_paragraph_and_table(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Hello.")
    document.add_table(1, 2).rows[0].cells[1].text = "In a cell."
    document.save(str(tmp_path / "a.docx"))
    assert [(p.place, p.text) for p in read(tmp_path / "a.docx")] == [
        ("paragraph 1", "Hello."),
        ("table after paragraph 1, row 1", "In a cell."),
    ]


def test_an_encrypted_pdf_says_so(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(str(tmp_path / "a.pdf"))
    with pytest.raises(DocumentError, match="encrypted"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.odt", b"x", "this kind of file cannot be read"),
        ("a.txt", b"\xff\xfe\xff", "not UTF-8"),
        ("a.pdf", b"nothing", "broken or encrypted"),
        ("a.docx", b"nothing", "broken or encrypted"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DocumentError, match=says):
        read(tmp_path / name)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DocumentError, match="there is no such file"):
        read(tmp_path / "a.txt")
