"""No regular expression takes long, whatever is written: its time grows with the length of a text, not with its square.

Texts are made from each pattern itself: what it repeats, repeated without end, behind what must stand before it.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from re import _compiler as compiler  # type: ignore[attr-defined]
from re import _constants as ops
from re import _parser as parser
from types import ModuleType
from typing import Any

import pytest
from presidio_analyzer import PatternRecognizer

import bot.nlu
import bot.redaction
import bot.web
import helpline
import knowledge
import training
from bot.nlu.named_items import NamedItems
from bot.nlu.safety_rules import SafetyRules
from bot.nlu.self_description import SelfDescription
from bot.nlu.whereabouts import Whereabouts
from bot.redaction.vocabulary import load_vocabulary
from bot.settings import ROOT
from knowledge.plan.changes import read_change
from knowledge.plan.wish import read_wish as read_plan_wish
from tests.bot.redaction.real_redactor import real_redactor, redact
from tests.knowledge.wording.real_rules import real_checker, real_library
from training.quiz_wish import read_wish as read_quiz_wish

KNOWLEDGE = ROOT / "knowledge"
LIMIT = 2_000  # characters of a message
WORDING_LIMIT = 4_000  # a text to be checked may be longer; how the time grows is seen at this
GROWTH = 3.5  # times as long for twice the text: a line gives 2, a square 4
WORTH_A_LOOK = 0.05  # seconds: what takes less can harm nobody, on a machine half as fast neither
PARTS = (16, 4, 1)  # of the limit, one after the other
ABSOLUTE = 3.0  # seconds at the limit, on a machine that has other work
ONLY_RASA_HAS = ("rasa", "sanic", "aiohttp")
PACKAGES = (bot.nlu, bot.redaction, bot.web, helpline, knowledge, training)
COMMON = ["a", " ", "1", "a ", "A ", ". ", "\n", "'", "a.", "a-", "Aa, ", "1 ", "a@", "<"]
ONE_OF = "a1A .-'_@,(é\n\t"


def seconds(work: Any, text: str) -> float:
    """Time of the processor, so that others who are at work on this machine count for little."""
    began = time.thread_time()
    work(text)
    return time.thread_time() - began


def too_slow(work: Any, beginning: str, repeated: str, end: str, limit: int) -> str:
    """What is wrong with the time that `work` takes for a text; empty if nothing is."""

    def text(length: int) -> str:
        return (beginning + repeated * (length // len(repeated) + 1))[: length - len(end)] + end

    for part in PARTS:  # the whole could take hours
        taken = seconds(work, text(limit // part))
        if taken > ABSOLUTE:
            return f"{taken:.2f} s for {limit // part} characters: {beginning!r}, {repeated!r} …, {end!r}"
    if taken < WORTH_A_LOOK:
        return ""
    growth = taken / seconds(work, text(limit // 2))
    if growth > GROWTH:  # once more, and with care: other work may have come between
        whole, half = (min(seconds(work, text(length)) for _ in range(3)) for length in (limit, limit // 2))
        growth = whole / half
    if growth > GROWTH:
        return f"{taken:.2f} s, {growth:.1f} times that of half the text: {beginning!r}, {repeated!r} …, {end!r}"
    return ""


# Which patterns there are


def modules() -> Iterator[ModuleType]:
    for package in PACKAGES:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" in found.name or found.name.endswith("__main__"):
                continue
            try:
                yield importlib.import_module(found.name)
            except ModuleNotFoundError as error:
                assert error.name and error.name.split(".")[0] in ONLY_RASA_HAS, found.name


def patterns_in(name: str, value: Any, depth: int = 3) -> Iterator[tuple[str, re.Pattern[str]]]:
    """Patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield name, value
    elif depth and isinstance(value, tuple | list):
        for part in value[:50]:
            yield from patterns_in(name, part, depth - 1)
    elif depth and isinstance(value, Mapping) and not isinstance(value, ModuleType):
        for key, part in list(value.items())[:50]:
            yield from patterns_in(f"{name}.{key}", part, depth - 1)
    elif depth and type(value).__module__.startswith(("bot.", "knowledge.", "training.", "helpline.")):
        yield from patterns_in(name, getattr(value, "__dict__", {}), depth - 1)


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """Every pattern of a module that reads what people write, and of what is made from the data, by where it stands."""
    made = {
        "presidio": [
            re.compile(pattern.regex, re.I | re.M | re.S)
            for recogniser in real_redactor()._engine.registry.recognizers
            if isinstance(recogniser, PatternRecognizer)
            for pattern in vars(recogniser)["patterns"]
        ],
        "whereabouts": Whereabouts(KNOWLEDGE / "services.yml"),
        "self_description": SelfDescription(KNOWLEDGE / "roles.yml", KNOWLEDGE / "services.yml"),
        "named_items": NamedItems(KNOWLEDGE / "items"),
        "vocabulary": load_vocabulary(real_library()),
    }
    found: dict[tuple[str, int], tuple[str, re.Pattern[str]]] = {}
    places = [(f"{module.__name__}.{name}", value) for module in modules() for name, value in vars(module).items()]
    for place, value in [*places, *made.items()]:
        for name, pattern in patterns_in(place, value):
            found.setdefault((pattern.pattern, pattern.flags), (name, pattern))
    return dict(found.values())


