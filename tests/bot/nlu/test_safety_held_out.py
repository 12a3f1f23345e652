"""The lines that measure the safety component stay apart from what it is made from."""

from pathlib import Path

import yaml

from bot.nlu.safety_rules import LEVELS, SafetyRules
from bot.settings import ROOT
from knowledge.examples import rasa_examples

HELD_OUT: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_name("safety_held_out.yml").read_text("utf-8"))


def test_there_are_enough_lines_of_every_level() -> None:
    assert set(HELD_OUT) == set(LEVELS)
    assert all(len(lines) >= 25 for lines in HELD_OUT.values())


def test_none_of_them_is_a_training_example_or_a_test_of_a_rule() -> None:
    files = [ROOT / "data" / "nlu.yml", *sorted((ROOT / "data" / "nlu").glob("*.yml"))]
    used = {text.lower() for text, _ in rasa_examples(files)}
    rules = SafetyRules.load(ROOT / "bot" / "nlu" / "safety_rules.yml").rules
    used |= {text.lower() for rule in rules for text in (*rule.match, *rule.misses)}
    assert [line for lines in HELD_OUT.values() for line in lines if line.lower() in used] == []
