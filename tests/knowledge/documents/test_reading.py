"""What each reader makes of a document, beyond the guide that all of them read."""

from pathlib import Path

import docx
import matplotlib
import pypdf
import pytest

from knowledge.documents.block import DocumentError
from knowledge.documents.cutting import cut
from knowledge.documents.reading import read
from tests.knowledge.documents import made
from tests.knowledge.documents.made import Row


def texts(path: Path) -> list[str]:
    """The texts of the blocks of a document."""
    return [block.text for block in read(path).blocks]


def written(folder: Path, name: str, text: str) -> Path:
    """A file with this text."""
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_hyphen_stays_where_the_rest_of_the_document_has_it(tmp_path: Path) -> None:
    text = "A well-known way.\n\nThis is a well-\nknown way of co-\noperating with neigh-\nbours.\n\nNeighbours help."
    assert texts(written(tmp_path, "a.txt", text))[1] == "This is a well-known way of cooperating with neighbours."


def test_a_hyphen_stays_between_two_words_that_stand_alone_elsewhere(tmp_path: Path) -> None:
    text = "The work is community-\nbased and long.\n\nThe community is what it is based on."
    assert texts(written(tmp_path, "a.txt", text))[0] == "The work is community-based and long."


def test_white_space_is_normalised_and_nothing_else(tmp_path: Path) -> None:
    assert texts(written(tmp_path, "a.txt", "\ufeffOne\u00a0 two \tthree\x00;\nfour – “five” …")) == [
        "One two three; four – “five” …"
    ]


def test_heads_feet_and_page_numbers_are_no_text(tmp_path: Path) -> None:
    pages = [
        [Row("The guide, volume 1", 30, 8), Row(f"Words of page {word}.", 400), Row(f"Page {n} of 4", 820, 8)]
        for n, word in enumerate(("one", "two", "three", "four"), 1)
    ]
    assert texts(made.pdf(tmp_path / "a.pdf", pages)) == [
        f"Words of page {w}." for w in ("one", "two", "three", "four")
    ]


def test_a_paragraph_runs_over_the_end_of_a_page_and_past_its_notes(tmp_path: Path) -> None:
    filler = [Row("A line of the body that is long enough to be one.", 100 + 14 * n) for n in range(20)]
    first = [*filler, Row("This sentence goes on with many", 600), Row("1 A note in small letters.", 780, 7)]
    passages = cut(read(made.pdf(tmp_path / "a.pdf", [first, [Row("more words on the next page.", 80)]])))
    assert any("goes on with many more words on the next page." in p.text for p in passages)
    assert [p.text for p in passages if p.title == "Notes"] == ["1 A note in small letters."]


def test_a_pdf_that_matplotlib_wrote_is_read(tmp_path: Path) -> None:
    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 11))
    figure.text(0.1, 0.9, "A large heading", fontsize=20)
    for row in range(4):
        figure.text(0.1, 0.8 - row / 50, f"Line {row} of a text in small letters", fontsize=10)
    figure.savefig(tmp_path / "a.pdf")
    blocks = read(tmp_path / "a.pdf").blocks
    assert (blocks[0].text, blocks[0].level) == ("A large heading", 1)
    assert blocks[1].text.startswith("Line 0 of a text in small letters Line 1")


def test_a_page_without_text_is_told(tmp_path: Path) -> None:
    reading = read(made.pdf(tmp_path / "a.pdf", [[Row("Some words.", 100)], []]))
    assert (reading.pages, reading.without_text) == (2, (2,))


def test_word_keeps_text_boxes_borders_tables_and_numbers(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Where we met", 1)
    for text in ("The corner shop", "It sells bread. People stay to talk."):
        paragraph = document.add_paragraph()
        paragraph.add_run(text).bold = text == "The corner shop"
        made.bordered(paragraph)
    document.add_paragraph("After the box.")
    row = document.add_table(1, 2).rows[0]
    row.cells[0].text, row.cells[1].text = "left", "right"
    document.save(str(tmp_path / "a.docx"))
    blocks = read(tmp_path / "a.docx").blocks
    assert [(b.text, b.box) for b in blocks] == [
        ("Where we met", 0),
        ("The corner shop", 1),
        ("It sells bread. People stay to talk.", 1),
        ("After the box.", 0),
        ("left | right", 0),
    ]
    assert [p.kind for p in cut(read(tmp_path / "a.docx"))] == ["case", "passage"]


def test_html_leaves_menus_scripts_and_comments_out(tmp_path: Path) -> None:
    shown = "<p>One<br>two <b>three</b>.<script>x()</script></p><ul><li>four<ul><li>five</ul></ul>"
    page = f"<nav>Menu</nav><!-- no -->{shown}"
    assert texts(written(tmp_path, "a.html", page)) == ["One two three.", "four", "five"]


def test_markdown_is_read_as_it_is_shown(tmp_path: Path) -> None:
    page = (
        "---\ntitle: The guide\n---\n# One\n\nSee [the *site*](https://x.org).\n\n- a\n  - b\n\n"
        "| c | d |\n|---|---|\n| e | f |\n"
    )
    reading = read(written(tmp_path, "a.md", page))
    assert reading.title == "The guide"
    assert [(b.text, b.mark, b.depth, b.place) for b in reading.blocks] == [
        ("One", "", 0, "line 4"),
        ("See the site.", "", 0, "line 6"),
        ("a", "-", 1, "line 8"),
        ("b", "-", 2, "line 9"),
        ("c | d", "", 0, "line 11"),
        ("e | f", "", 0, "line 13"),
    ]


def test_a_file_with_a_password_says_so(tmp_path: Path) -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    writer.write(str(tmp_path / "a.pdf"))
    with pytest.raises(DocumentError, match="encrypted"):
        read(tmp_path / "a.pdf")


@pytest.mark.parametrize("suffix", [".pdf", ".docx"])
def test_a_file_cut_off_in_the_middle_is_broken(tmp_path: Path, suffix: str) -> None:
    path = made.GUIDES[suffix](tmp_path / f"a{suffix}")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    try:
        assert read(path).blocks == []  # what pypdf can still mend of it holds no page
    except DocumentError as error:
        assert "broken" in str(error) and "\n" not in str(error)
