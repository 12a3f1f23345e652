"""What leaves the database: one case for those who work on it, and counts without personal data for everybody."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from helpline.database import Database
from helpline.desk import Desk, reason
from helpline.intake_script import STEPS
from helpline.small_numbers import HIDDEN, Shown
from helpline.statistics import WEEK, gather, hide_by_week, hide_topics, monday, waiting
from helpline.tables import Account, Case, Line


def case_data(database: Database, case_id: int, now: datetime) -> dict[str, Any]:
    """One case as plain data for JSON: times in ISO 8601 and UTC, the staff by their shown names.

    Contact details are left out: a file is passed on more easily than was agreed to.

    Args:
        now: the present moment in UTC.

    Raises:
        UnknownCaseError: if there is none.
    """
    desk = Desk(database)
    case, trail = desk.file(case_id), desk.trail(case_id)
    with database.reading() as session:
        names = dict(session.execute(select(Account.id, Account.shown_name)).tuples().all())
    order = {step: place for place, step in enumerate(STEPS)}
    return {
        "code": case.code,
        "country": case.country,
        "state": str(case.state),
        "urgency": {
            "level": str(case.urgency),
            "because": case.because,
            "quote": case.quote,
            "reason": reason(case, now),
        },
        "times": {name: _iso(getattr(case, name)) for name in _TIMES},
        "taken_by": _name(names, case.taken_by),
        "outcome": case.outcome,
        "referred_to": case.referred_to,
        "answers": [
            {"step": answer.step, "text": answer.text, "at": _iso(answer.at)}
            for answer in sorted(case.answers, key=lambda answer: order.get(answer.step, len(order)))
        ],
        "conversation": [_line(line, names) for line in case.lines],
        "advised": _advised(case),
        "notes": [{"by": _name(names, note.account_id), "text": note.text, "at": _iso(note.at)} for note in case.notes],
        "trail": [
            {
                "at": _iso(entry.at),
                "actor": entry.actor,
                "by": _name(names, entry.account_id),
                "action": entry.action,
                "before": entry.before,
                "after": entry.after,
            }
            for entry in trail
        ],
    }


def counts_csv(database: Database, now: datetime) -> str:
    """Counts of all whole weeks as CSV with the columns week, of, name and number.

    Counts below five are "<5", and others that would give such a count away are "hidden". There are no totals.

    Args:
        now: the present moment in UTC.
    """
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(("week", "of", "name", "number"))
    with database.reading() as session:
        first = session.scalar(select(Case.opened_at).order_by(Case.opened_at).limit(1))
    weeks = 0 if first is None else (monday(now) - monday(first)) // WEEK
    if weeks > 0:
        numbers = gather(database, now, weeks)
        groups: Mapping[str, Mapping[Any, Sequence[Shown]]] = {
            "urgency": hide_by_week(numbers.urgency),
            "outcome": hide_by_week(numbers.outcomes),
            "topic": hide_topics(numbers.topics),
        }
        for place, week in enumerate(numbers.weeks):
            for of, group in groups.items():
                table.writerows((week, of, name, row[place]) for name, row in group.items())
            seconds = waiting(numbers.waits[place]).median
            table.writerow((week, "waiting", "median minutes", HIDDEN if seconds is None else round(seconds / 60)))
    return out.getvalue()


_TIMES = ("opened_at", "consented_at", "waiting_since", "first_taken_at", "ended_at")


def _line(line: Line, names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "by": line.by,
        "name": _name(names, line.account_id),
        "text": line.text,
        "sources": line.sources,
        "at": _iso(line.at),
    }


def _advised(case: Case) -> list[dict[str, Any]]:
    """What the bot advised: its lines that come from items."""
    return [{"text": line.text, "sources": line.sources} for line in case.lines if line.sources]


def _name(names: Mapping[int, str], account_id: int | None) -> str | None:
    return None if account_id is None else names.get(account_id)


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
