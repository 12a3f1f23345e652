"""The outbox of alerts: which emergencies the staff must be told of, what is due, and what was sent.

A row stands for one case and one channel, such as e-mail. Whoever sends takes a row first, in one transaction: it is
put off for a while, so that no other process sends it too. If the sender then dies, the row falls due again. An alert
thus goes out at least once, and as a rule exactly once. Where a case becomes an emergency anew, its rows start afresh.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from helpline.database import Database, now
from helpline.states import State
from helpline.tables import Alert, Case
from helpline.urgency import Urgency

SENDING = timedelta(seconds=30)  # that a sender has; sending must end well before
FIRST_PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600))
LATER_PAUSE = timedelta(minutes=30)
TRIES = len(FIRST_PAUSES) + 48 + 1  # after a day of the longer pauses it is given up
AT_ONCE = 10  # alerts that are taken together
_FAULT = 200  # characters that the table holds

# An emergency that somebody has taken, that ended, or that turned out to be none, needs no alert (any more).
_NEEDED = and_(Case.urgency == Urgency.EMERGENCY, Case.state.in_((State.NEW, State.WAITING)))


@dataclass(frozen=True)
class Due:
    """An alert that must go out now. It holds nothing of what a person said.

    Attributes:
        alert_id: its number in the outbox.
        code: public reference of the case.
        since: when the case began to wait.
        made_at: when it first fell due; another moment where the case became an emergency anew.
        tries: how often it was tried, this time included.
    """

    alert_id: int
    code: str
    urgency: Urgency
    since: datetime
    made_at: datetime
    tries: int


class Outbox:
    """The alerts of all channels. Every method is one transaction; safe for several processes at once.

    Args:
        database: upgraded to the newest form.
        clock: gives the present moment in UTC.
    """

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def take_due(self, channel: str) -> Sequence[Due]:
        """Takes the alerts of a channel that are due, the oldest first, and makes those of new emergencies before.

        Whoever takes them sends them within `SENDING` and then says how that went, by `sent` or `failed`.

        Args:
            channel: name of 8 characters at most.
        """
        at = self._clock()
        with self._database.reading() as session:  # first, so that looking every second holds up no writer
            if not _any(session, _new(channel)) and not _any(session, _due(channel, at)):
                return []
        try:
            with self._database.writing() as session:
                for case_id in session.scalars(_new(channel)).all():
                    session.add(Alert(case_id=case_id, channel=channel, made_at=at, next_try_at=at, sent_at=None))
        except IntegrityError:  # another process made one of them; those that are still missing come next time
            pass
        with self._database.writing() as session:
            taken = session.execute(_due(channel, at).limit(AT_ONCE).with_for_update(skip_locked=True, of=Alert)).all()
            for alert, _ in taken:
                alert.next_try_at = at + SENDING
                alert.tries += 1
            return [
                Due(alert.id, case.code, case.urgency, case.waiting_since or case.opened_at, alert.made_at, alert.tries)
                for alert, case in taken
            ]

    def sent(self, due: Due, remark: str = "") -> None:
        """An alert went out. `remark` says in words what was not as it should be, without addresses."""
        with self._database.writing() as session:
            alert = session.get(Alert, due.alert_id, with_for_update=True)
            # It goes with its case, and is another one where that became an emergency anew.
            if alert is not None and alert.made_at == due.made_at:
                alert.next_try_at, alert.sent_at, alert.fault = None, self._clock(), remark[:_FAULT]

    def failed(self, due: Due, fault: str) -> None:
        """An alert did not go out: it is tried again later, `TRIES` times in all.

        Args:
            fault: why, in words, without addresses or content.
        """
        pause = pause_after(due.tries)
        with self._database.writing() as session:
            alert = session.get(Alert, due.alert_id, with_for_update=True)
            # Where this took so long that another has taken it since, that one's word counts.
            same = alert is not None and (alert.made_at, alert.tries) == (due.made_at, due.tries)
            if alert is not None and same and alert.sent_at is None:
                alert.next_try_at = None if pause is None else self._clock() + pause
                alert.fault = fault[:_FAULT]


def alert_anew(session: Session, at: datetime, case: Case) -> None:
    """What was sent about a case, or given up, counts no more: it goes out again if it is an emergency that waits.

    To be called where a case that had ended waits again, and where one that was none becomes an emergency.
    """
    anew = {"made_at": at, "next_try_at": at, "tries": 0, "sent_at": None, "fault": ""}
    session.execute(update(Alert).where(Alert.case_id == case.id).values(**anew))


def pause_after(tries: int) -> timedelta | None:
    """How long to wait after so many tries; None if it is time to give up."""
    if tries >= TRIES:
        return None
    return FIRST_PAUSES[tries - 1] if tries <= len(FIRST_PAUSES) else LATER_PAUSE


def _new(channel: str) -> Select[int]:
    """Cases that need an alert and have no row yet."""
    row = select(Alert.id).where(Alert.case_id == Case.id, Alert.channel == channel)
    return select(Case.id).where(_NEEDED, ~row.exists())


def _due(channel: str, at: datetime) -> Select[Alert, Case]:
    """Alerts that must go out now, with their cases."""
    query = select(Alert, Case).join(Case, Alert.case_id == Case.id)
    # No pause is longer: what lies further ahead was put off by a clock that has been set back since.
    time_has_come = or_(Alert.next_try_at <= at, Alert.next_try_at > at + LATER_PAUSE)
    return query.where(_NEEDED, Alert.channel == channel, time_has_come).order_by(Alert.next_try_at, Alert.id)


def _any(session: Session, query: Select[*tuple[Any, ...]]) -> bool:
    return session.execute(query.limit(1)).first() is not None
