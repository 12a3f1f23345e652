"""The contract of a reply: each turn says exactly one `custom.type`, one that is known, with the keys it needs."""

import importlib
import inspect
import pkgutil
import re
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from actions.about_paper import NEXT, AboutPaper
from actions.danger import URGENCY
from actions.guide import Guide
from actions.safety import Safety
from bot.settings import ROOT
from helpline.reference import read_code
from knowledge.library import Library, load
from tests.actions.conftest import Talk
from tests.actions.test_guide import CLEAR, UNSURE

# Keys of `custom` that a type must have, and what each may hold.
NEEDS: dict[str, set[str]] = {
    "guidance": {"sources", "intent"},
    "item": {"sources"},
    "safety": {"urgency", "services"},
    "refusal": {"reason"},
    "out_of_scope": {"nearest"},
    "handoff": {"services"},
    "clarify": {"options"},
    "wording": {"flags"},
    "triage": {"step", "step_number", "steps", "case"},
    "training": {"mode", "step", "score"},
    "chitchat": set(),
    "about": set(),
}
# These say nothing by themselves: a form's check does within it only (turns: test_intake.py, test_training.py).
SILENT = {"action_session_start", "validate_intake_form", "validate_training_form", "action_after_training"}
DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def assert_kept(messages: list[dict[str, Any]], library: Library) -> None:
    """One message carries `custom`, with a known type and all that the type needs."""
    (custom,) = [m["custom"] for m in messages if m.get("custom")]
    assert custom["type"] in NEEDS
    assert custom.keys() >= NEEDS[custom["type"]]
    assert set(custom.get("sources", [])) | set(custom.get("nearest", [])) <= set(library.items)
    assert set(custom.get("services", [])) <= {service.id for service in library.services}
    if custom["type"] in ("guidance", "item"):
        assert 1 <= len(custom["sources"]) <= (5 if custom["type"] == "guidance" else 1)
    assert custom.get("urgency", "concern") in ("emergency", "urgent", "concern")
    assert custom.get("case") is None or read_code(custom["case"]) == custom["case"]
    assert custom.get("mode", "quiz") in ("quiz", "practice")
    assert custom.get("reason", "harmful") in ("profiling", "harmful")
    assert all(option.keys() >= {"intent", "title"} for option in custom.get("options", []))
    assert any((m.get("text") or "").strip() for m in messages)
    assert not any(re.search(r"\{\w+\}", m.get("text") or "") for m in messages), "a place was not filled in"


@pytest.mark.parametrize("name", DOMAIN["responses"])
def test_a_response_of_the_domain_keeps_the_contract(name: str) -> None:
    for response in DOMAIN["responses"][name]:
        assert_kept([response], load())


def every_action() -> list[Action]:
    found = {}
    for module in pkgutil.iter_modules(actions.__path__):
        for _, kind in inspect.getmembers(importlib.import_module(f"actions.{module.name}"), inspect.isclass):
            if issubclass(kind, Action) and kind.__module__.startswith("actions."):
                found[kind] = kind()
    return list(found.values())


def test_the_domain_names_every_action_there_is() -> None:
    assert sorted(action.name() for action in every_action()) == sorted(DOMAIN["actions"])


def nothing_said(talk: Talk) -> None:
    """The first turn."""


def advice_given(talk: Talk) -> None:
    talk.turn(Guide(), *CLEAR)


def asked_back(talk: Talk) -> None:
    talk.turn(Guide(), *UNSURE)


def danger(talk: Talk) -> None:
    talk.turn(Safety(), "he has a knife", {"danger_now": 0.9})


def worry(talk: Talk) -> None:
    talk.turn(Safety(), CLEAR[0], {"worried_about_someone": 0.9})


def far_away(talk: Talk) -> None:
    talk.slots["country"] = "US"


def a_teacher_in_britain(talk: Talk) -> None:
    talk.slots.update(country="gb", role="teacher")
    talk.turn(Guide(), *CLEAR)


def an_item_that_is_gone(talk: Talk) -> None:
    talk.slots.update(focus_item="lesson-9.9", offered_items=["lesson-9.9"])


BEFORE = [
    nothing_said, advice_given, asked_back, danger, worry, far_away, a_teacher_in_britain, an_item_that_is_gone,
]  # fmt: skip
TURNS: list[tuple[str, dict[str, float], dict[str, str]]] = [
    (*CLEAR, {}),
    (*UNSURE, {}),
    ("zebra trombone", {"out_of_scope": 0.99}, {}),
    ("what else?", {"another_angle": 0.9}, {}),
    ("help", {"ask_what_now": 0.9}, {}),
    ("the second one", {"choose_option": 0.9}, {"ordinal": "2"}),
    ("number 99", {"choose_option": 0.9}, {"ordinal": "99"}),
    ("🙂", {}, {}),
    ("/lesson_1_2", {"lesson_1_2": 1.0}, {}),
]


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(
    "action", [a for a in every_action() if a.name() not in SILENT], ids=lambda action: action.name()
)
def test_an_action_keeps_the_contract_whatever_went_before(action: Action, before: Any, library: Library) -> None:
    for text, intents, entities in TURNS:
        for level in URGENCY if isinstance(action, Safety) else [""]:  # it is called for these intents only
            talk = Talk()
            before(talk)
            assert_kept(talk.turn(action, text, {level: 1.0} if level else intents, **entities).messages, library)


@pytest.mark.parametrize("part", [*NEXT, "a part that is gone"])
def test_each_part_about_the_paper_keeps_the_contract(talk: Talk, part: str, library: Library) -> None:
    assert_kept(talk.turn(AboutPaper(), "/about_paper", item=part).messages, library)


def test_a_button_means_an_intent_of_the_domain(talk: Talk) -> None:
    """Of the domain's responses and of the replies of actions; those of answers are tested where they are made."""
    real = load().replies
    rows = [r for responses in DOMAIN["responses"].values() for r in responses]
    payloads = [button["payload"] for row in rows for button in row.get("buttons", [])]
    payloads += [b.payload for name in type(real).model_fields for b in getattr(real, name).buttons]
    assert payloads and {payload.removeprefix("/") for payload in payloads} <= set(DOMAIN["intents"])
