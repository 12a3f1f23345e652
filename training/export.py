"""What a learner takes along: all that is kept of them as data for JSON, or as tables in CSV."""

import csv
import io
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.database import Database
from training.learners import UnknownLearnerError
from training.practice_runs import RunTaken, runs_of
from training.sections import item_of
from training.tables import Answer, Card, Group, Learner, Membership

Table = Literal["answers", "practice"]
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # a table program would work out what begins with one of these


def learner_data(database: Database, learner_id: int) -> dict[str, Any]:
    """All that is kept of a learner as plain data for JSON, times in ISO 8601 and UTC.

    Only the key of their account, or the hash of their link, is left out: they mean nothing elsewhere.

    Raises:
        UnknownLearnerError: if there is no such learner.
    """
    with database.reading() as session:
        learner = _learner(session, learner_id)
        joined = (
            select(Group.name, Membership.joined_at).join(Membership).where(Membership.learner_id == learner_id)
        ).order_by(Membership.joined_at, Group.id)
        made = select(Group.name, Group.made_at).where(Group.made_by == learner_id).order_by(Group.made_at, Group.id)
        cards = select(Card).where(Card.learner_id == learner_id).order_by(Card.question)
        return {
            "kind": learner.kind,
            "name": learner.name,
            "keeps_text": learner.keeps_text,
            "made_at": _iso(learner.made_at),
            "seen_at": _iso(learner.seen_at),
            "groups": [{"name": name, "joined_at": _iso(at)} for name, at in session.execute(joined)],
            "groups_made": [{"name": name, "made_at": _iso(at)} for name, at in session.execute(made)],
            "answers": [_answer(answer) for answer in _answers(session, learner_id)],
            "cards": [
                {"question": card.question, "due": _iso(card.due), "card": card.card} for card in session.scalars(cards)
            ],
            "practice": [_run(run) for run in runs_of(session, learner_id)],
        }


def learner_csv(database: Database, learner_id: int, table: Table) -> str:
    """What a learner answered, a row each, or the turns of their practice conversations.

    "answers" has the columns at, item, question, score, wrong and text; "practice" has conversation, scenario, started,
    debriefed, turn, at and moves, and a column for each number.

    Raises:
        UnknownLearnerError: if there is no such learner.
    """
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    with database.reading() as session:
        _learner(session, learner_id)
        if table == "answers":
            rows.writerow(("at", "item", "question", "score", "wrong", "text"))
            for answer in map(_answer, _answers(session, learner_id)):
                wrong = " ".join(map(str, answer["wrong"]))
                head = (answer["at"], item_of(answer["question"]), answer["question"], answer["score"], wrong)
                rows.writerow((*head, _harmless(answer["text"] or "")))
        else:
            _write_runs(rows, runs_of(session, learner_id))
    return out.getvalue()


def _write_runs(rows: Any, runs: list[RunTaken]) -> None:
    names = sorted({name for run in runs for turn in run.turns for name in turn.numbers})
    rows.writerow(("conversation", "scenario", "started", "debriefed", "turn", "at", "moves", *names))
    for place, run in enumerate(runs, 1):
        head = (place, run.scenario, _iso(run.started_at), _iso(run.debriefed_at))
        for turn in run.turns:
            numbers = [turn.numbers.get(name, "") for name in names]
            rows.writerow((*head, turn.number, _iso(turn.at), " ".join(turn.moves), *numbers))
        if not run.turns:
            rows.writerow((*head, "", "", "", *("" for _ in names)))


def _learner(session: Session, learner_id: int) -> Learner:
    learner = session.get(Learner, learner_id)
    if learner is None:
        raise UnknownLearnerError
    return learner


def _answers(session: Session, learner_id: int) -> list[Answer]:
    mine = select(Answer).where(Answer.learner_id == learner_id).order_by(Answer.at, Answer.id)
    return list(session.scalars(mine))


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "at": _iso(answer.at),
        "question": answer.question,
        "score": answer.score,
        "wrong": answer.wrong,
        "text": answer.text,
    }


def _run(run: RunTaken) -> dict[str, Any]:
    return {
        "scenario": run.scenario,
        "started_at": _iso(run.started_at),
        "debriefed_at": _iso(run.debriefed_at),
        "turns": [
            {"number": turn.number, "at": _iso(turn.at), "moves": list(turn.moves), "numbers": dict(turn.numbers)}
            for turn in run.turns
        ],
    }


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
