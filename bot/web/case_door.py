"""What the door does with cases: hands messages to whoever has the case, and keeps the record of the others.

No fault of the database may keep an answer from a person: it is logged, without a word of theirs, and the turn goes on.
"""

import logging
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

import anyio
import anyio.to_thread

from bot.web.helpline import Helpline
from bot.web.rasa_client import RasaClient, Reply
from helpline.accounts import Team
from helpline.cases import Opened
from helpline.conversation import Said, said_by_bot
from helpline.states import State
from helpline.tables import Case
from helpline.urgency import Finding

log = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds that somebody who waits for an answer may be kept waiting for the database, at each look
THREADS = 8  # of its own: a database that hangs must not hold those that the rest of the door needs
LOST = (
    "One more thing: what you wrote may not have reached the person you are talking with. Please send it to them again"
    " in a moment."
)
T = TypeVar("T")


class Handed(Enum):
    """What became of a message that may be for a person."""

    NOT = "nobody has the case, or there is none: the bot answers"
    OVER = "it is with the person who has the case: the bot is silent"
    LOST = "somebody has the case, but the message could not be kept"


class CaseDoor:
    """The cases of a helpline, as the door meets them.

    Args:
        helpline: None where the operator runs none; then there are no cases.
        rasa: reads how urgent a message is that the bot does not answer.
    """

    def __init__(self, helpline: Helpline | None, rasa: RasaClient) -> None:
        self._helpline = helpline
        self._cases = helpline.cases if helpline else None
        self._rasa = rasa
        self._threads = anyio.CapacityLimiter(THREADS)

    async def hand_over(self, conversation: str, text: str, typed: bool, turn: str | None = None) -> Handed:
        """Gives a message to whoever of the staff has the case of a conversation.

        Args:
            conversation: id of it.
            text: redacted, or the title of the button that was pressed.
            typed: whether the person wrote it; a button's words are ours and tell nothing of danger.
            turn: its id; a message that is sent again by the same is kept once.
        """
        cases = self._cases
        if cases is None:
            return Handed.NOT
        case = await self._within_patience("look for a case", lambda: cases.find(conversation), None)
        if case is None or case.state != State.TAKEN:
            return Handed.NOT
        failed: int | None = -1
        said = Said("person", text, turn=turn)
        case_id = await self._within_patience(
            "hand a message over", lambda: cases.hand_over(conversation, said), failed
        )
        if case_id == failed:
            return Handed.LOST
        if case_id is None:  # given back or ended meanwhile
            return Handed.NOT
        if typed:
            await self.raise_urgency(case_id, text)
        return Handed.OVER

    async def record(self, conversation: str, text: str, typed: bool, reply: Reply, turn: str | None = None) -> bool:
        """Adds a turn to the open case of a conversation, if there is one.

        Returns:
            Whether somebody of the staff took the case while the bot was answering. Then the reply must not be shown.
        """
        cases = self._cases
        if cases is None:
            return False
        person, bot = Said("person", text, turn=turn), said_by_bot(reply)

        def keep() -> int | None:
            # Most conversations have no case: they are told by reading, which waits for no other.
            return cases.keep_turn(conversation, person, bot) if cases.find(conversation) else None

        taken = await self._within_patience("keep a turn", keep, None)
        if taken is not None and typed:
            await self.raise_urgency(taken, text)
        return taken is not None

    async def raise_urgency(self, case_id: int, text: str) -> None:
        """Reads how urgent a message is, and raises the case to that."""
        cases = self._cases
        finding = await self._rasa.urgency(text)
        if cases is not None and finding is not None:
            await self._within_patience("raise a case", lambda: cases.raise_urgency(case_id, finding), None)

    async def open_for_emergency(self, conversation: str, country: str, finding: Finding) -> tuple[Opened | None, Team]:
        """Opens the case of somebody in an emergency that the dialogue did not answer, or raises the one that is open.

        Args:
            conversation: id of it. What was said in it before is not known here, and not in the case.
            country: two-letter code.
            finding: the emergency.

        Returns:
            The case, if it could be opened, and who of the staff sees it.
        """
        helpline = self._helpline
        if helpline is None:
            return None, "none"
        nobody: tuple[Opened | None, Team] = (None, "none")

        def opened() -> tuple[Opened | None, Team]:
            return helpline.cases.open(conversation, country.upper(), False, finding), helpline.accounts.team()

        return await self._within_patience("open a case in an emergency", opened, nobody)

    async def forget(self, case: Case) -> bool:
        """Has the dialogue forget the conversation of a case; gives whether it did."""
        return case.conversation is not None and await self._rasa.forget(case.conversation)

    async def _within_patience(self, what: str, call: Callable[[], T], otherwise: T) -> T:
        """Calls in a thread; a failure is logged by its kind alone, since its text may hold what a person wrote."""
        try:
            with anyio.fail_after(PATIENCE):
                return await anyio.to_thread.run_sync(call, abandon_on_cancel=True, limiter=self._threads)
        except Exception as error:
            log.error("The helpline could not %s: %s", what, type(error).__name__)
            return otherwise
