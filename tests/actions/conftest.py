"""Fixtures of the actions: the small library behind them, and turns that need no Rasa."""

import asyncio
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import resources
from knowledge.index import PassageIndex
from knowledge.library import Library, load
from knowledge.passages import passages
from knowledge.plan.book import load_book
from knowledge.speech_schema import Replies
from knowledge.store.local import LocalStore
from tests.knowledge import small_library
from tests.knowledge.conftest import WordEncoder
from tests.knowledge.test_search import PLAIN
from tests.knowledge.wording.real_rules import real_checker


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """The small library."""
    return load(small_library.write(tmp_path))


@pytest.fixture(autouse=True)
def small_resources(library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Actions work on the small library, with an encoder that needs no model."""
    caches = (
        *(resources.library, resources.encoder, resources.search, resources.adviser, resources.wording_checker),
        *(resources.store, resources.quotation, resources.quoter, resources.plan_book),
        *(resources.questions, resources.marker, resources.practice_data, resources.move_classifier),
    )
    for cached in caches:
        cached.cache_clear()
    encoder = WordEncoder()
    index = PassageIndex.build(passages(library), encoder)  # type: ignore[arg-type]
    monkeypatch.setattr(resources, "_database", lambda: None)  # no helpline, but where a test has one
    monkeypatch.setattr(resources, "_training_database", lambda: None)  # and no training
    monkeypatch.setattr(resources, "load", lambda: library)
    monkeypatch.setattr(resources, "load_book", lambda: load_book(tmp_path))
    monkeypatch.setattr(resources, "Encoder", lambda _: encoder)
    monkeypatch.setattr(
        resources, "load_rulebook", lambda _: real_checker().book
    )  # they cite items that the small library lacks
    monkeypatch.setattr(resources, "Checker", lambda _: real_checker())  # made anew for each test it takes a second
    monkeypatch.setattr(PassageIndex, "load", lambda *_: index)
    monkeypatch.setattr(resources, "open_store", lambda **_: LocalStore(tmp_path / "own documents"))
    monkeypatch.setattr(resources, "Search", _search)
    yield
    for cached in caches:
        cached.cache_clear()


def _search(library: Library, encoder: Any, index: PassageIndex) -> Any:
    from knowledge.search import Search

    return Search(library, encoder, index, PLAIN)


@dataclass
class Reply:
    """What an action said and what it set."""

    messages: list[dict[str, Any]]
    slots: dict[str, Any]

    @property
    def text(self) -> str:
        return "\n".join(m["text"] for m in self.messages if m.get("text"))

    @property
    def custom(self) -> dict[str, Any]:
        (found,) = [m["custom"] for m in self.messages if m.get("custom")]
        return dict(found)

    @property
    def payloads(self) -> list[str]:
        return [b["payload"] for m in self.messages for b in m.get("buttons") or []]

    @property
    def replies(self) -> list[str]:
        """Names of the replies of replies.yml that were said."""
        known = resources.library().replies
        said = [m["text"] for m in self.messages if m.get("text")]
        return [name for text in said for name in Replies.model_fields if _is_one_of(text, getattr(known, name).text)]


def _is_one_of(text: str, templates: list[str]) -> bool:
    patterns = [re.sub(r"\\\{\w+\\\}", ".+", re.escape(template)) for template in templates]
    return any(re.fullmatch(pattern, text, re.DOTALL) for pattern in patterns)


@dataclass
class Talk:
    """A conversation with actions: slots and events are kept from turn to turn, as Rasa would."""

    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)

    def turn(
        self,
        action: Action,
        text: str,
        intents: dict[str, float] | None = None,
        parsed: Any = None,
        **entities: str,
    ) -> Reply:
        """Runs `action` for a message; the likeliest of `intents` is its intent, `parsed` what else Rasa gives."""
        chances = intents or {}
        message = {
            "text": text,
            "intent": {"name": max(chances, key=lambda i: chances[i], default="")},
            "intent_ranking": [{"name": n, "confidence": c} for n, c in chances.items()],
            "entities": [{"entity": n, "value": v} for n, v in entities.items()],
            "metadata": {},
            **(parsed or {}),
        }
        self.events.append({"event": "user", "text": text, "parse_data": message})
        return self.run(action)

    def run(self, action: Action) -> Reply:
        """Runs `action` for the message that came last."""
        last: Any = next((e["parse_data"] for e in reversed(self.events) if e["event"] == "user"), {})
        tracker = Tracker("test", dict(self.slots), last, list(self.events), False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = action.run(dispatcher, tracker, {})
        if inspect.isawaitable(events):
            events = asyncio.run(_awaited(events))
        assert isinstance(events, list)
        changed = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        self.slots.update(changed)
        said = [{"event": "bot", "text": m["text"], "data": {"custom": m["custom"]}} for m in dispatcher.messages]
        self.events += [*events, *said]
        return Reply(dispatcher.messages, changed)


async def _awaited(events: Any) -> Any:
    return await events


@pytest.fixture
def talk() -> Talk:
    """An empty conversation."""
    return Talk()


Turn = Callable[..., Reply]
