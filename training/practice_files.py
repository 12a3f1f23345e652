"""Reads the moves and the scenarios of the practice conversations, and checks that they fit together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.entries import EntryReader
from knowledge.faults import Fault, KnowledgeError
from knowledge.library import Library
from training.move import UNCLEAR, Move
from training.practice_rules import Rules
from training.question_files import ROOT, sentence
from training.reachability import unreachable
from training.scenario import OTHER, Needs, Scenario

MOVES = Path("training") / "moves.yml"
FOLDER = Path("training") / "scenarios"


@dataclass(frozen=True)
class PracticeData:
    """All that a practice conversation is made of.

    Attributes:
        moves: by id, in the order of the file.
        scenarios: by id.
    """

    moves: Mapping[str, Move]
    scenarios: Mapping[str, Scenario]


def load_practice(library: Library, root: Path = ROOT, search: bool = True) -> PracticeData:
    """The moves and scenarios under `root`.

    Args:
        library: with the items that they draw on.
        root: of the project.
        search: whether to look for what no talk can lead to, some seconds; a service whose data were checked when it
            was built need not.

    Raises:
        KnowledgeError: with every fault found, each by file, line and field.
    """
    data, reader = read_practice(library, root, search)
    if reader.faults:
        raise KnowledgeError(reader.faults)
    return data


def read_practice(library: Library, root: Path = ROOT, search: bool = True) -> tuple[PracticeData, EntryReader]:
    """The same with the reader, which has the faults."""
    reader = _Reader(root)
    moves = reader.moves(library)
    scenarios: dict[str, Scenario] = {}
    for path in sorted((root / FOLDER).glob("*.yml")):
        scenario = reader.scenario(path, moves, library, search)
        if scenario is not None:
            scenarios[scenario.id] = scenario
    return PracticeData(moves, scenarios), reader


class _Reader(EntryReader):
    """Knows what moves and scenarios must have in common."""

    def moves(self, library: Library) -> dict[str, Move]:
        path = self.root / MOVES
        self._refuse_bare_booleans(path)
        moves = self.entries([path], Move, "id")
        for move in moves.values():
            item = library.items.get(move.lesson or "")
            if move.lesson and item is None:
                self.fault_at(Move, move.id, f"there is no item '{move.lesson}'", "lesson")
            elif item is not None and move.trace and sentence(item, move.trace) is None:
                self.fault_at(Move, move.id, f"{item.id} has no sentence '{move.trace}'", "trace")
        if UNCLEAR not in moves and UNCLEAR not in self.broken and not self.unreadable:
            message = f"the move '{UNCLEAR}' is missing; messages that cannot be judged need it"
            self.faults.append(Fault(MOVES.as_posix(), 1, "", message))
        return moves

    def scenario(self, path: Path, moves: Mapping[str, Move], library: Library, search: bool) -> Scenario | None:
        self._refuse_bare_booleans(path)
        scenario = self.single(path, Scenario)
        if scenario is None:
            return None
        before = len(self.faults)
        if scenario.id != path.stem:
            self._fault(f"the id must be the name of the file, '{path.stem}'", "id")
        for number, lesson in enumerate(scenario.lessons):
            if lesson not in library.items:
                self._fault(f"there is no item '{lesson}'", "lessons", number)
        self._check_moves(scenario, moves)
        self._check_told(scenario)
        # What cannot be reached is looked for where all else is right: one wrong name would make a dozen faults.
        if search and len(self.faults) == before and moves and not self.broken:
            disclosures, ends = unreachable(Rules(scenario, moves))
            lost = [("disclosures", n) for n, row in enumerate(scenario.disclosures) if row.id in disclosures]
            lost += [("ends", n) for n, row in enumerate(scenario.ends) if row.id in ends]
            for field in lost:
                self._fault("no talk can lead to this", *field)
        return scenario

    def _check_moves(self, scenario: Scenario, moves: Mapping[str, Move]) -> None:
        named: list[tuple[str, tuple[str | int, ...]]] = []
        named += [(own.move, ("effects", n, "move")) for n, own in enumerate(scenario.effects)]
        named += [(move, ("answers", move)) for move in scenario.answers if move != OTHER]
        for n, disclosure in enumerate(scenario.disclosures):
            named += [(move, ("disclosures", n, "when_move")) for move in disclosure.when_move]
        for name, n, needs in _needs(scenario):
            named += [(move, (name, n, "needs", "moves")) for move in needs.moves]
        for stage, rows in (("early", scenario.better.early), ("late", scenario.better.late)):
            named += [(row.partition(":")[0], ("better", stage, n)) for n, row in enumerate(rows)]
        for move, field in named:
            if move not in moves and move not in self.broken and not self.unreadable:
                self._fault(f"there is no move '{move}'", *field)
        for missing in (m for m in (*moves, OTHER) if m not in scenario.answers):
            self._fault(f"has no answers to '{missing}'", "answers")
        for move in _twice(own.move for own in scenario.effects):
            self._fault(f"the effect of '{move}' is given twice", "effects")

    def _check_told(self, scenario: Scenario) -> None:
        known = {disclosure.id for disclosure in scenario.disclosures}
        for name, n, needs in _needs(scenario):
            for told in needs.told:
                if told not in known:
                    self._fault(f"there is no disclosure '{told}'", name, n, "needs", "told")
        for name, ids in (
            ("disclosures", [d.id for d in scenario.disclosures]),
            ("ends", [e.id for e in scenario.ends]),
        ):
            for label in _twice(ids):
                self._fault(f"'{label}' is used twice", name)

    def _fault(self, message: str, *field: str | int) -> None:
        """Notes a fault of the scenario that was read last."""
        self.fault_at(Scenario, "", message, *field)

    def _refuse_bare_booleans(self, path: Path) -> None:
        """Faults for keys such as `on`, which YAML reads as true: the field would be gone under another name."""
        try:
            root = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        except (OSError, ValueError, yaml.YAMLError):
            return  # whoever reads the file says so
        for key in _bare_booleans(root):
            name, line = path.relative_to(self.root).as_posix(), key.start_mark.line + 1
            message = "YAML reads this key as true or false; call it otherwise, or put it in quotes"
            self.faults.append(Fault(name, line, key.value, message))


def _needs(scenario: Scenario) -> list[tuple[str, int, Needs]]:
    rows = [("disclosures", n, row.needs) for n, row in enumerate(scenario.disclosures)]
    return rows + [("ends", n, row.needs) for n, row in enumerate(scenario.ends)]


def _twice(labels: Iterable[str]) -> list[str]:
    return [label for label, count in Counter(labels).items() if count > 1]


def _bare_booleans(node: Any) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.SequenceNode):
        return [key for child in node.value for key in _bare_booleans(child)]
    if not isinstance(node, yaml.MappingNode):
        return []
    found = [key for key, _ in node.value if key.tag == "tag:yaml.org,2002:bool"]
    return found + [key for _, value in node.value for key in _bare_booleans(value)]