# Texts that a pattern almost matches


def sample(tree: Any) -> str:
    """Something that a part of a pattern matches, more or less."""
    return "".join(_one(op, given) for op, given in tree)


def _one(op: Any, given: Any) -> str:
    if op is ops.LITERAL:
        return chr(given)
    if op in (ops.ANY, ops.NOT_LITERAL):
        return "b" if given == ord("a") else "a"
    if op is ops.IN:
        return _of_set(given)
    if op is ops.BRANCH:
        return sample(given[1][0])
    if op is ops.SUBPATTERN:
        return sample(given[3])
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
        return sample(given[2]) * int(max(given[0], 1))
    return ""


def _of_set(given: Any) -> str:
    """A letter of a set, by asking the set itself."""
    pattern = compiler.compile(parser.SubPattern(parser.State(), [(ops.IN, given)]))
    letters = [chr(value) for op, value in given if op is ops.LITERAL]
    return next((letter for letter in [*ONE_OF, *letters] if pattern.match(letter)), "x")


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """What a pattern repeats, and what must stand before it."""
    for op, given in tree:
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT):
            if given[1] > 3:
                yield before, sample(given[2])
            yield from repeats(given[2], before)
        elif op is ops.SUBPATTERN:
            yield from repeats(given[3], before)
        elif op is ops.BRANCH:
            for branch in given[1]:
                yield "", sample(branch) + " "
                yield from repeats(branch, before)
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            yield from repeats(given[1], before)
        before += _one(op, given)


def attacks_on(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    whole = sample(tree)
    found = {("", part) for part in (*COMMON, whole, whole[:-1], f"{whole[:-1]} ")}
    for before, part in repeats(tree):
        found |= {(before, part), ("", before + part)}
    return {(before, part) for before, part in found if part}


def test_the_patterns_are_found() -> None:
    assert len(patterns()) > 180
    places = " ".join(patterns())
    for place in (
        "bot.redaction.cues", "bot.nlu.safety_rules", "knowledge.plan.changes", "knowledge.plan.wish",
        "training.quiz_wish", "knowledge.documents.marks", "knowledge.wording", "presidio", "whereabouts",
    ):  # fmt: skip
        assert place in places, place


def test_an_attack_is_recognised() -> None:
    slow = re.compile(r"(?:a|\s)*\s*x")
    assert any(too_slow(slow.findall, *attack, "\0", 1_000) for attack in attacks_on(re.compile(r"\s+x")))


def test_the_time_of_a_pattern_grows_with_the_length_of_the_text() -> None:
    slow = {}
    for place, pattern in patterns().items():
        for before, part in attacks_on(pattern):
            fault = too_slow(lambda text, p=pattern: sum(1 for _ in p.finditer(text)), before, part, "\0", LIMIT)
            if fault:
                slow[place] = fault
    assert slow == {}


# What reads a whole message

SAYINGS = [
    "a", " ", "\n", ". ", "1 ", "a@", "'", "07700 ", "my name is ", "called Sam, ", "Sam Lee, ", "SW1A 1AA ",
    "flat 1 High Street ", "on 1 May ", "I took all the tablets ", "he wants to kill ", "we live in a small town ",
    "drop step 1 for the teachers and ", "a plan on rumours for ", "lesson 2.1 ", "ten minutes on ", "“the radicals” ",
    "the radicals ", "07700, ", "\"", "-", "_", "(", "born 1 May 2010 ", "Sam ",
]  # fmt: skip
READERS: Mapping[str, Any] = {
    "redaction": lambda text: redact(text),
    "safety": SafetyRules.load(ROOT / "bot" / "nlu" / "safety_rules.yml").check,
    "changes of a plan": lambda text: read_change(text, real_library().roles),
    "what a plan is about": lambda text: read_plan_wish(text, real_library().items),
    "what a round is about": lambda text: read_quiz_wish(text, real_library().items, lambda _: []),
}


@pytest.mark.parametrize("reader", READERS)
def test_no_message_takes_long_to_read(reader: str) -> None:
    READERS[reader]("Hello.")  # what is loaded once
    faults = {saying: too_slow(READERS[reader], "", saying, "\0", LIMIT) for saying in SAYINGS}
    assert {saying: fault for saying, fault in faults.items() if fault} == {}


def test_no_text_takes_long_to_check_for_wording() -> None:
    real_checker().check("Hello.", None)
    faults = {
        saying: too_slow(lambda text: real_checker().check(text, None), "", saying, "\0", WORDING_LIMIT)
        for saying in SAYINGS
    }
    assert {saying: fault for saying, fault in faults.items() if fault} == {}
