"""What is replied where a form lets a message go, by the same rules that Rasa has."""

import yaml

from actions.by_intent import OTHERWISE, RULES, action_for, actions_by_intent
from actions.training_end import ACTIONS
from bot.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def test_every_intent_of_a_plain_rule_has_its_action() -> None:
    found = actions_by_intent(RULES)
    assert found["greet"] == "utter_greet" and found["danger_now"] == "action_safety"
    assert found["mothers_afraid_to_talk"] == found["out_of_scope"] == "action_guide"


def test_every_action_of_a_rule_can_be_run_after_a_form() -> None:
    names = set(actions_by_intent(RULES).values())
    assert names <= set(ACTIONS) | set(DOMAIN["responses"])


def test_a_yes_that_follows_nothing_is_taken_for_a_situation() -> None:
    assert action_for({"intent": {"name": "affirm"}}) == action_for({}) == OTHERWISE
