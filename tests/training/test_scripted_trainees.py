"""Three trainees in one of the project's scenarios: the skilled one ends with clearly more trust, and is told why."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from knowledge.encoder import Encoder
from tests.training.practice_data import library
from training.debrief import Debrief, DebriefWriter
from training.move_classifier import MoveClassifier, Reading
from training.practice import Practice, Talk
from training.practice_files import PracticeData, load_practice
from training.practice_phrases import load_practice_phrases

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = yaml.safe_load(Path(__file__).with_name("scripted_trainees.yml").read_text(encoding="utf-8"))
TRAINEES: dict[str, dict[str, Any]] = {trainee["id"]: trainee for trainee in SCRIPT["trainees"]}


@pytest.fixture(scope="module")
def data() -> PracticeData:
    """The project's moves and scenarios."""
    return load_practice(library(), search=False)


@pytest.fixture(scope="module")
def practice(data: PracticeData) -> Practice:
    """The scenario of the three."""
    return Practice(data.scenarios[SCRIPT["scenario"]], data.moves)


@pytest.fixture(scope="module")
def talks(practice: Practice) -> dict[str, Talk]:
    """Their talks."""
    talks = {}
    for name, trainee in TRAINEES.items():
        talk = practice.start(SCRIPT["seed"])
        for message, move in zip(trainee["says"], trainee["moves"], strict=False):
            talk = practice.turn(talk, message, Reading(move, 0.9))
        talks[name] = talk
    return talks


@pytest.fixture(scope="module")
def debriefs(practice: Practice, talks: dict[str, Talk]) -> dict[str, Debrief]:
    """What they are told."""
    writer = DebriefWriter(practice, library().items, load_practice_phrases())
    return {name: writer.of(talk) for name, talk in talks.items()}


def test_the_skilled_one_ends_with_clearly_more_trust(talks: dict[str, Talk]) -> None:
    trust = {name: talk.turns[-1].numbers.trust for name, talk in talks.items()}
    assert trust["skilled"] >= trust["average"] + 30
    assert trust["average"] >= trust["clumsy"] + 30


def test_the_ends_are_good_open_and_broken(practice: Practice, talks: dict[str, Talk]) -> None:
    ends = {name: practice.end(talk) for name, talk in talks.items()}
    assert {name: end and end.kind for name, end in ends.items()} == {
        "skilled": "good",
        "average": "open",
        "clumsy": "broken",
    }


def test_the_heart_of_the_matter_comes_out_for_the_skilled_one_alone(talks: dict[str, Talk]) -> None:
    assert [name for name, talk in talks.items() if "looked-away" in talk.told] == ["skilled"]
    assert talks["clumsy"].told == ()


def test_the_skilled_one_is_told_what_helped(practice: Practice, debriefs: dict[str, Debrief]) -> None:
    debrief = debriefs["skilled"]
    assert all(point.good for point in debrief.turning_points)
    rules = practice.scenario.own("explain_confidentiality")
    assert rules is not None
    assert any(rules.why in point.text for point in debrief.turning_points)


def test_the_clumsy_one_is_told_what_cost_the_trust_and_what_to_say_instead(
    practice: Practice, debriefs: dict[str, Debrief]
) -> None:
    debrief = debriefs["clumsy"]
    assert debrief.turning_points and not any(point.good for point in debrief.turning_points)
    assert debrief.turning_points[-1].move == "label"
    assert practice.moves["label"].instead[0] in debrief.to_try[0]
    assert debrief.lessons[0] == practice.moves["label"].lesson


def test_the_average_one_is_told_of_the_comfort_and_the_advice_that_came_too_soon(
    practice: Practice, debriefs: dict[str, Debrief]
) -> None:
    to_try = debriefs["average"].to_try
    for move, text in zip(("minimise", "advise_early"), to_try[:2], strict=True):
        assert practice.moves[move].instead[0] in text
    assert practice.moves["explain_confidentiality"].title in to_try[2]


@pytest.mark.built
def test_the_real_classifier_reads_most_of_their_messages_rightly(data: PracticeData) -> None:
    encoder = Encoder(ROOT / "build" / "encoder")
    classifier = MoveClassifier.load(ROOT / "build" / "moves", data.moves, encoder.sha256)
    pairs = [
        (move, classifier.read(message, encoder.encode).move)
        for trainee in TRAINEES.values()
        for message, move in zip(trainee["says"], trainee["moves"], strict=False)
    ]
    wrong = [pair for pair in pairs if pair[0] != pair[1]]
    assert len(wrong) <= len(pairs) // 5, wrong
