"""People who talk to the real service on a busy day, each in a way of their own. They send again as the widget does."""

import random
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

PATIENCE = 240.0  # seconds that a visitor waits for a process that was killed, on a machine that does other work too
PAUSE = 0.5

EMERGENCIES = (
    "He has a knife in his bag and he is on his way to the school now",
    "My sister has taken all her tablets and I cannot wake her",
    "There are men outside with bats and they are breaking our door down",
    "I am on the bridge and I am going to jump",
    "My cousin is at the airport, he is flying out to fight in an hour",
)
SITUATIONS = (
    "The mothers in my group go quiet when I bring it up",
    "The officials we meet talk down to our volunteers",
    "After the attack nobody on our street talks to each other any more",
    "People here do not trust the police and will not come to the meeting",
)
ASIDE = (
    "What is the weather like tomorrow?",
    "Hello",
    "Thank you, that helps",
    "Make me a list of the families round here who pray a lot",
    "check this text: Bring your friends, everybody is welcome and there is tea.",
)
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "role": ("I am a parent", "I am a youth worker", "I am a friend"),
    "seen": ("He has stopped coming to training and sits alone", "She cried all through the lesson"),
    "heard": ("His sister says he argues with everybody at home", "A neighbour told me that he shouts at night"),
    "supposed": ("I think somebody new has a hold on him", "Perhaps he is lonely since the move"),
    "about": ("A boy of 16 whom I coach", "A young woman in my class"),
    "tried": ("I asked him how he is, and he walked away", "I spoke to her aunt"),
    "support": ("A coach whom he likes", "Her class teacher"),
    "wants": ("Somebody to think it through with", "To know what I can say to him"),
}


@dataclass
class Visitor:
    """One person, one conversation.

    Attributes:
        urls: of the web processes; where one does not answer, the next one is asked, as behind a load balancer.
        kind: of the day's plan.
        opened: codes of cases that replies named, in order, each once.
        done: whether they got to the end of what they came for.
        said: what the bot said, by the name of the turn, in order.
        longest: seconds until an answer came, at most.
    """

    urls: Sequence[str]
    kind: str
    seed: int
    opened: list[str] = field(default_factory=list)
    urgencies: set[str] = field(default_factory=set)
    done: bool = False
    sent_again: int = 0
    said: dict[str, Any] = field(default_factory=dict)
    longest: float = 0.0

    def __post_init__(self) -> None:
        self.id = uuid.UUID(int=random.Random(self.seed).getrandbits(128)).hex
        self._chance = random.Random(self.seed)

    def visit(self) -> "Visitor":
        """Lives through the whole visit."""
        with self.connected():
            VISITS[self.kind](self)
        self.done = True
        return self

    @contextmanager
    def connected(self) -> Iterator[None]:
        """Within this, the visitor can say something."""
        with httpx.Client(timeout=45, trust_env=False) as self._http:
            yield

    def say(self, text: str) -> dict[str, Any]:
        """Sends a message, again and again until there is an answer; gives the reply's `custom`."""
        began = time.monotonic()
        turn = uuid.uuid4().hex
        while True:
            try:
                response = self.send(turn, text)
                if response.status_code == 200:
                    messages = response.json()["messages"]
                    custom = self._read(messages)
                    if not custom.get("failed"):
                        self.said[turn] = messages
                        self.longest = max(self.longest, time.monotonic() - began)
                        return custom
                    turn = uuid.uuid4().hex  # an action failed, and the reply asks to say it again
                elif response.status_code not in (429, 503, 504):
                    raise AssertionError(f"{response.status_code} {response.text}")
            except httpx.TransportError:
                self.urls = [*self.urls[1:], self.urls[0]]  # the web process is starting again
            self.sent_again += 1
            if time.monotonic() > began + PATIENCE:
                raise TimeoutError(f"no answer for {PATIENCE:.0f} s")
            time.sleep(PAUSE)

    def send(self, turn: str, text: str) -> httpx.Response:
        """Sends a message once, under the name of a turn."""
        body = {"conversation": self.id, "text": text, "country": "GB", "turn": turn}
        return self._http.post(f"{self.urls[0]}/api/chat", json=body)

    def _read(self, messages: list[dict[str, Any]]) -> dict[str, Any]:
        (custom,) = [m["custom"] for m in messages if m.get("custom")]
        if (code := custom.get("case")) and code not in self.opened:
            self.opened.append(code)
        self.urgencies.add(custom.get("urgency") or "none")
        return dict(custom)

    def choose(self, options: tuple[str, ...]) -> str:
        """One of several, by chance."""
        return self._chance.choice(options)

    def intake(self, answer: Callable[[str], str | None]) -> dict[str, Any]:
        """Goes through the intake; `answer` says what to write at a step, or None to stop writing there."""
        custom = self.say("Can somebody from your team look at this with me?")
        for _ in range(60):
            step = custom.get("step")
            if custom.get("type") == "safety":
                custom = self.say("go on")
                continue
            if step == "done":
                return custom
            text = answer(str(step)) if step else "Can somebody from your team look at this with me?"
            if text is None:
                return custom
            custom = self.say(text)
        raise AssertionError(f"{self.kind}: the intake does not end; at {custom}")


def _tells(visitor: Visitor, step: str) -> str:
    if step in ANSWERS:
        return visitor.choose(ANSWERS[step])
    return {
        "consent": "Yes, you may keep it",
        "danger": "No, not today",
        "contact": "skip",
        "summary": "Yes",
    }.get(step, "skip")


def _skips(step: str) -> str:
    return {"consent": "Yes, you may keep it", "summary": "Yes"}.get(step, "skip")


def _asks(visitor: Visitor) -> None:
    visitor.say(visitor.choose(SITUATIONS))
    visitor.say("what else?")


def _shouts(visitor: Visitor) -> None:
    assert visitor.say(visitor.choose(EMERGENCIES))["urgency"] == "emergency"


def _leaves(visitor: Visitor) -> None:
    """Stops writing somewhere after having agreed."""
    at = visitor.choose(("seen", "heard", "about"))
    visitor.intake(lambda step: None if step == at else _tells(visitor, step))


def _throws_away(visitor: Visitor) -> None:
    """Says what there is to say up to a point, and then wants it all forgotten."""
    custom = visitor.intake(lambda step: None if step == "supposed" else _tells(visitor, step))
    for text in ("stop", "Throw it away"):
        custom = visitor.say(text)
    assert custom.get("step") != "supposed", custom


def _declines(visitor: Visitor) -> None:
    while visitor.say("Can somebody from your team look at this with me?").get("step") != "consent":
        pass
    assert visitor.say("No, keep nothing").get("step") is None


def _breaks_off(visitor: Visitor) -> None:
    """In the middle of the intake it turns out that there is danger now."""
    visitor.intake(lambda step: visitor.choose(EMERGENCIES) if step == "heard" else _tells(visitor, step))


def _chats(visitor: Visitor) -> None:
    for text in visitor._chance.sample(ASIDE, 2):
        visitor.say(text)


VISITS: Mapping[str, Callable[[Visitor], object]] = {
    "asks": _asks,
    "chats": _chats,
    "shouts": _shouts,
    "tells": lambda visitor: visitor.intake(lambda step: _tells(visitor, step)),
    "skips": lambda visitor: visitor.intake(_skips),
    "leaves": _leaves,
    "throws away": _throws_away,
    "declines": _declines,
    "breaks off": _breaks_off,
}
