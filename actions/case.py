"""The case of a conversation, as far as actions open, raise and name it; and the offer to tell it to the team.

No fault of the database may keep words of safety from anybody: what may be said in danger fails in silence here, and
the log names the fault's kind alone.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from actions.conversation import Conversation, Event, remember
from actions.danger import gravest
from actions.resources import accounts, cases, library
from helpline.accounts import Team
from helpline.conversation import Said, said_by_bot
from helpline.intake import End
from helpline.urgency import Finding, Urgency

logger = logging.getLogger(__name__)

T = TypeVar("T")


@dataclass(frozen=True)
class Shown:
    """What a person is told of their case.

    Attributes:
        code: of it; None if there is none.
        words: the secret words, where they are to be shown now.
    """

    code: str | None = None
    words: str | None = None

    @property
    def custom(self) -> dict[str, str]:
        """Its part of a reply's `custom`."""
        found = {"case": self.code, "words": self.words}
        return {name: value for name, value in found.items() if value}

    @property
    def events(self) -> list[Event]:
        """Events that remember which words were shown."""
        return remember(words_given=self.code) if self.words else []


def team() -> Team:
    """Whether somebody is at the desk, nobody is there now, or nobody has an account."""
    known = accounts()
    return known.team() if known else "none"


def offer(conversation: Conversation) -> dict[str, Any]:
    """The offer to tell the team, as `say` takes it: a sentence and a button. Nothing where there is no team to tell,
    or it was told already."""
    known = cases()
    if known is None or safely("look for a team", team, "none") == "none":
        return {}
    case = safely("look for a case", lambda: known.find(conversation.id), None)
    if case is not None and case.consented_at is not None:
        return {}
    phrases = library().phrases
    button = {"title": phrases.buttons.tell_team, "payload": "/start_intake"}
    return {"after": phrases.helpline.offer, "buttons": [button]}


def raise_case(conversation: Conversation) -> Shown:
    """Raises the open case of a conversation to what was found in its message, if there is one."""
    known = cases()

    def found() -> Shown:
        case = known.find(conversation.id) if known else None
        if known is None or case is None:
            return Shown()
        known.raise_urgency(case.id, conversation.finding)
        return Shown(case.code)

    return safely("raise a case", found, Shown())


def open_for_emergency(conversation: Conversation) -> tuple[Shown, Team]:
    """Opens the case of somebody in an emergency, or raises the one that is open; and who sees that."""
    known = cases()

    def opened() -> tuple[Shown, Team]:
        if known is None:
            return Shown(), "none"
        found = max(conversation.finding, gravest(conversation.events), key=lambda one: one.urgency.rank)
        emergency = Finding(Urgency.EMERGENCY, found.because, found.quote)
        case = known.open(conversation.id, country_code(conversation), False, emergency, said_before(conversation))
        return words_for(conversation, case.id, case.code, case.words), team()

    return safely("open a case in an emergency", opened, (Shown(), "none"))


def words_for(conversation: Conversation, case_id: int, code: str, words: str | None = None) -> Shown:
    """What is shown of a case: its secret words too, unless they were shown before.

    Args:
        conversation: the turn.
        case_id: number of the case.
        code: of the case.
        words: if they are known. Else there are new ones: nobody can tell what the old ones were.
    """
    known = cases()
    if conversation.words_given == code or known is None:
        return Shown(code)
    return Shown(code, words or known.new_words(case_id))


def country_code(conversation: Conversation) -> str:
    """Two letters."""
    return conversation.country.upper()[:2]


def said_before(conversation: Conversation) -> list[Said]:
    """What was said before the message of this turn, which the door adds to the case itself."""
    events = list(conversation.events)
    last = max((n for n, event in enumerate(events) if event.get("event") == "user"), default=len(events))
    return list(_said(_not_thrown_away(events[:last])))


def _not_thrown_away(events: list[Event]) -> list[Event]:
    ends = [n for n, event in enumerate(events) if event.get("name") == "intake_end"]
    thrown_away = [n for n in ends if events[n].get("value") == End.THROWN_AWAY]
    return events[thrown_away[-1] + 1 :] if thrown_away else events


def _said(events: Iterable[Mapping[str, Any]]) -> Iterator[Said]:
    for event in events:
        text = event.get("text") or ""
        if event.get("event") == "user" and text and not text.startswith("/"):
            yield Said("person", text)
        elif event.get("event") == "bot":
            yield from said_by_bot([{"text": text, "custom": (event.get("data") or {}).get("custom")}])


def safely(what: str, call: Callable[[], T], otherwise: T) -> T:
    """What `call` gives, or `otherwise` if it fails; `what` it does goes to the log."""
    try:
        return call()
    except Exception as error:  # whatever it is: see above
        logger.error("The helpline could not %s: %s", what, type(error).__name__)
        return otherwise
