"""The conversation as the actions see it: read from Rasa's tracker, written back as slots."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from actions.danger import finding_of
from actions.resources import default_country
from helpline.urgency import CALM, Finding, Urgency
from knowledge.encoder import Vectors, unpacked

MEMORY = 10  # items of a ranking that are kept for "what else?"
Event = dict[str, Any]


@dataclass(frozen=True)
class Conversation:
    """One turn, with what is remembered of those before.

    Attributes:
        text: what the person wrote; empty where a button was pressed.
        intent: what the bot took it for.
        intents: chance of every intent.
        embedding: of the text, unit length, as Rasa computed it; None where a button was pressed.
        item: id that a pressed button or the message itself names, if any; typed ones may be of no item.
        ordinal: 1 for "the first one", -1 for "the last", or None.
        role: the person's role: what they said of themselves, else what their words hint at.
        country: two-letter code: what the person said, else where the page is shown, else the default.
        situation_text: the message of the situation talked about.
        ranked_items: what the search found for it, best first.
        offered_items: what the last answer listed, in its order.
        focus_item: what "it" means now.
        answered_items: whose advice was given for this situation.
        answers_given: answers in this conversation.
        options: items that a question back offered, until one is taken or something else is answered.
        misses: messages in a row that were not understood.
        urgency: level of the danger that was answered last, until guidance is given without one.
        id: of the conversation; empty where no case could belong to it.
        finding: what the safety component found in the message.
        events: of Rasa's tracker, oldest first.
        words_given: code of the case whose secret words were shown.
        worry: whether the situation is a worry about one person, which `actions/worry.py` answers.
        plan: the plan or handout on the screen, as `actions/plan_reply.py` keeps it.
    """

    text: str
    intent: str
    intents: Mapping[str, float]
    embedding: Vectors | None
    item: str | None
    ordinal: int | None
    role: str | None
    country: str
    situation_text: str
    ranked_items: Sequence[str] = ()
    offered_items: Sequence[str] = ()
    focus_item: str | None = None
    answered_items: Sequence[str] = field(default=())
    answers_given: int = 0
    options: Sequence[str] = ()
    misses: int = 0
    urgency: str | None = None
    id: str = ""
    finding: Finding = CALM
    events: Sequence[Event] = ()
    words_given: str | None = None
    worry: bool = False
    plan: object = None

    @classmethod
    def of(cls, tracker: Tracker) -> "Conversation":
        """Reads the tracker."""
        message = tracker.latest_message
        text = message.get("text") or ""
        entities = {e["entity"]: e["value"] for e in message.get("entities") or []}
        slot = tracker.slots.get
        ordinal = entities.get("ordinal")
        return cls(
            text="" if text.startswith("/") else text,  # only buttons begin so: the door strips typed ones
            intent=(message.get("intent") or {}).get("name") or "",
            embedding=unpacked(message["embedding"]) if message.get("embedding") else None,
            intents={r["name"]: r["confidence"] for r in message.get("intent_ranking") or []},
            item=entities.get("item"),
            ordinal=int(ordinal) if ordinal else None,
            role=slot("role") or slot("role_hint"),
            country=country_of(tracker),
            situation_text=slot("situation_text") or "",
            ranked_items=slot("ranked_items") or (),
            offered_items=slot("offered_items") or (),
            focus_item=slot("focus_item"),
            answered_items=slot("answered_items") or (),
            answers_given=int(slot("answers_given") or 0),
            options=slot("options") or (),
            misses=int(slot("misses") or 0),
            urgency=slot("urgency"),
            id=tracker.sender_id,
            finding=finding_of(message),
            events=tracker.events,
            words_given=slot("words_given"),
            worry=bool(slot("worry")),
            plan=slot("plan"),
        )

    @property
    def wants_person(self) -> bool:
        """Whether the message may be about somebody real: it sounds worried, or like a wish to talk to a person."""
        asks = self.intent in ("ask_for_person", "rather_not_police")
        return asks or self.finding.urgency == Urgency.CONCERN

    @property
    def meant_item(self) -> str | None:
        """The item that the person means: of a button, of "the second one", else the one in focus."""
        if self.item:
            return self.item
        offered = self.options or self.offered_items
        if self.ordinal is not None and offered:
            place = self.ordinal - 1 if self.ordinal > 0 else self.ordinal
            if place < len(offered):
                return offered[place]
        return self.focus_item


def country_of(tracker: Tracker) -> str:
    """The country that the person named, else the one that the page names, else the operator's."""
    shown_in = (tracker.latest_message.get("metadata") or {}).get("country")
    return tracker.slots.get("country") or shown_in or default_country()


def remember(**slots: Any) -> list[Event]:
    """Events that set `slots`."""
    return [SlotSet(name, value) for name, value in slots.items()]


def set_aside() -> list[Event]:
    """Events that drop the situation; who the person is, and a danger that was told of, stay."""
    return remember(
        situation_text=None,
        ranked_items=None,
        offered_items=None,
        focus_item=None,
        answered_items=None,
        options=None,
        clarified=False,
        worry=None,
    )


def now_open(item: str) -> list[Event]:
    """Events after `item` was shown: it is what "it" means, and a question back is settled."""
    return remember(focus_item=item, options=None, misses=0, clarified=False)
