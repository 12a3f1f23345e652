"""Labelled examples: situations and questions share labels, other intents are labels of their own."""

from pathlib import Path

from knowledge.examples import labelled_examples, rasa_examples
from knowledge.library import ROOT, load

NLU = """version: "3.1"
nlu:
- intent: greet
  examples: |
    - hello: there
    - good morning
- synonym: nobody
  examples: |
    - no one
"""


def test_examples_are_read_with_their_intents_and_synonyms_are_none(tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text(NLU, encoding="utf-8")
    assert list(rasa_examples([tmp_path / "nlu.yml"])) == [("hello: there", "greet"), ("good morning", "greet")]


def test_a_situations_examples_carry_the_item_that_answers_it_and_other_intents_their_name() -> None:
    library = load()
    labels = {label for _, label in labelled_examples(library, ROOT)}
    assert labels >= set(library.items)
    assert not labels & set(library.situations)
    assert {"greet", "out_of_scope", "harmful_request"} <= labels


def test_each_text_stands_once() -> None:
    texts = [text for text, _ in labelled_examples(load(), ROOT)]
    assert len(texts) == len(set(texts))


def test_examples_may_stand_as_a_list_and_entities_are_plain_words(tmp_path: Path) -> None:
    nlu = """
nlu:
- intent: greet
  examples:
  - text: hello [there](place)
- intent: bye
  examples: |
    - bye [Ada]{"entity": "name", "value": "ada"} [sic]
"""
    (tmp_path / "nlu.yml").write_text(nlu, encoding="utf-8")
    assert list(rasa_examples([tmp_path / "nlu.yml"])) == [("hello there", "greet"), ("bye Ada [sic]", "bye")]


def test_a_file_without_training_examples_has_none(tmp_path: Path) -> None:
    (tmp_path / "stories.yml").write_text("stories:\n- story: a\n", encoding="utf-8")
    (tmp_path / "empty.yml").write_text("", encoding="utf-8")
    assert list(rasa_examples([tmp_path / "stories.yml", tmp_path / "empty.yml"])) == []
