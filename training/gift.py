r"""Questions as Moodle's GIFT, and back.

GIFT has no place for the item, the difficulty, the sentence that an answer follows from, nor for the points of a free
answer. These stand as JSON in a comment line before the question, which Moodle passes over, and come back from there:

    // common-ground {"item": "lesson-2.1", "difficulty": 1, ...}
    ::lesson-2.1-q1::Where should work with mothers start?{
    =With people of the same community.#That is it.
    ~At the town hall.#An open call is kind, but ...
    }

What GIFT holds itself is read from GIFT, so that it may be changed in Moodle. `several` and `best` become answers with
shares of the mark, `order` becomes matching with numbers, and free answers become essays.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.faults import Fault, KnowledgeError
from training.question import BEST, Best, Match, Mend, One, Order, Question, Several, Short
from training.rows import validated

MARK = "// common-ground "
SPECIAL = "~=#{}:\\"
# Moodle only takes shares that it knows.
SHARES = {1: "100", 2: "50", 3: "33.33333", 4: "25", 5: "20", 6: "16.66667"}
WORTH = {0: "0", 1: "33.33333", 2: "66.66667", 3: "100"}

_TITLE = re.compile(r"::((?:\\.|[^:\\]|:(?!:))*)::", re.DOTALL)
_FORMAT = re.compile(r"^\[(?:html|moodle|plain|markdown)\]")
_SHARE = re.compile(r"^%(-?\d{1,3}(?:\.\d+)?)%")


@dataclass
class _Choice:
    """A line of an answer in GIFT, still escaped where it is text.

    Attributes:
        right: whether it stands behind "=".
        text: of it.
        feedback: behind "#".
        share: of the mark, in per cent; None where none is given.
    """

    right: bool
    text: str
    feedback: str = ""
    share: float | None = None


@dataclass
class _Block:
    """A question in GIFT.

    Attributes:
        line: where it begins, from 1.
        extras: what the comment line holds.
        lines: the rest of it.
    """

    line: int
    extras: dict[str, Any] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)


def write_gift(questions: Iterable[Question]) -> str:
    """Questions as a GIFT file."""
    return "\n\n".join(_question(question) for question in questions) + "\n"


def read_gift(text: str, name: str = "questions.gift") -> list[Question]:
    """The questions of a GIFT file, in its order.

    Args:
        text: of the file.
        name: of the file, for faults.

    Raises:
        KnowledgeError: with every fault found, each by line and field. What was not written by `write_gift` lacks the
            item and the sentences that answers follow from; they are named as missing.
    """
    rows, faults = [], []
    for block in _blocks(text):
        try:
            rows.append((block.line, _row(block)))
        except ValueError as error:
            faults.append(Fault(name, block.line, "", str(error)))
    questions, more = validated(rows, name)
    if faults or more:
        raise KnowledgeError([*faults, *more])
    return questions


def _question(question: Question) -> str:
    answer = question.answer
    extras: dict[str, Any] = {"item": question.item, "difficulty": question.difficulty, "kind": answer.kind}
    if question.terms:
        extras["terms"] = question.terms
    asks, general = question.asks, ""
    match answer:
        case One():
            lines = [_choice("=" if o.right else "~", o.text, o.why) for o in answer.options]
            extras["traces"] = [(o.text, o.trace) for o in answer.options]
        case Several():
            rights = sum(option.right for option in answer.options)
            good, bad = f"%{SHARES[rights]}%", f"%-{SHARES[len(answer.options) - rights]}%"
            lines = [_choice("~", o.text, o.why, good if o.right else bad) for o in answer.options]
            extras["traces"] = [(o.text, o.trace) for o in answer.options]
        case Best():
            lines = [_choice("~", o.text, o.why, f"%{WORTH[o.worth]}%") for o in answer.options]
            extras["traces"] = [(o.text, o.trace) for o in answer.options]
        case Order():
            lines = [f"={n} -> {_escaped(part.text)}" for n, part in enumerate(answer.parts, 1)]
            extras["traces"], general = [(part.text, part.trace) for part in answer.parts], answer.why
        case Match():
            lines = [f"={_escaped(pair.left)} -> {_escaped(pair.right)}" for pair in answer.pairs]
            extras["traces"] = [(pair.left, pair.trace) for pair in answer.pairs]
            extras["why"] = [(pair.left, pair.why) for pair in answer.pairs]
        case Short():
            lines, general = [], answer.model
            extras |= answer.model_dump(include={"points", "misconceptions"})
        case Mend():
            lines, general = [], answer.why
            asks = f"{asks}\n\n“{answer.sentence}”"
            extras |= answer.model_dump(include={"sentence", "better", "trace"})
    if general:
        lines.append(f"####{_escaped(general)}")
    comment = MARK + json.dumps(extras, ensure_ascii=True)
    # Without its format a text in brackets at the start would be taken for one.
    body = ("[plain]" if asks.startswith("[") else "") + _escaped(asks)
    return "\n".join([comment, f"::{_escaped(question.id)}::{body}{{", *lines, "}"])


def _choice(sign: str, text: str, why: str, share: str = "") -> str:
    if text.startswith("%") and not share:
        share = "%100%" if sign == "=" else "%0%"
    return f"{sign}{share}{_escaped(text)}#{_escaped(why)}"


def _escaped(text: str) -> str:
    text = "".join(f"\\{c}" if c in SPECIAL else c for c in text)
    return text.replace("->", "-\\>").replace("\n", "\\n")


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], text, flags=re.DOTALL).strip()


def _blocks(text: str) -> Iterable[_Block]:
    """Questions are parted by blank lines; a comment stands before the one that it belongs to."""
    block = _Block(1)
    for number, line in enumerate([*text.replace("\r\n", "\n").removeprefix("\ufeff").split("\n"), ""], 1):
        if line.startswith(MARK):
            block.extras = _extras(line)
        elif line.strip().startswith(("//", "$CATEGORY:")):
            continue
        elif line.strip():
            if not block.lines:
                block.line = number
            block.lines.append(line)
        elif block.lines:
            yield block
            block = _Block(number)


def _extras(line: str) -> dict[str, Any]:
    try:
        extras = json.loads(line.removeprefix(MARK))
    except ValueError:
        return {}
    return extras if isinstance(extras, dict) else {}


def _row(block: _Block) -> dict[str, Any]:
    """A question as a file of ours would have it.

    Raises:
        ValueError: if it is not GIFT, or a kind of question that we do not have.
    """
    text = "\n".join(block.lines)
    title = _TITLE.match(text)
    rest = text[title.end() :] if title else text
    opening, closing = _unescaped(rest, "{"), _unescaped(rest, "}")
    if opening is None or closing is None or closing < opening:
        raise ValueError("an answer in braces is expected here")
    asks = _plain(_FORMAT.sub("", rest[:opening].strip()))
    body, _, general = _parted(rest[opening + 1 : closing], "####")
    choices = _choices(body)
    extras = dict(block.extras)
    kind = extras.pop("kind", None) or _kind(choices)
    row: dict[str, Any] = {name: extras.pop(name) for name in ("item", "difficulty", "terms") if name in extras}
    answer = _answer(kind, choices, _plain(general), extras)
    if kind == "mend":
        asks = asks.removesuffix(f"“{answer.get('sentence')}”").strip()
    return {"id": _plain(title[1]) if title else "", "asks": asks, **row, "answer": {"kind": kind, **answer}}


def _answer(kind: str, choices: Sequence[_Choice], general: str, extras: dict[str, Any]) -> dict[str, Any]:
    if kind in ("one", "several", "best"):
        texts = [_plain(choice.text) for choice in choices]
        traces = _kept(texts, extras.get("traces"), "trace")
        rows = zip(texts, choices, traces, strict=True)
        return {
            "options": [
                {"text": text, "why": _plain(choice.feedback), **_valued(kind, choice), **trace}
                for text, choice, trace in rows
            ]
        }
    sides = [_sides(choice) for choice in choices]
    if kind == "order":
        texts = [text for _, text in sorted(sides, key=lambda side: (not side[0].isdigit(), side[0].zfill(3)))]
        traces = _kept(texts, extras.get("traces"), "trace")
        return {"parts": [{"text": text, **trace} for text, trace in zip(texts, traces, strict=True)], "why": general}
    if kind == "match":
        lefts = [left for left, _ in sides]
        rest = zip(
            sides, *(_kept(lefts, extras.get(f), n) for f, n in (("traces", "trace"), ("why", "why"))), strict=True
        )
        return {"pairs": [{"left": left, "right": right, **trace, **why} for (left, right), trace, why in rest]}
    return {**extras, ("model" if kind == "short" else "why"): general}


def _valued(kind: str, choice: _Choice) -> dict[str, Any]:
    share = 100.0 if choice.share is None and choice.right else choice.share or 0.0
    return {"worth": round(share * BEST / 100)} if kind == "best" else {"right": share > 0}


def _kept(texts: Sequence[str], stored: object, name: str) -> list[dict[str, str]]:
    """What the comment line holds for each text: found by the text, or by its place where the text was changed."""
    pairs = stored if isinstance(stored, list) else []
    left = [(number, pair) for number, pair in enumerate(pairs) if isinstance(pair, list) and len(pair) == 2]
    found: list[dict[str, str]] = [{} for _ in texts]
    waiting = []
    for place, text in enumerate(texts):
        row = next((row for row in left if row[1][0] == text), None)
        if row is None:
            waiting.append(place)
            continue
        left.remove(row)
        found[place] = {name: row[1][1]} if row[1][1] else {}
    for place in waiting:
        row = next((row for row in left if row[0] == place), None)
        found[place] = {name: row[1][1]} if row and row[1][1] else {}
    return found


def _kind(choices: Sequence[_Choice]) -> str:
    """What a question is that we did not write ourselves."""
    if not choices:
        return "short"
    if all(choice.right and _parted(choice.text, "->")[1] for choice in choices):
        return "match"
    if sum(choice.right for choice in choices) == 1 and len(choices) > 1:
        return "one"
    if sum((choice.share or 0) > 0 for choice in choices) > 1:
        return "several"
    raise ValueError("this kind of question cannot be read (true or false, a number, or a gap to fill)")


def _choices(body: str) -> list[_Choice]:
    found: list[_Choice] = []
    for sign, text in re.findall(r"([=~])((?:\\.|[^\\=~])*)", body, flags=re.DOTALL):
        share = None if _unescaped(text, "->") is not None else _SHARE.match(text.strip())
        if share:
            text = text.strip()[share.end() :]
        answer, _, feedback = _parted(text, "#")
        found.append(_Choice(sign == "=", answer, feedback, float(share[1]) if share else None))
    return found


def _sides(choice: _Choice) -> tuple[str, str]:
    left, _, right = _parted(choice.text, "->")
    return _plain(left), _plain(right)


def _parted(text: str, sign: str) -> tuple[str, str, str]:
    """Like str.partition at the first `sign` that is not escaped."""
    place = _unescaped(text, sign)
    return (text, "", "") if place is None else (text[:place], sign, text[place + len(sign) :])


def _unescaped(text: str, sign: str) -> int | None:
    place = 0
    while place < len(text):
        if text[place] == "\\":
            place += 2
        elif text.startswith(sign, place):
            return place
        else:
            place += 1
    return None
