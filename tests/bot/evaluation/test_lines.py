"""Reading labelled messages."""

from pathlib import Path

import pytest

from bot.evaluation.lines import LinesError, read_lines


def test_lines_are_read_with_their_label(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id": "1", "text": "hello", "label": "chitchat"}\n\n', encoding="utf-8")
    (line,) = read_lines(path, "label")
    assert (line.id, line.text, line.label, line.style) == ("1", "hello", "chitchat", "")


def test_what_else_a_line_says_is_read_with_it(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    row = '{"id": "1", "text": "Hallo", "grades": {}, "style": "plain", "language": "de", "kind": "x", "more": 1}'
    path.write_text(row, encoding="utf-8")
    (line,) = read_lines(path, "grades")
    assert (line.style, line.language, line.kind) == ("plain", "de", "x")


@pytest.mark.parametrize("row", ["not json", '{"id": "1", "text": "x"}', "[]"])
def test_a_broken_line_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_text('{"id": "1", "text": "a", "label": "b"}\n' + row, encoding="utf-8")
    with pytest.raises(LinesError, match="line 2"):
        read_lines(path, "label")


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(LinesError, match="cannot be read"):
        read_lines(tmp_path / "none.jsonl", "label")
