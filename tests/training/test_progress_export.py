"""What a learner takes along: all that is kept of them, of nobody else, and safe to open."""

import csv
import io
import json

import pytest

from tests.clock import Clock
from training.database import Database
from training.export import Table, learner_csv, learner_data
from training.groups import Groups
from training.learners import Learners, UnknownLearnerError
from training.practice_runs import PracticeRuns
from training.progress import Progress, Scheduled

QUESTION = "lesson-2.3-q1"
AT = "2026-03-02T09:00:00+00:00"


def table(database: Database, learner: int, which: Table) -> list[list[str]]:
    return list(csv.reader(io.StringIO(learner_csv(database, learner, which))))


@pytest.fixture
def full(learners: Learners, progress: Progress, runs: PracticeRuns, groups: Groups, clock: Clock, kim: int) -> int:
    """Kim, with something of everything; somebody else has some too."""
    learners.allow_text(kim, True)
    progress.record_answer(kim, QUESTION, 0.5, [1, 3], Scheduled({"stability": 2}, clock()), '=SUM(A1) "yes",\nno')
    progress.record_answer(kim, QUESTION, None)
    run = runs.start(kim, "mother-afraid")
    runs.record_turn(kim, run, ["greet", "reflect"], {"trust": 30, "fear": 60})
    runs.record_turn(kim, run, ["blame"], {"trust": 10})
    runs.debriefed(kim, run)
    runs.start(kim, "friend-drifting")
    groups.join(kim, groups.make("Evening course", kim).token)
    ash = learners.new_link("Ash").learner
    progress.record_answer(ash, "challenge-5-q1", 1.0)
    groups.make("Another's", ash)
    return kim


def test_the_data_hold_everything_of_the_learner_and_nothing_of_others(training: Database, full: int) -> None:
    data = learner_data(training, full)
    assert json.loads(json.dumps(data)) == {
        "kind": "account",
        "name": "Kim",
        "keeps_text": True,
        "made_at": AT,
        "seen_at": AT,
        "groups": [{"name": "Evening course", "joined_at": AT}],
        "groups_made": [{"name": "Evening course", "made_at": AT}],
        "answers": [
            {"at": AT, "question": QUESTION, "score": 0.5, "wrong": [1, 3], "text": '=SUM(A1) "yes",\nno'},
            {"at": AT, "question": QUESTION, "score": None, "wrong": [], "text": None},
        ],
        "cards": [{"question": QUESTION, "due": AT, "card": {"stability": 2}}],
        "practice": [
            {
                "scenario": "mother-afraid",
                "started_at": AT,
                "debriefed_at": AT,
                "turns": [
                    {"number": 1, "at": AT, "moves": ["greet", "reflect"], "numbers": {"trust": 30, "fear": 60}},
                    {"number": 2, "at": AT, "moves": ["blame"], "numbers": {"trust": 10}},
                ],
            },
            {"scenario": "friend-drifting", "started_at": AT, "debriefed_at": None, "turns": []},
        ],
    }


def test_the_tables_have_a_row_for_each_answer_and_turn(training: Database, full: int) -> None:
    assert table(training, full, "answers") == [
        ["at", "item", "question", "score", "wrong", "text"],
        [AT, "lesson-2.3", QUESTION, "0.5", "1 3", '\'=SUM(A1) "yes",\nno'],
        [AT, "lesson-2.3", QUESTION, "", "", ""],
    ]
    assert table(training, full, "practice") == [
        ["conversation", "scenario", "started", "debriefed", "turn", "at", "moves", "fear", "trust"],
        ["1", "mother-afraid", AT, AT, "1", AT, "greet reflect", "60", "30"],
        ["1", "mother-afraid", AT, AT, "2", AT, "blame", "", "10"],
        ["2", "friend-drifting", AT, "", "", "", "", "", ""],
    ]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1"])
def test_no_cell_is_worked_out_by_a_table_program(
    training: Database, learners: Learners, progress: Progress, kim: int, text: str
) -> None:
    learners.allow_text(kim, True)
    progress.record_answer(kim, QUESTION, 1.0, text=text)
    assert table(training, kim, "answers")[1][-1] == f"'{text}"


def test_who_has_done_nothing_gets_headings_and_nobody_gets_nothing(training: Database, kim: int) -> None:
    assert len(table(training, kim, "answers")) == len(table(training, kim, "practice")) == 1
    for export in (lambda: learner_data(training, 99), lambda: learner_csv(training, 99, "answers")):
        with pytest.raises(UnknownLearnerError):
            export()
