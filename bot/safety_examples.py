"""Tries each rule of danger on its own examples, so that a slip is named where it was made."""

from collections.abc import Iterator
from pathlib import Path

from bot.nlu.safety_rules import LEVELS, Rule, SafetyRules, SafetyRulesError
from knowledge.faults import Fault, KnowledgeError
from knowledge.library import ROOT

FILE = Path("bot") / "nlu" / "safety_rules.yml"


def check_safety_rules(root: Path = ROOT) -> None:
    """Reads the rules and tries each on what it says it finds, and all of them on what it says it leaves alone.

    Args:
        root: the project's folder.

    Raises:
        KnowledgeError: with every fault.
    """
    try:
        rules = SafetyRules.load(root / FILE)
    except SafetyRulesError as error:
        raise KnowledgeError([Fault(str(FILE), error.line, "", error.what)]) from None
    faults = [fault for rule in rules.rules for fault in _of(rule, rules)]
    if faults:
        raise KnowledgeError(faults)


def _of(rule: Rule, rules: SafetyRules) -> Iterator[Fault]:
    def fault(field: str, message: str) -> Fault:
        return Fault(str(FILE), rule.line, f"{rule.id}.{field}", message)

    if not rule.match or not rule.misses:
        yield fault("not" if rule.match else "match", "one example at least must stand here")
    alone = rules.only(rule.id)
    for number, text in enumerate(rule.match):
        found = rules.check(text)
        if alone.check(text) is None:
            yield fault(f"match.{number}", "this rule does not find it")
        elif found is None or LEVELS.index(found.level) < LEVELS.index(rule.level):
            yield fault(f"match.{number}", "all rules together do not raise it so high")
    for number, text in enumerate(rule.misses):
        if found := rules.check(text):
            yield fault(f"not.{number}", f"the rule {found.rule} finds it")
