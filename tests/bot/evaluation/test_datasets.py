"""Reading data sets as people keep them, and drawing parts of them."""

from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.datasets import DataError, Pair, folds, once, read, sample

HALL = Path(__file__).parent / "village_hall"
PAIRS = [("when do you open", "opening_hours"), ("where can I park", "parking")]


def written(folder: Path, text: str, name: str = "set.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "text,label\nwhen do you open,opening_hours\nwhere can I park,parking\n",
        "category,text\nopening_hours,when do you open\nparking,where can I park\n",
        "id;Intent;Query\n1;opening_hours;when do you open\n2;parking;where can I park\n",
        "\ufeff#Utterance\tClass\twritten by\nwhen do you open\topening_hours\tA\nwhere can I park\tparking\tB\n",
        "phrase,intent\nwhen do you open,opening_hours\nwhere can I park,parking\n",
        '"sentence","label"\n"when do you open","opening_hours"\n\n"where can I park","parking"\n',
    ],
    ids=["plain", "label first", "three columns", "tabs and a mark", "one unusual name", "quotes and an empty line"],
)
def test_columns_are_known_by_their_usual_names(tmp_path: Path, text: str) -> None:
    assert read(written(tmp_path, text)) == PAIRS


@pytest.mark.parametrize("turned", [False, True])
def test_without_a_header_the_column_of_more_different_values_holds_the_texts(tmp_path: Path, turned: bool) -> None:
    rows = [*PAIRS, ("are you open late, on Fridays", "opening_hours")]
    lines = ["\t".join(reversed(row) if turned else row) for row in rows]
    assert read(written(tmp_path, "\n".join(lines), "set.tsv")) == rows


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a,b,c\n1,2,3\n", "names no text"),
        ("text,label\nonly one\n", "row 2"),
        ("text,label\n", "no labelled texts"),
        ("", "no labelled texts"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(DataError, match=fault):
        read(written(tmp_path, text))


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read(tmp_path / "none.csv")


def test_rasas_files_are_read_in_both_their_shapes_and_entities_are_plain_words(tmp_path: Path) -> None:
    nlu = """
nlu:
- intent: parking
  examples: |
    - can I park on [Mill Lane](street)
    - is there room for a [coach]{"entity": "vehicle"}
- intent: opening_hours
  examples:
  - text: when do you open
  - text: |
      until when are you there
    metadata: {from: somebody}
"""
    written(tmp_path, nlu, "nlu.yml")
    written(tmp_path, "stories:\n- story: none\n", "stories.yml")
    assert read(tmp_path) == [
        ("can I park on Mill Lane", "parking"),
        ("is there room for a coach", "parking"),
        ("when do you open", "opening_hours"),
        ("until when are you there", "opening_hours"),
    ]


def test_the_made_up_set_is_whole() -> None:
    assert Counter(label for _, label in read(HALL / "all.csv")) == dict.fromkeys(
        ("opening_hours", "parking", "room_hire", "oos"), 10
    )
    assert len(read(HALL / "test.yml")) == 8


def test_a_text_stands_once_whatever_its_case_and_spaces() -> None:
    assert once([("When  do you open", "a"), ("when do you open", "b"), ("why", "c")]) == [
        ("When  do you open", "a"),
        ("why", "c"),
    ]


def test_a_sample_holds_so_many_of_each_intent_and_the_seed_decides_which() -> None:
    pairs = read(HALL / "all.csv")
    drawn = sample(pairs, 4, seed=1)
    assert Counter(label for _, label in drawn) == dict.fromkeys(("opening_hours", "parking", "room_hire", "oos"), 4)
    assert drawn == sample(pairs, 4, seed=1) != sample(pairs, 4, seed=2)
    assert set(sample(pairs, 99, seed=1)) == set(pairs)


def test_each_text_is_held_back_in_exactly_one_fold_with_the_same_share_of_each_intent() -> None:
    pairs = read(HALL / "all.csv")
    parts = folds(pairs, 5, seed=1)
    assert Counter(pair for _, held in parts for pair in held) == Counter(pairs)
    for rest, held in parts:
        assert Counter(rest) + Counter(held) == Counter(pairs)
        assert set(Counter(label for _, label in held).values()) == {2}


def test_small_intents_do_not_all_fall_into_one_fold_and_single_texts_are_never_held_back() -> None:
    pairs: list[Pair] = [(f"text {n} of {label}", label) for label in "abcdefghij" for n in range(2)]
    pairs.append(("alone", "z"))
    parts = folds(pairs, 5, seed=1)
    assert {len(held) for _, held in parts} == {4}
    assert all(("alone", "z") in rest for rest, _ in parts)
