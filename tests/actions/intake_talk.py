"""A conversation in which somebody tells the team of a helpline, without Rasa: the form is played as Rasa runs it."""

from dataclasses import dataclass
from typing import Any

from actions import resources
from actions.intake import ValidateIntakeForm
from actions.intake_end import SubmitIntake
from actions.session_start import SessionStart
from helpline.cases import Cases
from helpline.database import Database
from helpline.tables import Case
from tests.actions.conftest import Reply, Talk


@dataclass
class IntakeTalk(Talk):
    """While the form is active, what is said goes to its check; when it is over, the action that ends it runs."""

    active: bool = False

    def begin(self) -> Reply:
        """Starts the form."""
        self.active = True
        self.slots["requested_slot"] = None
        return self._after(self.turn(ValidateIntakeForm(), "/start_intake", {"start_intake": 1.0}))

    def say(self, text: str, intent: str = "", level: str = "", **parsed: Any) -> Reply:
        """One message within the form, with what the pipeline makes of it."""
        assert self.active
        found = (
            {"safety": {"level": level, "because": "a word of danger", "start": 0, "end": len(text)}} if level else {}
        )
        return self._after(self.turn(ValidateIntakeForm(), text, {intent: 1.0}, {**found, **parsed}))

    def forget(self) -> None:
        """Rasa starts again: all is gone, and a session begins."""
        self.slots, self.events, self.active = {}, [], False
        self.run(SessionStart())
        self.active = any(event["event"] == "active_loop" for event in self.events)

    def _after(self, reply: Reply) -> Reply:
        if self.slots["requested_slot"] is not None:
            return reply
        self.active = False
        return self.run(SubmitIntake())

    @property
    def case(self) -> Case | None:
        """The open case of the conversation."""
        return cases().find("test")

    @property
    def answers(self) -> dict[str, str]:
        """What is kept in it, by step."""
        return {answer.step: answer.text for answer in self.case.answers} if self.case else {}


def cases() -> Cases:
    """The cases of the test's helpline."""
    found = resources.cases()
    assert found is not None
    return found


def everything(database: Database) -> str:
    """All that stands in the database of a test, as text."""
    with database.engine.connect() as connection:
        tables = [row[0] for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return "\n".join(str(row) for name in tables for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
