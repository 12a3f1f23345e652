"""The texts of moves and scenarios that a trainee reads, and the check that none of them labels or shames anybody.

What the simulated person says is left out: people in need do not choose their words. So are the examples of moves,
many of which show what hurts.
"""

from collections.abc import Iterator, Mapping

from pydantic import BaseModel

from knowledge.faults import Fault
from knowledge.wording.checker import Checker
from training import chat_phrases, practice_phrases
from training.chat_phrases import ChatPhrases
from training.move import Move
from training.practice_files import FOLDER, MOVES, PracticeData
from training.practice_phrases import PracticePhrases
from training.scenario import Scenario


def check_practice_wording(
    data: PracticeData, phrases: PracticePhrases, chat: ChatPhrases, checker: Checker
) -> list[Fault]:
    """A fault for each place that a rule on wording speaks of, for the strictest audience."""
    faults = []
    for file, field, text in _spoken(data, phrases, chat):
        for flag in checker.check(text, strict=True):
            message = f"the rule on wording '{flag.rule.id}' speaks of “{flag.span}”: {flag.rule.why}"
            faults.append(Fault(file, 1, field, message))
    return faults


def _spoken(data: PracticeData, phrases: PracticePhrases, chat: ChatPhrases) -> Iterator[tuple[str, str, str]]:
    """Each text with its file and its field."""
    for move in data.moves.values():
        for field, text in _of_move(move):
            yield MOVES.as_posix(), f"{move.id}.{field}", text
    for scenario in data.scenarios.values():
        for field, text in _of_scenario(scenario):
            yield (FOLDER / f"{scenario.id}.yml").as_posix(), field, text
    for file, entry in ((practice_phrases.FILE, phrases), (chat_phrases.FILE, chat)):
        yield from ((file.as_posix(), field, text) for field, text in _of_phrases(entry))


def _of_move(move: Move) -> Iterator[tuple[str, str]]:
    yield from (("title", move.title), ("does", move.does), ("why", move.why))
    yield from ((f"instead.{number}", text) for number, text in enumerate(move.instead))


def _of_scenario(scenario: Scenario) -> Iterator[tuple[str, str]]:
    yield from (("title", scenario.title), ("situation", scenario.situation), ("aim", scenario.aim))
    yield from ((f"effects.{own.move}.why", own.why) for own in scenario.effects)
    yield from ((f"disclosures.{row.id}.about", row.about) for row in scenario.disclosures)
    yield from ((f"ends.{row.id}.because", row.because) for row in scenario.ends)
    yield from (("better", text) for text in scenario.better_by_move().values())


def _of_phrases(entry: BaseModel) -> Iterator[tuple[str, str]]:
    values: Mapping[str, object] = dict(entry)
    for field, value in values.items():
        if isinstance(value, BaseModel):
            yield from ((f"{field}.{inner}", text) for inner, text in _of_phrases(value))
        elif isinstance(value, str):
            yield field, value
        elif isinstance(value, list):
            yield from ((f"{field}.{number}", text) for number, text in enumerate(value))
