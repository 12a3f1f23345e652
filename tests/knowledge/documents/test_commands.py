"""`ingest`, `documents` and `forget`: what they say, what they write, and what they leave alone."""

from pathlib import Path

import docx
import pypdf
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from knowledge.cli import app
from knowledge.documents import commands
from knowledge.documents.ingest import name_of
from knowledge.documents.review import Document, Kept, Source, as_yaml, read_documents
from knowledge.faults import KnowledgeError
from tests.knowledge.documents import made

TEXT = f"1. Why\n\n{made.OPENING}\n\nLesson 1.10\n\n{made.LESSON}\n\nLesson 1.2\n\n{made.SMALL}\n"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(a) for a in arguments])
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where files for review go; it is made when there is something to write. There is no encoder."""
    monkeypatch.setenv("KNOWLEDGE_DOCUMENTS", str(tmp_path / "own"))
    monkeypatch.setenv("KNOWLEDGE_URL", f"file://{tmp_path / 'index'}")
    monkeypatch.setattr(commands, "ENCODER", tmp_path / "no encoder")
    return tmp_path / "own"


@pytest.fixture
def guide(tmp_path: Path) -> Path:
    """A document of plain text."""
    path = tmp_path / "Our Guide (2).txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_document_becomes_one_file_for_review(guide: Path, own: Path) -> None:
    code, out, err = run("ingest", guide)
    assert (code, err) == (0, "")
    assert "our-guide-2: 2 lessons and 1 passage from Our Guide (2).txt; look through" in out
    assert [path.name for path in own.iterdir()] == ["our-guide-2.yml"]
    document = read_documents(own)["our-guide-2"]
    assert (document.document.title, document.document.file) == ("Our Guide (2)", "Our Guide (2).txt")
    assert [(e.id, e.kind, e.number, e.title, e.section) for e in document.entries] == [
        ("doc-our-guide-2-1", "passage", "1", "Why", "1. Why"),
        ("doc-our-guide-2-2", "lesson", "1.10", "Lesson 1.10", "1. Why"),
        ("doc-our-guide-2-3", "lesson", "1.2", "Lesson 1.2", "1. Why"),
    ]
    assert document.entries[1].text == made.LESSON


def test_a_second_reading_of_the_same_file_does_nothing(guide: Path, own: Path) -> None:
    run("ingest", guide)
    path = own / "our-guide-2.yml"
    before = path.read_bytes(), path.stat().st_mtime_ns
    code, out, _ = run("ingest", guide)
    assert code == 0 and "has not changed since it was read; nothing was done" in out
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_copy_under_another_name_is_known(guide: Path, own: Path) -> None:
    run("ingest", guide)
    copy = guide.with_name("copy.txt")
    copy.write_bytes(guide.read_bytes())
    code, out, _ = run("ingest", copy)
    assert code == 0 and "is the same file as the document 'our-guide-2'" in out
    assert len(list(own.iterdir())) == 1


def test_what_changed_is_told_and_what_stayed_keeps_its_id(guide: Path, own: Path) -> None:
    run("ingest", guide)
    text = TEXT.replace("Lesson 1.10", f"Lesson 1.1\n\n{made.TOLD}\n\nLesson 1.10").replace(made.SMALL, "Tea will do.")
    guide.write_text(text, encoding="utf-8")
    code, out, _ = run("ingest", guide)
    assert code == 0 and "Since the last reading 1 are new, 1 changed, 0 gone and 2 as before." in out
    entries = read_documents(own)["our-guide-2"].entries
    assert [(e.number, e.id[-1]) for e in entries] == [("1", "1"), ("1.1", "4"), ("1.10", "2"), ("1.2", "3")]


def test_what_was_edited_by_hand_is_never_written_over_in_silence(guide: Path, own: Path) -> None:
    run("ingest", guide)
    path = own / "our-guide-2.yml"
    by_hand = path.read_text(encoding="utf-8").replace("title: Why", "title: Why we listen")
    path.write_text(by_hand, encoding="utf-8")
    guide.write_text(f"{TEXT}\nLesson 1.3\n\n{made.TOLD}\n", encoding="utf-8")
    code, _, err = run("ingest", guide)
    assert code == 1 and "was edited by hand and is left as it is; --again reads the document anew" in err
    assert path.read_text(encoding="utf-8") == by_hand
    assert "edited by hand" in run("documents")[1]
    assert run("ingest", guide, "--again")[0] == 0
    assert [e.id[-1] for e in read_documents(own)["our-guide-2"].entries] == ["1", "2", "3", "4"]
    assert "Why we listen" not in path.read_text(encoding="utf-8")
    assert "edited by hand" not in run("documents")[1]


def test_two_documents_do_not_share_a_name(guide: Path, own: Path, tmp_path: Path) -> None:
    run("ingest", guide)
    other = made.guide_markdown(tmp_path / "our-guide-2.md")
    code, _, err = run("ingest", other)
    assert code == 1 and "the name 'our-guide-2' is taken by Our Guide (2).txt; give another with --name" in err
    assert run("ingest", other, "--name", "second")[0] == 0
    assert list(read_documents(own)) == ["our-guide-2", "second"]
    assert run("ingest", other, "--name", "../second")[0] == 1


def test_of_a_folder_what_can_be_read_is_read_and_the_rest_named(own: Path, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    for suffix, make in made.GUIDES.items():
        make(folder / f"good-{suffix[1:]}{suffix}")
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    writer.write(str(folder / "scanned.pdf"))
    writer.encrypt("secret")
    writer.write(str(folder / "locked.pdf"))
    docx.Document().save(str(folder / "empty.docx"))
    (folder / "empty.txt").write_text(" \n")
    (folder / "empty.html").write_text("")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 nothing")
    (folder / "latin.txt").write_bytes("café".encode("latin-1"))
    (folder / "picture.png").write_bytes(b"no document")
    (folder / "~$good.docx").write_bytes(b"what Word keeps beside an open file")
    code, out, err = run("ingest", folder)
    assert code == 1
    assert sorted(read_documents(own)) == [f"good-{s}" for s in ("docx", "html", "md", "pdf", "txt")]
    lines = err.splitlines()
    assert lines[-1] == "8 of 13 documents could not be taken in." and len(lines) == 9
    for name, says in {
        "scanned.pdf": "probably scanned",
        "locked.pdf": "encrypted",
        "empty.docx": "there is no text in the file",
        "empty.txt": "there is no text in the file",
        "empty.html": "the file is empty",
        "broken.pdf": "broken",
        "broken.docx": "broken",
        "latin.txt": "not UTF-8",
    }.items():
        assert any(name in line and says in line for line in lines), name
    assert "picture" not in out + err


def test_a_missing_file_and_an_empty_folder_are_one_sentence(own: Path, tmp_path: Path) -> None:
    code, _, err = run("ingest", tmp_path / "none.pdf")
    assert (code, err.count("\n")) == (1, 1) and "there is no such file" in err
    (tmp_path / "nothing").mkdir()
    assert run("ingest", tmp_path / "nothing")[2] == "There is no document of a kind that can be read.\n"
    assert not own.exists()


def test_a_long_file_tells_how_far_it_is(own: Path, tmp_path: Path) -> None:
    pages = [[made.Row(f"Words of page {n}.", 100)] for n in range(60)]
    _, out, _ = run("ingest", made.pdf(tmp_path / "long.pdf", pages))
    assert "... long.pdf: 50 of 60 pages read\n" in out


def test_documents_are_listed_and_forgotten(guide: Path, own: Path) -> None:
    assert "There are no documents" in run("documents")[1]
    run("ingest", guide)
    assert "our-guide-2: “Our Guide (2)” (Our Guide (2).txt)\n    2 lessons and 1 passage\n" in run("documents")[1]
    code, _, err = run("forget", "other")
    assert code == 1 and "There is no document 'other'" in err and "our-guide-2" in err
    assert run("forget", "our-guide-2")[0] == 0
    assert list(own.iterdir()) == [] and guide.exists()


def test_faults_are_named_by_file_line_and_field(guide: Path, own: Path) -> None:
    run("ingest", guide)
    path = own / "our-guide-2.yml"
    text = path.read_text(encoding="utf-8")
    text = text.replace("kind: passage", "kind: advice").replace("'1.10'", "1.10").replace("2-3\n", "2-2\n")
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    code, _, err = run("documents")
    assert code == 1
    assert f"our-guide-2.yml:{lines.index('  kind: advice') + 1}: entries.doc-our-guide-2-1.kind: " in err
    assert f"our-guide-2.yml:{lines.index('  number: 1.10') + 1}: entries.doc-our-guide-2-2.number: " in err
    path.write_text(text.replace("kind: advice", "kind: lesson").replace("1.10\n", "'1.10'\n"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="'doc-our-guide-2-2' is used twice"):
        read_documents(own)


def test_a_file_with_faults_is_not_written_over_either(guide: Path, own: Path) -> None:
    run("ingest", guide)
    path = own / "our-guide-2.yml"
    path.write_text("entries: [", encoding="utf-8")
    guide.write_text(f"{TEXT}\nMore.\n", encoding="utf-8")
    code, _, err = run("ingest", guide)
    assert code == 1 and "not valid YAML" in err and "--again reads it anew" in err
    assert path.read_text(encoding="utf-8") == "entries: ["
    assert run("ingest", guide, "--again")[0] == 0


@pytest.mark.parametrize(
    ("file", "name"),
    [("Bericht über Städte.pdf", "bericht-uber-stadte"), ("Отчёт.docx", "document"), ("a" * 90 + ".txt", "a" * 40)],
)
def test_the_name_is_made_of_the_file_name(file: str, name: str) -> None:
    assert name_of(Path(file)) == name


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_from_the_file_as_it_was(text: str) -> None:
    kept = Kept(id="doc-a-1", kind="passage", title=text, section=text, text=f"{text}\n\n- id: x\n{text}")
    document = Document(document=Source(title=text, file="a.txt", sha256="0" * 64), entries=[kept])
    back = Document.model_validate(yaml.safe_load(as_yaml(document)))
    assert back.entries == document.entries and back.document.title == document.document.title
