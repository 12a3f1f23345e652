"""What is kept is used again for the same inputs only."""

from pathlib import Path

import pytest

from bot.evaluation.kept import files_digest, keep


def test_it_is_made_once_for_the_same_inputs_and_anew_for_others(tmp_path: Path) -> None:
    made: list[str] = []

    def make(text: str) -> bool:
        def write(folder: Path) -> None:
            made.append(text)
            (folder / text).write_text(text, encoding="utf-8")

        return keep(tmp_path / "thing", {"text": text}, write)

    assert [make("a"), make("a"), make("b"), make("a")] == [False, True, False, False]
    assert made == ["a", "b", "a"]
    assert [path.name for path in (tmp_path / "thing").iterdir() if path.name in "ab"] == ["a"]


def test_what_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    def breaks(folder: Path) -> None:
        (folder / "half").write_text("", encoding="utf-8")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        keep(tmp_path / "thing", "a", breaks)
    assert not keep(tmp_path / "thing", "a", lambda folder: None)
    assert not (tmp_path / "thing" / "half").exists()


def test_files_are_told_apart_by_name_and_content(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("x", encoding="utf-8")
    two.write_text("x", encoding="utf-8")
    before = files_digest([one, two])
    assert files_digest([two, one]) == before != files_digest([one])
    two.write_text("y", encoding="utf-8")
    assert files_digest([one, two]) != before
