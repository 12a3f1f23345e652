"""A small set of moves and a small scenario, valid, that tests may then break."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from knowledge.library import Library, load
from training.move import MIN_EXAMPLES, Move
from training.practice_files import FOLDER, MOVES
from training.scenario import Scenario

KINDS = {
    "greet": ("helps", "contact", (4, -2, 0)),
    "reflect": ("helps", "clarify", (8, -5, 2)),
    "open_question": ("helps", "clarify", (5, -2, 1)),
    "offer_next_step": ("helps", "work", (5, -4, 9)),
    "summarise_close": ("helps", "close", (4, -4, 5)),
    "blame": ("hurts", "clarify", (-14, 6, -8)),
    "unclear": ("depends", "contact", (-1, 0, 0)),
}  # fmt: skip
WORDS = {
    "greet": "hello welcome good evening here name",
    "reflect": "so you feel left alone carried heard",
    "open_question": "how what was it like tell?",
    "offer_next_step": "we could maybe try small step together",
    "summarise_close": "today spoke about goodbye write again",
    "blame": "why didn't fault should have noticed earlier",
    "unclear": "hm ok er right dunno lol",
}


def moves_data() -> list[dict[str, Any]]:
    """Rows of a moves file."""
    rows = []
    for name, (kind, phase, (trust, fear, hope)) in KINDS.items():
        words = WORDS[name].split()
        examples = [" ".join([*words[n % 3 :], *words[: n % 5], f"word{n}"]) for n in range(MIN_EXAMPLES)]
        rows.append(
            {
                "id": name,
                "title": f"The move {name}",
                "kind": kind,
                "phase": phase,
                "effect": {"trust": trust, "fear": fear, "hope": hope},
                "does": f"This is what {name} does.",
                "why": f"This is why {name} does so.",
                "lesson": "lesson-2.3",
                "trace": "says 1",
                "instead": [f"A better way for {name}.", f"Another way for {name}."],
                "examples": examples,
            }
        )
    return rows


def scenario_data() -> dict[str, Any]:
    """A scenario file."""
    return {
        "id": "small",
        "title": "A small scenario",
        "situation": "You answer a chat in the evening.",
        "aim": "The person feels safe enough to talk.",
        "lessons": ["lesson-2.3", "lesson-5.2"],
        "name": "Robin",
        "goes_by": ["robin", "neighbour"],
        "start": {"trust": 20, "fear": 60, "hope": 20},
        "opening": ["Hello?", "Hi, is anybody there?", "Good evening."],
        "effects": [{"move": "greet", "effect": {"trust": 2, "fear": 0, "hope": 0}, "why": "A hello is not enough."}],
        "disclosures": [
            {"id": "first", "about": "Something at home", "needs": {"trust": 30}, "when_move": ["reflect"],
             "says": ["At home it is hard.", "It is not easy at home."]},
            {"id": "heart", "about": "What hurts most", "needs": {"trust": 50, "fear_below": 50, "told": ["first"]},
             "says": ["I feel I failed.", "I have let them down."]},
        ],
        "answers": {
            **{move: [f"Answer one to {move}.", f"Answer two to {move}."] for move in KINDS},
            "other": ["I see.", "Hm.", "Maybe.", "All right."],
        },
        "better": {
            "early": ["reflect: So it is hard to begin.", "open_question: What brought you here?"],
            "late": ["reflect: So you carried it alone.", "offer_next_step: Would a small step help?"],
        },
        "ends": [
            {"id": "good", "kind": "good", "because": "There was time enough for it all.",
             "needs": {"trust": 60, "hope": 30, "told": ["heart"], "moves": ["offer_next_step"]},
             "says": ["I will try that.", "Yes, let us do it."]},
            {"id": "gone", "kind": "broken", "needs": {"trust_below": 5}, "because": "It did not feel safe at all.",
             "says": ["I am going.", "Goodbye, then."]},
            {"id": "polite", "kind": "open", "needs": {"moves": ["summarise_close"]}, "because": "It was a beginning.",
             "says": ["Thanks, goodbye.", "Bye for now."]},
        ],
    }  # fmt: skip


def moves() -> dict[str, Move]:
    """The moves."""
    return {row["id"]: Move.model_validate(row) for row in moves_data()}


def scenario(change: Callable[[dict[str, Any]], object] = lambda data: None) -> Scenario:
    """The scenario, changed."""
    data = scenario_data()
    change(data)
    return Scenario.model_validate(data)


def write(root: Path, moves: list[dict[str, Any]] | None = None, scenario: dict[str, Any] | None = None) -> Path:
    """Both as files under `root`; the file of the scenario."""
    (root / FOLDER).mkdir(parents=True, exist_ok=True)
    (root / MOVES).write_text(yaml.safe_dump(moves or moves_data(), sort_keys=False), encoding="utf-8")
    path = root / FOLDER / "small.yml"
    path.write_text(yaml.safe_dump(scenario or scenario_data(), sort_keys=False), encoding="utf-8")
    return path


def library() -> Library:
    """The project's own, read once."""
    if not _LIBRARY:
        _LIBRARY.append(load())
    return _LIBRARY[0]


_LIBRARY: list[Library] = []
